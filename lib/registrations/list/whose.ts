import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";

/** One's own registrations, or the team's: where the list, *Needs you* and the insights begin. */
export type Whose = "mine" | "team";

/** Remembers a person's choice in this browser, which another person may use too. */
export const WHOSE_COOKIE = "whose";

export function writeWhose(whose: Whose, personId: string): string {
  return `${whose}.${personId}`;
}

/** Whose registrations a person begins with: what they chose last, else their own where they have some to look after alone. */
export function startsWith(actor: UserActor, cookie: string | undefined): Whose {
  const [kept, personId] = cookie?.split(".") ?? [];
  if (personId === actor.id && (kept === "mine" || kept === "team")) return kept;
  return hasOwn(actor) && !can(actor, "people.manage") ? "mine" : "team";
}

/** Whether a person can have registrations of their own; else there is nothing to switch. */
export function hasOwn(actor: UserActor): boolean {
  return can(actor, "registrations.write");
}

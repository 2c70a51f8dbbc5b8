import type { TimeZone } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";

/** What a person may do follows from their role; the table is in `permissions.ts`. */
export const ROLES = ["admin", "manager", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** A signed-in person, as the session row and the user row say at this request. */
export type UserActor = {
  kind: "user";
  id: string;
  sessionId: string;
  role: Role;
  name: string;
  email: string;
  /** Null: whatever the browser asks for. */
  locale: Locale | null;
  timeZone: TimeZone;
};

/** Who does something. The system is the worker and the start of a process; it may do everything. */
export type Actor = UserActor | { kind: "system" };

export const SYSTEM_ACTOR = { kind: "system" } as const satisfies Actor;

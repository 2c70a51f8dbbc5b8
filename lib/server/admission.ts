import type { UserActor } from "@/lib/authority/actor";
import { can, type Permission } from "@/lib/authority/permissions";
import { AppError } from "@/lib/errors";

/** Who may come in: those with a permission, or everyone on the way in (signing in, setting up, health). */
export type Requirement = Permission | "public";

/** Behind a permission there is always a person; a public door asks for nobody, whoever comes. */
export type ActorFor<R extends Requirement> = R extends Permission ? UserActor : null;

/** The person who comes in. Throws AppError `not_signed_in` or `not_allowed`. */
export function admit<R extends Requirement>(
  requirement: R,
  findActor: () => Promise<UserActor | null>,
): Promise<ActorFor<R>>;
export async function admit(
  requirement: Requirement,
  findActor: () => Promise<UserActor | null>,
): Promise<UserActor | null> {
  if (requirement === "public") return null;
  const actor = await findActor();
  if (!actor) throw new AppError("not_signed_in");
  if (!can(actor, requirement)) throw new AppError("not_allowed");
  return actor;
}

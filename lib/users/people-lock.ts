import type { Actor } from "@/lib/authority/actor";
import { type Permission, requireCan } from "@/lib/authority/permissions";
import type { Prisma } from "@/lib/generated/prisma/client";

/** Held by whoever changes people. Any number does that no other advisory lock of one key has. */
export const PEOPLE_LOCK = 72_707_370;

/** Holds back every other change of people until the caller's transaction ends, on all replicas. */
export async function lockPeople(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${PEOPLE_LOCK}::bigint)`;
}

/**
 * Throws AppError `not_allowed` unless the actor has the permission at this moment. Asked again
 * under the lock, because the actor may have been demoted while the request was on its way.
 */
export async function requireStillAllowed(
  tx: Prisma.TransactionClient,
  actor: Actor,
  permission: Permission,
): Promise<void> {
  if (actor.kind === "system") return;
  const row = await tx.user.findUnique({ where: { id: actor.id, disabledAt: null }, select: { role: true } });
  requireCan(row && { ...actor, role: row.role }, permission);
}

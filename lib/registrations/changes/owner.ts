import type { PoolClient } from "pg";
import { type AuditDetails, recordAuditsSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { can, requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { MovingPerson } from "@/lib/registrations/changes/moves";

/** Someone a registration can be given to. */
export type Assignee = { id: string; name: string };

type Person = Assignee & { role: UserActor["role"] };

const ACTIVE = `select id, name, role from "user" where disabled_at is null`;
const MAX_PEOPLE = 1_000;

/** The people a registration can be given to: those who are active and may work on it. By name. */
export async function listAssignees(actor: UserActor): Promise<Assignee[]> {
  requireCan(actor, "registrations.write");
  const { rows } = await database().pool.query<Person>(
    `${ACTIVE} order by lower(name), id limit ${MAX_PEOPLE}`,
  );
  return rows.filter(mayOwn).map(({ id, name }) => ({ id, name }));
}

/** Throws AppError `not_possible_now` where the person is not one of `listAssignees` (any more). */
export async function requireAssignee(id: string | null): Promise<void> {
  const { rows } = await database().pool.query<Person>(`${ACTIVE} and id = $1`, [id]);
  if (!rows.some(mayOwn)) throw new AppError("not_possible_now");
}

function mayOwn({ role }: Pick<Person, "role">): boolean {
  return can({ kind: "user", role }, "registrations.write");
}

/** Whom a registration is to be given to; with `onlyFromId` only where it is still with that person. */
export type Assignment = { registrationId: string; ownerId: string; onlyFromId: string | null };

export type Assigned = {
  registrationId: string;
  outcome: "done" | "same_owner" | "changed_meanwhile" | "assignee_gone";
  ownerBeforeId: string;
};

// In the order of their ids, as every move locks them.
const LOCK_OWNERS = `
  select r.id, r.environment, r.owner_id as "ownerBeforeId", t.owner_id as "ownerId", t.only_from as "onlyFromId",
         u.role, u.disabled_at is null as "isActive"
    from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as t(id, owner_id, only_from) join registration r on r.id = t.id
    join "user" u on u.id = t.owner_id
   order by r.id for no key update of r`;

type OwnedRow = {
  id: string;
  environment: Environment;
  ownerBeforeId: string;
  ownerId: string;
  onlyFromId: string | null;
  /** Of the person it is to be given to. */
  role: UserActor["role"];
  isActive: boolean;
};

/**
 * Gives registrations to other people, each with its audit entry, in the caller's transaction. Possible in
 * every status: who looks after a registration changes nothing about it. Nobody gets one who may not work on it any more.
 * Throws AppError `not_allowed`.
 */
export async function assignOwners(
  tx: PoolClient,
  {
    actor,
    assignments,
    auditDetails,
  }: { actor: MovingPerson; assignments: readonly Assignment[]; auditDetails?: AuditDetails },
): Promise<Assigned[]> {
  requireCan(actor, "registrations.write");
  const { rows } = await tx.query<OwnedRow>(LOCK_OWNERS, [
    assignments.map(({ registrationId }) => registrationId),
    assignments.map(({ ownerId }) => ownerId),
    assignments.map(({ onlyFromId }) => onlyFromId),
  ]);
  const given = rows.filter((row) => outcomeOf(row) === "done");
  const [first] = given;
  if (first) {
    await tx.query(
      `update registration r set owner_id = t.owner_id, updated_at = clock_timestamp()
         from unnest($1::uuid[], $2::uuid[]) as t(id, owner_id) where r.id = t.id`,
      [given.map(({ id }) => id), given.map(({ ownerId }) => ownerId)],
    );
    await recordAuditsSql(
      tx,
      { actor, action: "registration.assigned", environment: first.environment },
      given.map((row) => ({
        registrationId: row.id,
        details: { from: row.ownerBeforeId, to: row.ownerId, ...auditDetails },
      })),
    );
  }
  return rows.map((row) => ({
    registrationId: row.id,
    outcome: outcomeOf(row),
    ownerBeforeId: row.ownerBeforeId,
  }));
}

function outcomeOf({
  ownerBeforeId,
  ownerId,
  onlyFromId,
  isActive,
  ...person
}: OwnedRow): Assigned["outcome"] {
  if (onlyFromId !== null && ownerBeforeId !== onlyFromId) return "changed_meanwhile";
  if (ownerBeforeId === ownerId) return "same_owner";
  return isActive && mayOwn(person) ? "done" : "assignee_gone";
}

/** Gives one registration to another person. Throws AppError `not_found`, or `not_possible_now` for a person it cannot be given to. */
export async function assignRegistration(
  actor: UserActor,
  registrationId: string,
  { ownerId }: { ownerId: string },
): Promise<void> {
  requireCan(actor, "registrations.write");
  await requireAssignee(ownerId);
  await inTransaction(database().pool, async (tx) => {
    const assignments = [{ registrationId, ownerId, onlyFromId: null }];
    const [assigned] = await assignOwners(tx, { actor, assignments });
    if (!assigned) throw new AppError("not_found");
    if (assigned.outcome === "assignee_gone") throw new AppError("not_possible_now");
  });
}

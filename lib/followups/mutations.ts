import type { PoolClient } from "pg";
import { type AuditDetails, recordAuditSql, recordAuditsSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { canFollowUp } from "@/lib/followups/follow-up-view";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { MovingPerson } from "@/lib/registrations/changes/moves";
import type { RegistrationStatus } from "@/lib/registrations/status";

type Locked = {
  id: string;
  environment: Environment;
  status: RegistrationStatus;
  archived: boolean;
  followUpAt: Date | null;
  followUpNote: string | null;
};

/** The day, and why; a note of `undefined` stays as it is, which is snoozing. */
export type FollowUpChange = { at: Date; note?: string | undefined };

/** What somebody saw before they changed it: the day, null for none, and the note where they change that too. */
export type SeenFollowUp = { at: Date | null; note?: string | undefined };

/**
 * Sets the one next date of a registration, or another one in its place: from then on it is due. Pressing twice writes
 * once. Throws AppError `not_found`, `not_possible_now` for a draft and for what was put away, or `changed_meanwhile`
 * where somebody else has set another day or written another note than the person saw.
 */
export async function setFollowUp(
  actor: UserActor,
  registrationId: string,
  { seen, ...change }: FollowUpChange & { seen?: SeenFollowUp | undefined },
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const [before] = await lockRows(tx, [registrationId]);
    if (before && seen && isTheirs(before, seen, change)) throw new AppError("changed_meanwhile");
    const [row] = await setFollowUps(tx, { actor, registrationIds: [registrationId], ...change });
    if (!row) throw new AppError("not_found");
    if (!canFollowUp(row)) throw new AppError("not_possible_now");
  });
}

/** Whether it is somebody else's by now: not as it was seen, and not as it is to become. */
function isTheirs({ followUpAt, followUpNote }: Locked, seen: SeenFollowUp, { at, note }: FollowUpChange) {
  const time = followUpAt?.getTime() ?? null;
  const isTheirDay = time !== (seen.at?.getTime() ?? null) && time !== at.getTime();
  const isTheirNote =
    note !== undefined && followUpNote !== (seen.note || null) && followUpNote !== (note || null);
  return isTheirDay || isTheirNote;
}

/**
 * Sets one day for many registrations, each with its audit entry, in the caller's transaction. Answers those that there
 * are; drafts and what was put away are left as they are. Throws AppError `not_allowed`.
 */
export async function setFollowUps(
  tx: PoolClient,
  {
    actor,
    registrationIds,
    at,
    note,
    auditDetails,
  }: FollowUpChange & {
    actor: MovingPerson;
    registrationIds: readonly string[];
    auditDetails?: AuditDetails;
  },
): Promise<Pick<Locked, "id" | "status" | "archived">[]> {
  requireCan(actor, "registrations.write");
  const rows = await lockRows(tx, registrationIds);
  const kept = (row: Locked) => (note === undefined ? row.followUpNote : note || null);
  const isSo = (row: Locked) => row.followUpAt?.getTime() === at.getTime() && row.followUpNote === kept(row);
  const changed = rows.filter((row) => canFollowUp(row) && !isSo(row));
  const [first] = changed;
  if (first) {
    await tx.query(
      `update registration r set follow_up_at = $3, follow_up_note = t.note
         from unnest($1::uuid[], $2::text[]) as t(id, note) where r.id = t.id`,
      [changed.map(({ id }) => id), changed.map(kept), at],
    );
    await recordAuditsSql(
      tx,
      { actor, action: "registration.follow_up_set", environment: first.environment },
      changed.map(({ id }) => ({ registrationId: id, details: { at: at.toISOString(), ...auditDetails } })),
    );
  }
  return rows.map(({ id, status, archived }) => ({ id, status, archived }));
}

/**
 * What was to be done is done: the registration has no next date any more. Pressing twice is done once. Throws AppError
 * `not_found`, or `changed_meanwhile` where it has another day than the one (`at`) that the person sees.
 */
export async function endFollowUp(
  actor: UserActor,
  registrationId: string,
  { at }: Pick<FollowUpChange, "at">,
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const [row] = await lockRows(tx, [registrationId]);
    if (!row) throw new AppError("not_found");
    if (row.followUpAt === null) return;
    if (row.followUpAt.getTime() !== at.getTime()) throw new AppError("changed_meanwhile");
    await tx.query("update registration set follow_up_at = null, follow_up_note = null where id = $1", [
      registrationId,
    ]);
    await recordAuditSql(tx, {
      actor,
      action: "registration.follow_up_done",
      environment: row.environment,
      registrationId,
    });
  });
}

/** In the order of their ids, as every move locks them. */
async function lockRows(tx: PoolClient, ids: readonly string[]): Promise<Locked[]> {
  const { rows } = await tx.query<Locked>(
    `select id, environment, status, archived_at is not null as archived, follow_up_at as "followUpAt", follow_up_note as "followUpNote"
       from registration where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  return rows;
}

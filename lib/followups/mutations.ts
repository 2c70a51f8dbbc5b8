import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";

type Locked = {
  environment: Environment;
  archived: boolean;
  followUpAt: Date | null;
  followUpNote: string | null;
};

/**
 * Sets the one next date of a registration, or another one in its place: from then on it is due. A note of `undefined`
 * stays as it is, which is snoozing. Pressing twice writes once. Throws AppError `not_found`, or `not_possible_now` for
 * what was put away.
 */
export function setFollowUp(
  actor: UserActor,
  registrationId: string,
  { at, note }: { at: Date; note?: string | undefined },
): Promise<void> {
  return changeFollowUp(actor, registrationId, async (tx, row) => {
    if (row.archived) throw new AppError("not_possible_now");
    const kept = note === undefined ? row.followUpNote : note || null;
    if (row.followUpAt?.getTime() === at.getTime() && row.followUpNote === kept) return;
    await writeFollowUp(tx, registrationId, { at, note: kept });
    await recordAuditSql(tx, {
      actor,
      action: "registration.follow_up_set",
      environment: row.environment,
      registrationId,
      details: { at: at.toISOString() },
    });
  });
}

/** What was to be done is done: the registration has no next date any more. Pressing twice is done once. */
export function endFollowUp(actor: UserActor, registrationId: string): Promise<void> {
  return changeFollowUp(actor, registrationId, async (tx, { environment, followUpAt }) => {
    if (followUpAt === null) return;
    await writeFollowUp(tx, registrationId, { at: null, note: null });
    await recordAuditSql(tx, { actor, action: "registration.follow_up_done", environment, registrationId });
  });
}

async function changeFollowUp(
  actor: UserActor,
  registrationId: string,
  change: (tx: PoolClient, row: Locked) => Promise<void>,
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<Locked>(
      `select environment, archived_at is not null as archived, follow_up_at as "followUpAt", follow_up_note as "followUpNote"
         from registration where id = $1 for no key update`,
      [registrationId],
    );
    const [row] = rows;
    if (!row) throw new AppError("not_found");
    await change(tx, row);
  });
}

async function writeFollowUp(
  tx: PoolClient,
  registrationId: string,
  { at, note }: { at: Date | null; note: string | null },
): Promise<void> {
  await tx.query("update registration set follow_up_at = $2, follow_up_note = $3 where id = $1", [
    registrationId,
    at,
    note,
  ]);
}

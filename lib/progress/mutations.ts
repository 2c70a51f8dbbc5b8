import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Environment, Progress } from "@/lib/generated/prisma/enums";
import type { Meaning, PlacedValue } from "@/lib/progress/meaning";
import type { ProgressCode } from "@/lib/progress/progress";
import { FOLLOW_MEANING } from "@/lib/progress/queue";
import type { SetProgress } from "@/lib/progress/set-input";
import { writeProgress } from "@/lib/progress/write";

type Locked = { environment: Environment; isInvited: boolean; progress: Progress | null; now: Date };

const SAID_BEFORE = `
  select from (
    select source::text, progress, note, actor_id from progress_report
     where registration_id = $1 order by at desc, id desc limit 1) last
   where (last.source, last.progress, coalesce(last.note, ''), last.actor_id) = ($2, $3::progress, $4, $5::uuid)`;

/**
 * A person says how DOKU's review stands. It stays until DOKU's own word changes. Pressing twice says it once. Throws
 * AppError `not_found`, or `changed_meanwhile` where it is not invited (any more), was put away, or stands otherwise than
 * the person saw (`seen`): what they say would hide what they did not know.
 */
export async function setProgress(
  actor: UserActor,
  registrationId: string,
  { progress, source, note, seen }: SetProgress & { seen?: ProgressCode | undefined },
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<Locked>(
      `select environment, status = 'INVITED' and archived_at is null as "isInvited", progress, clock_timestamp() as now
         from registration where id = $1 for no key update`,
      [registrationId],
    );
    const row = rows[0];
    if (!row) throw new AppError("not_found");
    const isOther = seen !== undefined && ![seen, progress].includes(row.progress ?? "NOT_CHECKED");
    if (!row.isInvited || isOther) throw new AppError("changed_meanwhile");
    // Who saw it so already says that it is so still.
    if (row.progress === progress && seen !== undefined && seen !== progress) {
      const said = await tx.query(SAID_BEFORE, [registrationId, source, progress, note, actor.id]);
      if (said.rowCount === 1) return;
    }
    await writeProgress(tx, {
      ...{ registrationId, environment: row.environment, from: row.progress, to: progress, raw: null },
      ...{ source, actor, note, isStir: row.progress !== progress, now: row.now },
    });
  });
}

/**
 * Says what a value of DOKU's means; a job has the registrations follow. The same again changes nothing. Throws AppError
 * `not_found`, or `changed_meanwhile` where it has come to mean another thing than the person saw (`seen`).
 */
export async function decideMeaning(
  actor: UserActor,
  { place, raw, meaning, seen }: PlacedValue & { meaning: Meaning; seen?: Meaning | null | undefined },
): Promise<void> {
  requireCan(actor, "progress.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ meaning: Progress | null; saysNothing: boolean }>(
      `select meaning, says_nothing as "saysNothing" from progress_meaning where place = $1 and raw = $2 for update`,
      [place, raw],
    );
    const before = rows[0];
    if (!before) throw new AppError("not_found");
    const was = before.saysNothing ? "says_nothing" : before.meaning;
    if (was === meaning) return;
    if (seen !== undefined && was !== seen) throw new AppError("changed_meanwhile");
    await tx.query(DECIDE, [place, raw, meaning === "says_nothing" ? null : meaning, actor.id]);
    await FOLLOW_MEANING.enqueue(tx, { place, raw });
    await recordAuditSql(tx, {
      actor,
      action: "progress.meaning_decided",
      details: { place, value: raw, from: was, to: meaning },
    });
  });
}

const DECIDE = `
  update progress_meaning
     set meaning = $3, says_nothing = $3::progress is null, decided_at = clock_timestamp(), decided_by_id = $4
   where place = $1 and raw = $2`;

/**
 * Sets after how many days a merchant is quiet. The figure must be one that `quietDaysSchema` made. Throws AppError
 * `changed_meanwhile` where it is another one by now than the person saw (`seen`).
 */
export async function changeQuietDays(actor: UserActor, days: number, seen?: number): Promise<void> {
  requireCan(actor, "progress.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ days: number }>(
      "select quiet_days as days from house_setting where id = 1 for update",
    );
    const from = rows[0]?.days;
    if (from === undefined || from === days) return;
    if (seen !== undefined && from !== seen) throw new AppError("changed_meanwhile");
    await tx.query("update house_setting set quiet_days = $1 where id = 1", [days]);
    await recordAuditSql(tx, { actor, action: "progress.quiet_days_changed", details: { from, to: days } });
  });
}

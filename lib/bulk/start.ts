import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import {
  type BulkKind,
  type BulkStatus,
  canStop,
  canUndo,
  LEFT_UNDONE_SQL,
  MAX_ITEMS,
} from "@/lib/bulk/kinds";
import { RUN_BULK_JOB } from "@/lib/bulk/queue";
import type { BulkStart } from "@/lib/bulk/request";
import { requireFilter, selectRows } from "@/lib/bulk/selection";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locale";
import { mailFrom } from "@/lib/mail/mailer";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";
import { requireAssignee } from "@/lib/registrations/changes/owner";
import { fixFilter } from "@/lib/registrations/list/counts";
import { keptQuery } from "@/lib/registrations/list/filter";
import type { Statement } from "@/lib/registrations/list/timed-read";

/** What a job is started with: the day of follow-ups as it was understood. */
export type StartOfBulk = BulkStart & { followUp?: { at: Date; note: string } | undefined };

export type StartResult =
  | { kind: "started"; id: string }
  /** Nothing of the selection is there any more. */
  | { kind: "nothing" }
  | { kind: "too_many"; limit: number };

/** Undoes the transaction of a job that is not to be. */
class NotStarted extends Error {
  constructor(readonly result: StartResult) {
    super(result.kind);
  }
}

/**
 * Writes down the job, its rows, the audit entry and the queue's job in one transaction; a worker does the
 * rest. `id` comes from the browser: the same one again is the same job. Throws AppError `not_allowed`,
 * `not_possible_now` for a person nothing can be given to, `bad_input` for a filter that is not understood.
 * A follow-up without a note leaves theirs as they are. Rows that were changed after `unchangedSince` are left out.
 */
export async function startBulk(
  actor: UserActor,
  { id, kind, selection, assigneeId, locale, followUp, unchangedSince }: StartOfBulk,
): Promise<StartResult> {
  requireCan(actor, "registrations.write");
  if (kind === "assign") await requireAssignee(assigneeId);
  if (kind === "nudge" && mailFrom() === null) throw new AppError("not_possible_now");
  if (kind === "follow_up" && !followUp) throw new AppError("bad_input");
  return writeJob(actor, {
    id,
    kind,
    locale: kind === "nudge" ? (locale ?? NUDGE_LOCALES[0]) : null,
    followUp: (kind === "follow_up" && followUp) || null,
    query: selection.kind === "filter" ? keptQuery(fixFilter(actor, requireFilter(selection.query))) : null,
    assigneeId: kind === "assign" ? assigneeId : null,
    undoOfId: null,
    rows: numbered(selectRows(actor, selection)),
    unchangedSince,
  });
}

/**
 * Starts the job that takes another one back: what was archived is restored, what was assigned goes to whom it
 * was with before. Only rows that are still as the job left them are touched. Pressed twice, it is one job; one that was
 * stopped, or whose starter lost the right, goes on with what it has left.
 * Throws AppError `not_found`, `removed` where its items are kept no longer, or `not_possible_now` while it runs and for
 * kinds that cannot be taken back.
 */
export async function undoBulk(
  actor: UserActor,
  { id, jobId }: { id: string; jobId: string },
): Promise<StartResult> {
  requireCan(actor, "registrations.write");
  const { rows } = await database().pool.query<{
    kind: BulkKind;
    status: BulkStatus;
    isUndo: boolean;
    undoneById: string | null;
  }>(
    `select j.kind, j.status, j.undo_of_id is not null as "isUndo", u.id as "undoneById"
       from bulk_job j left join bulk_job u on u.undo_of_id = j.id where j.id = $1 and j.environment = $2`,
    [jobId, env().doku.environment],
  );
  const [job] = rows;
  if (!job) throw new AppError("not_found");
  if (job.undoneById) return goOnUndoing(actor, { jobId, undoId: job.undoneById });
  if (!canUndo(job.kind) || job.isUndo || canStop(job.status)) throw new AppError("not_possible_now");
  return writeJob(actor, {
    id,
    kind: job.kind === "archive" ? "restore" : "assign",
    locale: null,
    followUp: null,
    query: null,
    assigneeId: null,
    undoOfId: jobId,
    // At the place that the row has in the job that is taken back, which is how the two are laid side by side.
    rows: {
      text: `select position as place, registration_id as id from bulk_item where job_id = $1 and outcome = 'done'`,
      values: [jobId],
    },
  });
}

/** Does what is left of a job that takes another one back, in the name of whoever asks for it now. */
function goOnUndoing(
  actor: UserActor,
  { jobId, undoId }: { jobId: string; undoId: string },
): Promise<StartResult> {
  return inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ status: BulkStatus }>(
      "select status from bulk_job where id = $1 for no key update",
      [undoId],
    );
    const isLeft = await tx.query(
      `select 1 from bulk_item where job_id = $1 and ${LEFT_UNDONE_SQL} limit 1`,
      [undoId],
    );
    const isOver = rows[0] !== undefined && !canStop(rows[0].status);
    if (!isOver || isLeft.rowCount === 0) return { kind: "started", id: undoId };
    for (const each of [jobId, undoId]) await holdItems(tx, each);
    await tx.query(GO_ON, [undoId, actor.id]);
    await recordAuditSql(tx, {
      actor,
      action: "bulk.resumed",
      environment: env().doku.environment,
      subjectId: undoId,
    });
    await RUN_BULK_JOB.enqueue(tx, { jobId: undoId });
    return { kind: "started", id: undoId };
  });
}

const GO_ON = `
  with again as (
    update bulk_item set outcome = null, ended_at = null where job_id = $1 and outcome = 'not_allowed' returning 1)
  update bulk_job
     set status = 'running', finished_at = null, created_by_id = $2, skipped = skipped - (select count(*) from again)
   where id = $1`;

type NewJob = {
  id: string;
  kind: BulkKind;
  locale: Locale | null;
  followUp: StartOfBulk["followUp"] | null;
  query: string | null;
  assigneeId: string | null;
  undoOfId: string | null;
  /** Yields `place` and `id`. */
  rows: Statement;
  /** What was changed later is left as it is: it is not what somebody was shown. */
  unchangedSince?: string | undefined;
};

async function writeJob(actor: UserActor, job: NewJob): Promise<StartResult> {
  try {
    return await inTransaction(database().pool, async (tx) => {
      const existing = await insertJob(tx, actor, job);
      if (existing) return { kind: "started", id: existing };
      if (job.undoOfId) await holdItems(tx, job.undoOfId);
      const total = await insertItems(tx, job);
      if (total === 0) throw new NotStarted({ kind: "nothing" });
      if (total > MAX_ITEMS) throw new NotStarted({ kind: "too_many", limit: MAX_ITEMS });
      await tx.query("update bulk_job set total = $2 where id = $1", [job.id, total]);
      if (job.unchangedSince) await tx.query(LEAVE_CHANGED, [job.id, job.unchangedSince]);
      await recordAuditSql(tx, {
        actor,
        action: job.undoOfId ? "bulk.undo_started" : "bulk.started",
        environment: env().doku.environment,
        subjectId: job.id,
        details: { kind: job.kind, total, ...(job.undoOfId && { undoOf: job.undoOfId }) },
      });
      await RUN_BULK_JOB.enqueue(tx, { jobId: job.id });
      return { kind: "started", id: job.id };
    });
  } catch (error) {
    if (error instanceof NotStarted) return error.result;
    throw error;
  }
}

// Under its id only what asks for the same is the same press.
const SAME_JOB = `
  select id from bulk_job
   where (id = $1 and created_by_id = $6 and kind = $3 and query is not distinct from $4
          and assignee_id is not distinct from $5 and locale is not distinct from $8
          and follow_up_at is not distinct from $9 and follow_up_note is not distinct from $10 and environment = $2)
      or undo_of_id = $7`;

/** Null where the job is new, else the id of the one that is there already. */
async function insertJob(tx: PoolClient, actor: UserActor, job: NewJob): Promise<string | null> {
  const values = [
    ...[job.id, env().doku.environment, job.kind, job.query, job.assigneeId, actor.id, job.undoOfId],
    ...[job.locale, job.followUp?.at ?? null, job.followUp?.note || null],
  ];
  const inserted = await tx.query(
    `insert into bulk_job (id, environment, kind, query, assignee_id, created_by_id, undo_of_id, locale, follow_up_at,
                           follow_up_note, total)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) on conflict do nothing`,
    values,
  );
  if (inserted.rowCount === 1) return null;
  const { rows } = await tx.query<{ id: string }>(SAME_JOB, values);
  const [existing] = rows;
  if (!existing) throw new AppError("changed_meanwhile");
  return existing.id;
}

/** Has a job keep its items until the one that takes it back is there; from then on they are kept for that one. */
async function holdItems(tx: PoolClient, jobId: string): Promise<void> {
  const { rowCount } = await tx.query(
    "select 1 from bulk_job where id = $1 and items_removed_at is null for share",
    [jobId],
  );
  if (rowCount === 0) throw new AppError("removed");
}

async function insertItems(tx: PoolClient, { id, rows: { text, values } }: NewJob): Promise<number> {
  const inserted = await tx.query(
    `insert into bulk_item (job_id, position, registration_id)
     select $${values.length + 1}::uuid, place, id from (${text}) numbered limit ${MAX_ITEMS + 1}`,
    [...values, id],
  );
  return inserted.rowCount ?? 0;
}

const LEAVE_CHANGED = `
  with ended as (
    update bulk_item i set outcome = 'changed_meanwhile', ended_at = clock_timestamp() from registration r
     where i.job_id = $1 and r.id = i.registration_id and r.updated_at > $2::timestamptz returning i.position)
  update bulk_job set skipped = (select count(*) from ended) where id = $1`;

function numbered({ text, values }: Statement): Statement {
  return { text: `select row_number() over () as place, id from (${text}) matching`, values };
}

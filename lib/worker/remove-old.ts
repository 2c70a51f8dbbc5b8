import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { IS_SENDING_SQL } from "@/lib/bulk/kinds";
import { inTransaction } from "@/lib/db";
import { LEFT_OUT_CODES } from "@/lib/imports/import-view";
import { logger } from "@/lib/logger";

/** Rows that go in one transaction: nobody waits long for any of them. */
const BATCH = 500;
const DAY_MS = 86_400_000;

/** How much was removed: answers of attempts, rows of so many spreadsheets, items of so many bulk jobs. */
export type RemovedOld = {
  answers: number;
  spreadsheets: number;
  rows: number;
  bulkJobs: number;
  items: number;
};

/**
 * Removes what ended more than `keepDays` before `now` and is only kept to be looked at: answers, what the rows of
 * spreadsheets say, and items of bulk jobs. Registrations, ids, attempts and the audit log stay. `keepDays` null removes
 * nothing.
 *
 * That something is removed is written down with the first of it, so that no page shows half of it as the whole. Several
 * may do it at once, and any of them may die at any moment: another one goes on. How much it was is told in one audit
 * entry at the end, by whoever comes there first.
 */
export async function removeOld(
  pool: Pool,
  { keepDays, now }: { keepDays: number | null; now: Date },
): Promise<RemovedOld | null> {
  if (keepDays !== null) {
    const before = new Date(now.getTime() - keepDays * DAY_MS);
    await clearAnswers(pool, before);
    await untilNothingIsLeft(pool, (tx) => emptySpreadsheet(tx, before));
    await untilNothingIsLeft(pool, (tx) => removeItems(tx, before));
  }
  return tellRemoved(pool, keepDays);
}

async function untilNothingIsLeft(pool: Pool, remove: (tx: PoolClient) => Promise<boolean>): Promise<void> {
  while (await inTransaction(pool, remove));
}

// What is not sure yet, or still goes on, keeps its answers: they are the evidence. A row that leaves its status in this
// moment begins a new attempt, whose answer is not old. Attempts without an answer are gone over too, and not met again.
const CLEAR_ANSWERS = `
  with old as (
    select a.id, a.started_at from attempt a join registration r on r.id = a.registration_id
     where a.cleared_at is null and a.started_at >= $2::timestamptz and a.started_at < $1 and a.ended_at < $1
       and r.status not in ('QUEUED', 'UNCONFIRMED')
     order by a.started_at limit ${BATCH} for update of a skip locked
  ), cleared as (
    update attempt a set cleared_at = clock_timestamp(), masked_answer = case when a.masked_answer is not null then '' end
      from old where a.id = old.id returning old.started_at, a.masked_answer
  )
  select count(masked_answer)::int as answers, max(started_at) as "last" from cleared`;

/** Each batch begins where the one before ended, so that those which keep their answers are passed once. */
async function clearAnswers(pool: Pool, before: Date): Promise<void> {
  let after: Date | "-infinity" | null = "-infinity";
  while (after !== null) after = await clearAnswersAfter(pool, before, after);
}

/** Answers when the last of them began; null where none is left. */
function clearAnswersAfter(pool: Pool, before: Date, after: Date | "-infinity"): Promise<Date | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ answers: number; last: Date | null }>(CLEAR_ANSWERS, [before, after]);
    const { answers, last } = rows[0] ?? { answers: 0, last: null };
    await count(tx, { answers });
    return last;
  });
}

const NEXT_SPREADSHEET = `
  select id, emptied_rows as "from" from import
   where status in ('finished', 'stopped') and finished_at < $1 and emptied_rows < row_count
   order by finished_at limit 1 for no key update skip locked`;

// Whose row it is and what came of it stay: the same row of another file is known by its key; so does that it says
// nothing, by which it is not counted. By their order, since the numbers of rows may have gaps.
const EMPTY_ROWS = `
  update import_row
     set cells = '{}', kinds = null, problems = '[]', accepted_reason = null,
         warnings = (select coalesce(jsonb_agg(w), '[]') from jsonb_array_elements(warnings) w
                      where w ->> 'code' in (${LEFT_OUT_CODES.map((code) => `'${code}'`).join(", ")})), reference_key = '', name_key = '',
         representative_email_key = '', invited_user_email_key = '', phone_e164 = ''
   where import_id = $1 and position in (
           select position from import_row where import_id = $1 order by position offset $2 limit ${BATCH})`;

async function emptySpreadsheet(tx: PoolClient, before: Date): Promise<boolean> {
  const found = await tx.query<{ id: string; from: number }>(NEXT_SPREADSHEET, [before]);
  const [batch] = found.rows;
  if (!batch) return false;
  const rows = (await tx.query(EMPTY_ROWS, [batch.id, batch.from])).rowCount ?? 0;
  await tx.query("delete from import_part where import_id = $1", [batch.id]);
  await tx.query(
    `update import set rows_removed_at = coalesce(rows_removed_at, clock_timestamp()),
            emptied_rows = case when $2 < ${BATCH} then row_count else emptied_rows + $2 end where id = $1`,
    [batch.id, rows],
  );
  await count(tx, { spreadsheets: batch.from === 0 ? 1 : 0, rows });
  return true;
}

// A job that is being taken back is read by the one that does it; one whose rows wait to be sent says how many.
const IS_DONE_WITH = `
  (j.removed_items > 0
   or not exists (select from bulk_job u where u.undo_of_id = j.id and u.finished_at is null)
      and not exists (select from bulk_item i join registration r on r.id = i.registration_id
                       where i.job_id = j.id and ${IS_SENDING_SQL} and i.outcome = 'done'
                         and (r.status = 'QUEUED' or (r.status = 'UNCONFIRMED' and r.next_run_at is not null))))`;

const NEXT_JOB = `
  select j.id, j.removed_items = 0 as "isFirst" from bulk_job j
   where j.finished_at < $1 and j.removed_items < j.total and ${IS_DONE_WITH}
   order by j.finished_at limit 1 for no key update of j skip locked`;

const REMOVE_ITEMS = `
  with gone as (
    delete from bulk_item where job_id = $1 and position in (
      select position from bulk_item where job_id = $1 order by position limit ${BATCH})
    returning 1
  ), counted as (select count(*)::int as items from gone)
  update bulk_job j
     set items_removed_at = coalesce(j.items_removed_at, clock_timestamp()),
         removed_items = case when items < ${BATCH} then j.total else j.removed_items + items end
    from counted where j.id = $1 returning items`;

async function removeItems(tx: PoolClient, before: Date): Promise<boolean> {
  const [job] = (await tx.query<{ id: string; isFirst: boolean }>(NEXT_JOB, [before])).rows;
  if (!job) return false;
  // Who takes it back holds its row meanwhile: only now it is certain that nobody does.
  const isLeft = await tx.query(`select 1 from bulk_job j where j.id = $1 and ${IS_DONE_WITH}`, [job.id]);
  if (isLeft.rowCount === 0) return true;
  const removed = await tx.query<{ items: number }>(REMOVE_ITEMS, [job.id]);
  await count(tx, { bulkJobs: job.isFirst ? 1 : 0, items: removed.rows[0]?.items ?? 0 });
  return true;
}

const COUNT = `
  insert into removal_tally as t (answers, spreadsheets, rows, bulk_jobs, items) values ($1, $2, $3, $4, $5)
  on conflict (id) do update
     set answers = t.answers + excluded.answers, spreadsheets = t.spreadsheets + excluded.spreadsheets,
         rows = t.rows + excluded.rows, bulk_jobs = t.bulk_jobs + excluded.bulk_jobs, items = t.items + excluded.items`;

/** Counts what the transaction removes, so that nothing is gone untold whoever dies meanwhile. */
async function count(tx: PoolClient, removed: Partial<RemovedOld>): Promise<void> {
  const { answers = 0, spreadsheets = 0, rows = 0, bulkJobs = 0, items = 0 } = removed;
  if (answers + spreadsheets + rows + bulkJobs + items === 0) return;
  await tx.query(COUNT, [answers, spreadsheets, rows, bulkJobs, items]);
}

/** Writes down what was removed since it was last told, by this pass or by one that died; null where nothing was. */
async function tellRemoved(pool: Pool, keepDays: number | null): Promise<RemovedOld | null> {
  const removed = await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<RemovedOld>(
      `delete from removal_tally returning answers, spreadsheets, rows, bulk_jobs as "bulkJobs", items`,
    );
    const [told = null] = rows;
    if (told)
      await recordAuditSql(tx, {
        actor: SYSTEM_ACTOR,
        action: "retention.old_removed",
        details: { ...told, keepDays },
      });
    return told;
  });
  if (removed) logger.info({ ...removed, keepDays }, "removed what is older than it is kept");
  return removed;
}

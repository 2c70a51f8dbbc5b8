import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import type { BulkItemRow, BulkJobRow, BulkJobView, ListedBulkJob, OutcomeKey } from "@/lib/bulk/job-view";
import { IS_SENDING_SQL, isSending, LEFT_UNDONE_SQL } from "@/lib/bulk/kinds";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isLocale } from "@/lib/i18n/locale";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";
import { showQuery } from "@/lib/registrations/list/filter";
import { showLabel, showNote } from "@/lib/registrations/sight";

const PAGE_SIZE = 50;
const RUNNING_SHOWN = 3;
const ID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// Only what sends leaves something waiting, and for days only where its credential is paused.
const WAITING = `
  case when ${IS_SENDING_SQL} and j.items_removed_at is null
            and (j.created_at > clock_timestamp() - interval '7 days' or exists (select from credential where paused_at is not null))
       then (select count(*)::int from bulk_item i join registration r on r.id = i.registration_id
              where i.job_id = j.id and i.outcome = 'done'
                and (r.status = 'QUEUED' or (r.status = 'UNCONFIRMED' and r.next_run_at is not null)))
       else 0 end`;

const JOB_COLUMNS = `
  j.id, j.kind, j.status, j.undo_of_id is not null as "isUndo", j.total, j.done, j.skipped as "left",
  ${WAITING} as waiting, u.name as "createdByName", j.created_at as "createdAt", j.finished_at as "finishedAt",
  j.items_removed_at as "itemsRemovedAt"`;
const JOBS = `from bulk_job j join "user" u on u.id = j.created_by_id`;

type Dated<T> = Omit<T, "createdAt" | "finishedAt" | "itemsRemovedAt"> & {
  createdAt: Date;
  finishedAt: Date | null;
  itemsRemovedAt: Date | null;
};

/** A place in the list of jobs as it stands in an address: an id. Anything else means the newest page. */
export function parseJobCursor(text: unknown): string | null {
  return typeof text === "string" && ID_FORM.test(text) ? text : null;
}

/** Jobs of everybody, newest first; `older` is the cursor of the next page. */
export async function listBulkJobs(
  actor: UserActor,
  before: string | null,
): Promise<{ jobs: ListedBulkJob[]; older: string | null }> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<Dated<BulkJobRow>>(
    `select ${JOB_COLUMNS} ${JOBS}
      where j.environment = $1
        and ($2::uuid is null or (j.created_at, j.id) < (select created_at, id from bulk_job where id = $2))
      order by j.created_at desc, j.id desc limit ${PAGE_SIZE + 1}`,
    [env().doku.environment, before],
  );
  const shown = rows.slice(0, PAGE_SIZE).map(toRow);
  const standing = await readStanding(shown);
  const jobs = shown.map((job) => ({ ...job, standing: standing.get(job.id) ?? [] }));
  return { jobs, older: rows.length > PAGE_SIZE ? (jobs.at(-1)?.id ?? null) : null };
}

/** Jobs whose registrations are looked up for a page of the list, and how many those may be together. */
const STANDING_JOBS = 20;
const STANDING_ITEMS = 20_000;

async function readStanding(jobs: readonly BulkJobRow[]): Promise<Map<string, ListedBulkJob["standing"]>> {
  let items = 0;
  const ids = jobs
    .filter(({ kind, itemsRemovedAt }) => isSending(kind) && itemsRemovedAt === null)
    .slice(0, STANDING_JOBS)
    .filter(({ total }) => {
      items += total;
      return items <= STANDING_ITEMS;
    })
    .map(({ id }) => id);
  const found = new Map<string, ListedBulkJob["standing"]>();
  if (ids.length === 0) return found;
  const { rows } = await database().pool.query<{ id: string } & ListedBulkJob["standing"][number]>(
    `select i.job_id as id, r.status, count(*)::int as count
       from bulk_item i join registration r on r.id = i.registration_id
      where i.job_id = any($1) and i.outcome = 'done' group by 1, 2 order by 3 desc`,
    [ids],
  );
  for (const { id, ...counted } of rows) found.set(id, [...(found.get(id) ?? []), counted]);
  return found;
}

/** The person's own jobs that are under way, newest first. */
export async function listRunningJobs(actor: UserActor): Promise<BulkJobRow[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<Dated<BulkJobRow>>(
    `select ${JOB_COLUMNS} ${JOBS}
      where j.environment = $1 and j.created_by_id = $2 and j.status = 'running'
        and j.created_at > clock_timestamp() - interval '30 days'
      order by j.created_at desc limit ${RUNNING_SHOWN}`,
    [env().doku.environment, actor.id],
  );
  return rows.map(toRow);
}

/** One job with its figures. Throws AppError `not_found`. */
export async function getBulkJob(actor: UserActor, id: string): Promise<BulkJobView> {
  requireCan(actor, "registrations.read");
  if (!ID_FORM.test(id)) throw new AppError("not_found");
  const { pool } = database();
  type Facts = Pick<BulkJobView, "query" | "assigneeName" | "undoOfId" | "undoneById" | "isHalfUndone"> & {
    locale: string | null;
    followUpAt: Date | null;
    followUpNote: string | null;
  };
  const { rows } = await pool.query<Dated<BulkJobRow> & Facts>(
    `select ${JOB_COLUMNS}, j.query, a.name as "assigneeName", j.undo_of_id as "undoOfId", undone.id as "undoneById", j.locale,
            undone.finished_at is not null and exists (
              select from bulk_item where job_id = undone.id and ${LEFT_UNDONE_SQL}) as "isHalfUndone",
            j.follow_up_at as "followUpAt", j.follow_up_note as "followUpNote"
       ${JOBS} left join "user" a on a.id = j.assignee_id left join bulk_job undone on undone.undo_of_id = j.id
      where j.id = $1 and j.environment = $2`,
    [id, env().doku.environment],
  );
  const [job] = rows;
  if (!job) throw new AppError("not_found");
  const [outcomes, standing] = await Promise.all([
    pool.query<BulkJobView["outcomes"][number]>(
      `select outcome, count from (
         select coalesce(outcome, 'pending') as outcome, count(*)::int as count from bulk_item where job_id = $1 group by 1
       ) counted order by outcome = 'done' desc, outcome = 'pending' desc, count desc, outcome`,
      [id],
    ),
    pool.query<BulkJobView["standing"][number]>(
      `select r.status, count(*)::int as count from bulk_item i join registration r on r.id = i.registration_id
        where i.job_id = $1 and i.outcome = 'done' group by 1 order by 2 desc`,
      [id],
    ),
  ]);
  const { assigneeName, undoOfId, undoneById, isHalfUndone, followUpAt, followUpNote } = job;
  return {
    ...toRow(job),
    ...{ assigneeName, undoOfId, undoneById, isHalfUndone },
    ...{ outcomes: outcomes.rows, standing: standing.rows },
    query: job.query === null ? null : showQuery(actor, job.query),
    // Those from before it could be chosen are in Indonesian.
    locale: job.kind !== "nudge" ? null : isLocale(job.locale) ? job.locale : NUDGE_LOCALES[0],
    followUp: followUpAt && { at: followUpAt.toISOString(), note: showNote(actor, followUpNote) },
  };
}

/** The rows of a job in the order they were chosen, fifty a page: those with an outcome, or all. `after` is a position. */
export async function listBulkItems(
  actor: UserActor,
  { jobId, outcome, after }: { jobId: string; outcome: OutcomeKey | null; after: number },
): Promise<{ items: BulkItemRow[]; next: number | null }> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<
    Omit<BulkItemRow, "endedAt" | "businessName"> & { businessName: string; endedAt: Date | null }
  >(
    `select i.position, i.registration_id as "registrationId", r.business_name as "businessName",
            r.partner_ref_id as "partnerReference", r.status, r.archived_at is not null as "isArchived",
            coalesce(r.claim_until > clock_timestamp(), false) as "isSending", i.outcome,
            i.ended_at as "endedAt"
       from bulk_item i join registration r on r.id = i.registration_id
      where i.job_id = $1 and i.position > $2 and ($3::text is null or coalesce(i.outcome, 'pending') = $3)
      order by i.position limit ${PAGE_SIZE + 1}`,
    [jobId, after, outcome],
  );
  const items = rows.slice(0, PAGE_SIZE).map((item) => ({
    ...item,
    businessName: showLabel(actor, item.businessName),
    endedAt: item.endedAt?.toISOString() ?? null,
  }));
  return { items, next: rows.length > PAGE_SIZE ? (items.at(-1)?.position ?? null) : null };
}

function toRow(job: Dated<BulkJobRow>): BulkJobRow {
  const { id, kind, status, isUndo, total, done, left, waiting, createdByName, createdAt, finishedAt } = job;
  return {
    ...{ id, kind, status, isUndo, total, done, left, waiting, createdByName },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    itemsRemovedAt: job.itemsRemovedAt?.toISOString() ?? null,
  };
}

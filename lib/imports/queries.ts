import type { ClientBase } from "pg";
import type { Authority } from "@/lib/authority/permissions";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isBatchId } from "@/lib/imports/checked-batch";
import {
  type ImportRowView,
  type ImportSummary,
  type ImportView,
  ROW_STATES,
  type RowState,
} from "@/lib/imports/import-view";
import { BATCH_PUT_BACK_SQL } from "@/lib/imports/put-back";
import { type KeptRow, showFacts, showParams, showRow } from "@/lib/imports/queries-masked";
import { showLabel, showWords } from "@/lib/registrations/sight";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

const BATCHES_SHOWN = 20;
const ROWS_SHOWN = 50;
const ROWS_SHOWN_MAX = 500;

const SUMMARY_COLUMNS = `
  i.id, i.environment, i.file_name as "fileName", u.name as "createdByName", i.created_at as "createdAt", i.status,
  i.pause_reason as "pauseReason",
  i.row_count as "rowCount", i.scheduled_at as "scheduledAt", i.replaced_by_id is not null as "isReplaced"`;
const IMPORTS = `from import i join "user" u on u.id = i.created_by_id`;

type Counted = Omit<ImportSummary, "fileName" | "createdAt" | "scheduledAt" | keyof OfBatch> & {
  fileName: string;
  createdAt: Date;
  scheduledAt: Date | null;
};

/** Batches of everybody, newest first; `next` is the `before` of the next page. */
export async function listImports(
  actor: Authority,
  { before }: { before: string | null },
): Promise<{ imports: ImportSummary[]; next: string | null }> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<Counted>(
    `select ${SUMMARY_COLUMNS} ${IMPORTS}
      where i.environment = $1
        and ($2::uuid is null or (i.created_at, i.id) < (select created_at, id from import where id = $2))
      order by i.created_at desc, i.id desc limit ${BATCHES_SHOWN + 1}`,
    [env().doku.environment, before !== null && isBatchId(before) ? before : null],
  );
  const shown = rows.slice(0, BATCHES_SHOWN);
  const counts = await countRows(shown.map(({ id }) => id));
  const imports = shown.map((row) => toSummary(actor, row, counts));
  return { imports, next: rows.length > BATCHES_SHOWN ? (imports.at(-1)?.id ?? null) : null };
}

/** Something as the database has it, with texts of which nobody has asked yet who reads them. */
type Unshown<View, Text extends keyof View> = Omit<View, Text> & {
  [Name in Text]: string | Extract<View[Name], null>;
};

type Facts = Pick<
  ImportView,
  | "headings"
  | "fields"
  | "checkedCount"
  | "facts"
  | "leftOut"
  | "duplicates"
  | "differing"
  | "holdAfterFirst"
  | "wasPutBack"
> & {
  tallies: Tally[];
  canary: Unshown<NonNullable<ImportView["canary"]>, "merchant" | "problem"> | null;
  replacedBy: Unshown<NonNullable<ImportView["replacedBy"]>, "fileName"> | null;
  refusal: string | null;
  refusalParams: Record<string, string | number> | null;
  label: string;
  pausedAt: Date | null;
  ratePerSecond: number | null;
  sendingAt: Date | null;
  finishedAt: Date | null;
  rowsRemovedAt: Date | null;
};

/** Whether there is such a batch, without counting its rows. */
export async function isImport(actor: Authority, id: string): Promise<boolean> {
  requireCan(actor, "registrations.read");
  if (!isBatchId(id)) return false;
  const { rowCount } = await database().pool.query(
    "select 1 from import where id = $1 and environment = $2",
    [id, env().doku.environment],
  );
  return rowCount === 1;
}

/** One batch with its figures. Throws AppError `not_found`. */
export async function getImport(actor: Authority, id: string): Promise<ImportView> {
  requireCan(actor, "registrations.read");
  if (!isBatchId(id)) throw new AppError("not_found");
  const { rows } = await database().pool.query<Counted & Facts>(
    `select ${SUMMARY_COLUMNS}, coalesce(i.headings, '{}') as headings, coalesce(i.fields, '{}') as fields, i.refusal,
            i.refusal_params as "refusalParams", i.checked_count as "checkedCount", c.label, c.paused_at as "pausedAt",
            c.rate_limit as "ratePerSecond", i.hold_after_first as "holdAfterFirst", ${BATCH_PUT_BACK_SQL} as "wasPutBack",
            i.sending_at as "sendingAt", i.finished_at as "finishedAt", i.rows_removed_at as "rowsRemovedAt", i.facts,
            (select json_build_object('hidden', count(*) filter (where w.is_hidden and w.left_out),
                                      'empty', count(*) filter (where not w.left_out and w.warnings @> '[{"code": "row_empty"}]'),
                                      'notes', count(*) filter (where not w.left_out and w.warnings @> '[{"code": "row_note"}]'))
               from import_row w where w.import_id = i.id and w.state = 'skipped') as "leftOut",
            (select count(*)::int from import_row w where w.import_id = i.id and w.state = 'warnings' and
               w.warnings @? '$[*].code ? (@ starts with "registered_" || @ starts with "row_repeats_" || @ == "in_other_batch")'
            ) as duplicates,
            (select count(*)::int from import_row w where w.import_id = i.id and w.state = 'done' and w.warnings <> '[]') as differing,
            -- At the same moment as the other figures, which would not fit those of another one.
            (select coalesce(json_agg(t), '[]') from (${TALLIES("= i.id")}) t) as tallies,
            (select json_build_object('position', r.position, 'registrationId', g.id, 'merchant', g.business_name,
                                      'status', g.status, 'problem', g.problem,
                                      'sending', coalesce(g.claim_until > clock_timestamp(), false))
               from import_row r join registration g on g.id = r.registration_id
              where r.import_id = i.id and r.state = 'sent' order by r.position limit 1) as canary,
            (select json_build_object('id', l.id, 'fileName', l.file_name, 'createdAt', l.created_at)
               from import l where l.id = i.replaced_by_id) as "replacedBy"
       ${IMPORTS} join credential c on c.id = i.credential_id where i.id = $1 and i.environment = $2`,
    [id, env().doku.environment],
  );
  const [row] = rows;
  if (!row) throw new AppError("not_found");
  const summary = toSummary(actor, row, sumUp([id], row.tallies));
  const { fields, checkedCount, leftOut, duplicates, differing, canary } = row;
  const { holdAfterFirst, wasPutBack, replacedBy } = row;
  // A first row that is no row of headings may have been taken for one.
  const headings = row.headings.map((heading) => showLabel(actor, heading));
  return {
    ...summary,
    ...{ headings, fields, checkedCount, leftOut, duplicates, differing, holdAfterFirst, wasPutBack },
    facts: row.facts && showFacts(actor, row.facts),
    replacedBy: replacedBy && { ...replacedBy, fileName: showLabel(actor, replacedBy.fileName) },
    canary: canary && {
      ...canary,
      merchant: showLabel(actor, canary.merchant),
      problem: showWords(actor, canary.problem),
    },
    refusal:
      row.refusal === null ? null : { code: row.refusal, params: showParams(actor, row.refusalParams ?? {}) },
    credential: {
      label: row.label,
      pausedAt: row.pausedAt?.toISOString() ?? null,
      ratePerSecond: row.ratePerSecond,
    },
    sendingAt: row.sendingAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    rowsRemovedAt: row.rowsRemovedAt?.toISOString() ?? null,
  };
}

type OfBatch = Pick<ImportSummary, "rows" | "waiting" | "delivered" | "standing">;
type Counts = Map<string, OfBatch>;

type Tally = {
  id: string;
  state: RowState;
  status: RegistrationStatus | null;
  count: number;
  open: number;
};

const TALLIES = (which: string) => `
  select w.import_id as id, w.state, r.status, count(*)::int as count,
         count(*) filter (where r.archived_at is null)::int as open
    from import_row w left join registration r on r.id = w.registration_id
   where w.import_id ${which} group by 1, 2, 3`;

async function countRows(importIds: readonly string[]): Promise<Counts> {
  const { rows } = await database().pool.query<Tally>(TALLIES("= any($1::uuid[])"), [importIds]);
  return sumUp(importIds, rows);
}

function sumUp(importIds: readonly string[], rows: readonly Tally[]): Counts {
  const counts: Counts = new Map(importIds.map((id) => [id, noRows()]));
  for (const { id, state, status, count, open } of rows) {
    const of = counts.get(id);
    if (!of) continue;
    of.rows[state] += count;
    if (!status) continue;
    if (state === "sent" && status === "QUEUED") of.waiting += count;
    of.delivered[status] += count;
    of.standing[status] += open;
  }
  return counts;
}

function noRows(): OfBatch {
  return { rows: zeros(ROW_STATES), waiting: 0, delivered: zeros(STATUSES), standing: zeros(STATUSES) };
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

function toSummary(actor: Authority, row: Counted, counts: Counts): ImportSummary {
  const { id, environment, createdByName, createdAt, status, pauseReason, rowCount, isReplaced } = row;
  return {
    ...{ id, environment, createdByName, status, pauseReason, rowCount, isReplaced },
    fileName: showLabel(actor, row.fileName),
    createdAt: createdAt.toISOString(),
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    ...(counts.get(id) ?? noRows()),
  };
}

const ROW_VIEW = `
  select i.position, i.row_key as "rowKey", i.cells, i.state, i.problems, i.warnings, i.accepted_reason as "acceptedReason",
         i.is_hidden as "isHidden",
         case when r.id is not null then json_build_object(
           'id', r.id, 'status', r.status, 'problem', r.problem, 'isArchived', r.archived_at is not null,
           'sending', coalesce(r.claim_until > clock_timestamp(), false),
           'businessId', (select b.business_id from business b where b.registration_id = r.id order by b.received_at limit 1),
           'brandIds', array(select k.brand_id from brand k join business b on b.id = k.business_row_id
                              where b.registration_id = r.id order by k.received_at, k.brand_id)) end as registration
    from import_row i left join registration r on r.id = i.registration_id`;

/**
 * The rows of a batch in the order of the file, behind position `after`, fifty at a time unless `limit` says otherwise
 * (500 at most); all, or those in `states`, or whose registrations stand in `statuses` and were not put away. Who may not
 * see personal data sees it masked. Throws AppError `not_found`, or `removed` where what they say is kept no longer.
 */
export async function listImportRows(
  actor: Authority,
  id: string,
  {
    states,
    statuses = null,
    after,
    limit = ROWS_SHOWN,
  }: {
    states: readonly RowState[] | null;
    statuses?: readonly RegistrationStatus[] | null;
    after: number;
    limit?: number;
  },
): Promise<{ rows: ImportRowView[]; next: number | null }> {
  requireCan(actor, "registrations.read");
  if (!isBatchId(id)) throw new AppError("not_found");
  const most = Math.min(limit, ROWS_SHOWN_MAX);
  const found = await database().pool.query<KeptRow>(
    `${ROW_VIEW} where i.import_id = $1 and i.position > $2 and ($3::import_row_state[] is null or i.state = any($3))
        and ($5::registration_status[] is null or (r.status = any($5) and r.archived_at is null))
      order by i.position limit $4`,
    [id, after, states, most + 1, statuses],
  );
  // Afterwards: that something is removed is written with the first of it, so these rows are whole.
  const fields = await fieldsOf(id);
  const rows = found.rows.slice(0, most).map((row) => showRow(actor, row, fields));
  return { rows, next: found.rows.length > most ? (rows.at(-1)?.position ?? null) : null };
}

async function fieldsOf(id: string): Promise<readonly HeadingField[]> {
  const { rows } = await database().pool.query<{ fields: HeadingField[]; isRemoved: boolean }>(
    `select coalesce(fields, '{}') as fields, rows_removed_at is not null as "isRemoved" from import
      where id = $1 and environment = $2`,
    [id, env().doku.environment],
  );
  if (!rows[0]) throw new AppError("not_found");
  if (rows[0].isRemoved) throw new AppError("removed");
  return rows[0].fields;
}

/** One row of a batch as it stands inside a transaction, unmasked. Throws AppError `not_found`. */
export async function readRow(tx: ClientBase, importId: string, position: number): Promise<KeptRow> {
  const { rows } = await tx.query<KeptRow>(`${ROW_VIEW} where i.import_id = $1 and i.position = $2`, [
    importId,
    position,
  ]);
  if (!rows[0]) throw new AppError("not_found");
  return rows[0];
}

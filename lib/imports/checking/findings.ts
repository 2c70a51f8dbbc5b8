import type { ClientBase } from "pg";
import type { Batch } from "@/lib/imports/checked-batch";
import { tellOfEarlierValues } from "@/lib/imports/checking/earlier-values";
import { type FindingScope, findingsSql, resembledSql, STATE_SQL } from "@/lib/imports/checking/findings-sql";
import type { RepeatedKeys } from "@/lib/imports/checking/repeated-keys";
import { SAYS_ELSE_SQL, SETTLE_ROW_KEYS } from "@/lib/imports/checking/row-key";
import { MET_CODES } from "@/lib/imports/import-view";

/** Hashes of a hundred thousand keys, and no plan that is compiled for longer than it runs. */
const PREPARE = "set local work_mem = '32MB'; set local jit = off; set local statement_timeout = '60s'";

/**
 * Settles who the rows of a batch are, each of which has been checked by itself, and writes what they meet: which are
 * done, which repeat an earlier row, and which resemble a registration or a row of another batch. `repeated` is what
 * repeats in it, where whoever read all its rows has seen that.
 */
export async function writeAllFindings(
  tx: ClientBase,
  batch: Batch,
  repeated: RepeatedKeys | null,
): Promise<void> {
  await tx.query(PREPARE);
  const column = batch.fields.indexOf("row_key");
  // Without a key that a row names, and without a second row that says the same, each has its own.
  if (column >= 0 || (repeated?.hasSameRows ?? true))
    await tx.query(SETTLE_ROW_KEYS, [batch.id, batch.environment, column < 0 ? null : column + 1]);
  await tx.query(MARK_DONE, [batch.id, batch.environment]);
  if (column >= 0) await tellOfEarlierValues(tx, batch, column);
  await writeFindings(tx, batch, { positions: null, repeated });
}

const DONE_WARNINGS = `
  case when ${SAYS_ELSE_SQL} then jsonb_build_array(jsonb_build_object(
         'field', null, 'code', 'done_differs', 'params', jsonb_build_object('name', g.business_name))) else '[]' end`;

/** Tells of rows that turned out to be done when they were to be sent what is told of those that were found so before. */
export async function tellOfDone(
  tx: ClientBase,
  importId: string,
  positions: readonly number[],
): Promise<void> {
  if (positions.length === 0) return;
  await tx.query(
    `update import_row r set accepted_reason = null, warnings = ${DONE_WARNINGS} from registration g
      where r.import_id = $1 and r.position = any($2::int[]) and g.id = r.registration_id`,
    [importId, positions],
  );
}

/**
 * Archived ones count, since DOKU knows them. What DOKU refused, or what never left, may be sent again. A row that says
 * something else than what was registered is told so, because that is not sent.
 */
const MARK_DONE = `
  update import_row r
     set state = 'done', registration_id = g.id, problems = '[]', warnings = ${DONE_WARNINGS}
    from registration g
   where r.import_id = $1 and g.form_key = r.row_key and g.environment = $2::environment
     and (g.archived_at is not null or g.status in ('INVITED', 'QUEUED', 'UNCONFIRMED'))`;

/**
 * The same for some rows of a checked batch after one of them changed; the others are not touched, nor is a row that
 * is sent or done. Where a row's warnings are no longer those that were accepted, they have to be accepted again.
 */
export async function rewriteFindings(
  tx: ClientBase,
  batch: Batch,
  positions: readonly number[],
): Promise<void> {
  await tx.query(PREPARE);
  const accepted = await readAccepted(tx, batch.id, positions);
  await clearAndWrite(tx, batch, positions);
  const now = new Map((await readAccepted(tx, batch.id, positions)).map((row) => [row.position, row]));
  const changed = accepted
    .filter(({ position, warnings }) => now.get(position)?.warnings !== warnings)
    .map(({ position }) => position);
  if (changed.length === 0) return;
  await tx.query(
    "update import_row set accepted_reason = null where import_id = $1 and position = any($2::int[])",
    [batch.id, changed],
  );
  await clearAndWrite(tx, batch, changed);
}

async function readAccepted(tx: ClientBase, importId: string, positions: readonly number[]) {
  const { rows } = await tx.query<{ position: number; warnings: string }>(
    `select position, warnings::text as warnings from import_row
      where import_id = $1 and position = any($2::int[]) and accepted_reason is not null`,
    [importId, positions],
  );
  return rows;
}

const CLEARED = (column: string) => `
  (select coalesce(jsonb_agg(f), '[]') from jsonb_array_elements(${column}) f where f ->> 'code' <> all($3::text[]))`;

const CLEAR = `
  with cleared as (
    select position, ${CLEARED("problems")} as problems, ${CLEARED("warnings")} as warnings from import_row
     where import_id = $1 and position = any($2::int[]) and state not in ('sent', 'done')
  )
  update import_row r
     set problems = c.problems, warnings = c.warnings, state = ${STATE_SQL("c.problems", "c.warnings")}
    from cleared c where r.import_id = $1 and r.position = c.position`;

async function clearAndWrite(tx: ClientBase, batch: Batch, positions: readonly number[]): Promise<void> {
  await tx.query(CLEAR, [batch.id, positions, MET_CODES]);
  await writeFindings(tx, batch, { positions, repeated: null });
}

async function writeFindings(
  tx: ClientBase,
  batch: Batch,
  { positions, repeated }: { positions: readonly number[] | null; repeated: RepeatedKeys | null },
): Promise<void> {
  const scope: FindingScope = {
    // What an earlier result file says of a row is not part of what the row says.
    contentColumns: batch.fields.flatMap((field, column) =>
      field === "ours" || field === "row_key" ? [] : [column + 1],
    ),
    columnCount: batch.fields.length,
  };
  const keys = repeated && [repeated.references, repeated.names, repeated.emails, repeated.phones];
  await tx.query(findingsSql(scope), [
    ...[batch.id, batch.environment, positions],
    ...(keys ?? [null, null, null, null]),
  ]);
}

/**
 * Holds back those of the rows whose merchants somebody else has registered since they were checked: they warn of it from
 * now on. A row whose warnings were accepted goes. Answers which are held back.
 */
export async function holdBackResembling(
  tx: ClientBase,
  batch: Pick<Batch, "id" | "environment">,
  positions: readonly number[],
): Promise<ReadonlySet<number>> {
  if (positions.length === 0) return new Set();
  // A young table has no statistics, without which it would be read as a whole for each row.
  await tx.query("set local jit = off; set local enable_seqscan = off");
  const { rows } = await tx.query<{ position: number }>(resembledSql(), [
    batch.id,
    batch.environment,
    positions,
  ]);
  await tx.query("set local enable_seqscan to default");
  return new Set(rows.map(({ position }) => position));
}

const SHARING = `
  select o.position from import_row r join import_row o on o.import_id = r.import_id
   where r.import_id = $1 and r.position = $2 and o.state not in ('sent', 'done') and (
         o.position = r.position
      or (r.reference_key <> '' and o.reference_key = r.reference_key)
      or (r.name_key <> '' and o.name_key = r.name_key)
      or (r.phone_e164 <> '' and o.phone_e164 = r.phone_e164)
      or (r.representative_email_key <> ''
          and r.representative_email_key in (o.representative_email_key, o.invited_user_email_key))
      or (r.invited_user_email_key <> ''
          and r.invited_user_email_key in (o.representative_email_key, o.invited_user_email_key)))`;

/** The positions of the row itself and of those that have a key in common with it as it is now. */
export async function sharingRows(tx: ClientBase, importId: string, position: number): Promise<number[]> {
  const { rows } = await tx.query<{ position: number }>(SHARING, [importId, position]);
  return rows.map((row) => row.position);
}

import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import { type Batch, loadBatch, lockBatch } from "@/lib/imports/checked-batch";
import { checkUnchecked } from "@/lib/imports/checking/check-unchecked";
import { writeAllFindings } from "@/lib/imports/checking/findings";
import { createRepeatFinder, type RepeatedKeys } from "@/lib/imports/checking/repeated-keys";
import { createRowFacts, type FileFacts, hasChoice } from "@/lib/imports/file-facts";
import { coverMerged } from "@/lib/imports/reading/merged-cells";
import { openParts } from "@/lib/imports/reading/parts";
import { lineOf, NO_LINES, type RowLines, toReadRow, withLines, writeRows } from "@/lib/imports/reading/rows";
import { refreshStatistics } from "@/lib/imports/reading/statistics";
import { rememberedHeadings } from "@/lib/imports/remembered-headings";
import { isMatched } from "@/lib/spreadsheet/rows/column-fields";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { openSheet, type Sheet, SheetRefusal, type SheetRow } from "@/lib/spreadsheet/sheet";
import type { SheetFacts } from "@/lib/spreadsheet/xlsx/sheet-facts";

/**
 * Reads the rows of a file and checks them, until the batch is checked, waits for a person to match its columns, or
 * was refused. Each few hundred rows are committed, and whoever goes on after a process died begins behind them: the
 * same bytes give the same rows. "again" where it has to be taken up once more: `isStopping`, or another process is at
 * the same file. Nothing is sent.
 */
export async function readImport(
  pool: Pool,
  importId: string,
  isStopping: () => boolean,
): Promise<"ended" | "again"> {
  for (;;) {
    const batch = await loadBatch(pool, importId);
    if (batch?.status !== "reading" && batch?.status !== "checking") return "ended";
    const isDone =
      batch.status === "reading"
        ? await readFile(pool, batch, isStopping)
        : await checkRows(pool, batch, isStopping);
    if (!isDone) return "again";
  }
}

async function readFile(pool: Pool, batch: Batch, isStopping: () => boolean): Promise<boolean> {
  try {
    const source = openParts(pool, batch.id, batch.bytes);
    const sheet = await openSheet(source, { fileName: batch.fileName, sheet: batch.sheet });
    const rowFacts = createRowFacts();
    const finder = createRepeatFinder();
    if (!(await readRows(pool, { batch, sheet, rowFacts, finder, isStopping }))) return false;
    const facts = await sheet.facts();
    // What others read before is not looked at again.
    const repeated = batch.rowCount === 0 ? finder.repeated() : null;
    const read = { sheet, facts, width: rowFacts.width(), hidden: rowFacts.hidden(), repeated };
    await refreshStatistics(pool, batch.id);
    await inTransaction(pool, (tx) => endReading(tx, batch, read));
  } catch (error) {
    // Another process that read to the end has thrown the pieces away.
    if ((await loadBatch(pool, batch.id))?.status !== "reading") return true;
    if (!(error instanceof SheetRefusal)) throw error;
    await inTransaction(pool, (tx) => refuse(tx, batch.id, error));
  }
  return true;
}

type Reading = {
  batch: Batch;
  sheet: Sheet;
  rowFacts: ReturnType<typeof createRowFacts>;
  finder: ReturnType<typeof createRepeatFinder>;
  isStopping: () => boolean;
};

/** As many rows as are there already are written at once, up to so many: the first of them are there soon. */
const MOST_AT_ONCE = 4_000;

/** Rows are read and checked while those before them are being written. */
async function readRows(pool: Pool, reading: Reading): Promise<boolean> {
  const { batch, sheet, rowFacts, isStopping } = reading;
  let count = 0;
  let headings: SheetRow | undefined;
  let { fields } = batch;
  let pending: RowLines = NO_LINES;
  let writing: Promise<boolean> = Promise.resolve(true);
  const write = async () => {
    if (!(await writing) || isStopping()) return false;
    const after = count - pending.count;
    writing = writeRows(pool, { importId: batch.id, sheet: batch.sheet, after, rows: pending });
    // It may fail while the next rows are being read, and is heard of where it is waited for.
    writing.catch(() => undefined);
    pending = NO_LINES;
    return true;
  };
  try {
    for await (const read of sheet.batches) {
      const rows = headings ? read : read.slice(1);
      if (!headings) {
        [headings] = read;
        if (!headings) continue;
        fields = batch.headings.length > 0 ? fields : await keepHeadings(pool, batch, headings.cells);
      }
      rows.forEach(rowFacts.add);
      const before = count;
      count += rows.length;
      if (count <= batch.rowCount) continue;
      const left = rows.slice(Math.max(0, batch.rowCount - before));
      pending = withLines(pending, readThem(left, { reading, fields, headings }));
      if (pending.count < Math.min(MOST_AT_ONCE, count - pending.count)) continue;
      if (!(await write())) return false;
    }
    if (pending.count > 0 && !(await write())) return false;
    return await writing;
  } finally {
    await writing.catch(() => undefined);
    await sheet.batches.return(undefined);
  }
}

function readThem(
  rows: readonly SheetRow[],
  { reading, ...shape }: { reading: Reading; fields: readonly HeadingField[]; headings: SheetRow },
): RowLines {
  const { batch, sheet, finder } = reading;
  const isChecked = isMatched(shape.fields);
  const lines = rows.map((row) => {
    const read = toReadRow(row, {
      ...shape,
      format: sheet.format,
      isChecked,
      environment: batch.environment,
    });
    if (read.checked) finder.add(read.checked);
    return lineOf(batch.id, read);
  });
  return { texts: [lines.join("")], count: rows.length, areChecked: isChecked };
}

async function keepHeadings(
  pool: Pool,
  batch: Batch,
  headings: readonly string[],
): Promise<readonly HeadingField[]> {
  const { fields } = matchHeadings(headings, await rememberedHeadings(pool, batch.createdById));
  await pool.query(
    `update import set headings = $2, fields = $3
      where id = $1 and status = 'reading' and headings = '{}' and sheet is not distinct from $4`,
    [batch.id, headings, fields, batch.sheet],
  );
  // Another process may have been first, with what was remembered then.
  return (await loadBatch(pool, batch.id))?.fields ?? fields;
}

async function endReading(
  tx: PoolClient,
  { id: importId, sheet: chosen }: Batch,
  { sheet, facts, width, hidden, repeated }: ReadFile,
): Promise<void> {
  const batch = await lockBatch(tx, importId);
  if (batch?.status !== "reading" || batch.sheet !== chosen) return;
  // Cells behind the last heading are columns too, whose headings are blank.
  const unnamed = Array.from({ length: Math.max(0, width - batch.headings.length) }, () => "" as const);
  const headings = [...batch.headings, ...unnamed];
  const mergedBlocks = await coverMerged(tx, importId, { merged: facts.merged, width: headings.length });
  const { sheet: name, others, takenApart } = facts;
  const hiddenColumns = facts.hiddenColumns.flatMap((column) => headings[column] || []);
  const isMapped = isMatched(batch.fields);
  const isWhole = isMapped && repeated !== null && mergedBlocks === 0;
  const fields = [...batch.fields, ...unnamed];
  const fileFacts: FileFacts = { sheet: name, others, hidden, mergedBlocks, hiddenColumns, takenApart };
  await tx.query(
    `update import set status = $2, format = $3, delimiter = $4, headings = $5, fields = $6, facts = $7,
            checked_count = case when $8 then 0 else checked_count end where id = $1`,
    [
      importId,
      isWhole ? "checked" : isMapped ? "checking" : "mapping",
      sheet.format,
      sheet.delimiter,
      headings,
      fields,
      JSON.stringify(fileFacts),
      mergedBlocks > 0,
    ],
  );
  if (isWhole) await writeAllFindings(tx, { ...batch, fields }, repeated);
  if (!hasChoice(fileFacts)) await tx.query("delete from import_part where import_id = $1", [importId]);
}

type ReadFile = {
  sheet: Sheet;
  facts: SheetFacts;
  width: number;
  hidden: FileFacts["hidden"];
  /** Null where it is not known, so that the database looks for all of it. */
  repeated: RepeatedKeys | null;
};

/** Nothing of a file that cannot be read is kept but why. */
async function refuse(tx: PoolClient, importId: string, { code, params }: SheetRefusal): Promise<void> {
  const batch = await lockBatch(tx, importId);
  if (batch?.status !== "reading") return;
  await tx.query(
    `update import set status = 'refused', refusal = $2, refusal_params = $3, row_count = 0, checked_count = 0,
            headings = '{}', fields = '{}', finished_at = clock_timestamp() where id = $1`,
    [importId, code, JSON.stringify(params)],
  );
  await tx.query("delete from import_row where import_id = $1", [importId]);
  await tx.query("delete from import_part where import_id = $1", [importId]);
}

async function checkRows(pool: Pool, batch: Batch, isStopping: () => boolean): Promise<boolean> {
  if (!(await checkUnchecked(pool, batch, isStopping))) return false;
  await refreshStatistics(pool, batch.id);
  await inTransaction(pool, async (tx) => {
    const locked = await lockBatch(tx, batch.id);
    if (locked?.status !== "checking") return;
    await writeAllFindings(tx, locked, null);
    await tx.query("update import set status = 'checked' where id = $1", [batch.id]);
  });
  return true;
}

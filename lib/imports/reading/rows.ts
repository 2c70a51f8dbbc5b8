import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { inTransaction } from "@/lib/db";
import { type CheckedRow, checkRow } from "@/lib/imports/checking/check";
import { ROW_COLUMNS, type RowColumns } from "@/lib/imports/checking/check-columns";
import type { RowFinding } from "@/lib/imports/import-view";
import { COPY_NULL, copyArray, copyIn, copyText } from "@/lib/imports/reading/copy-in";
import { columnOf, type HeadingField, REQUIRED_FIELDS } from "@/lib/spreadsheet/rows/heading-field";
import type { SheetRow } from "@/lib/spreadsheet/rows/rows";

/** A row of a file as it is written: what it says by itself too, where its columns are known. */
export type ReadRow = Omit<SheetRow, "width"> & { checked: CheckedRow | null };

/**
 * A row as it is kept: with a cell for each heading at least. More of them are columns without a heading, which come
 * back as all others; in a CSV file they may also come of a stray delimiter, which is told, as is a line that ends
 * before a column it needs. Pure.
 */
export function toReadRow(
  row: SheetRow,
  {
    fields,
    headings,
    format,
    environment,
    isChecked,
  }: {
    fields: readonly HeadingField[];
    headings: SheetRow;
    format: "csv" | "xlsx";
    environment: string;
    isChecked: boolean;
  },
): ReadRow {
  const { cells, kinds, isHidden } = row;
  const shape = format === "csv" ? shapeOf(cells.length, fields, headings) : [];
  const kept = cells.length < headings.cells.length ? filled(cells, headings.cells.length) : cells;
  if (!isChecked) return { row: row.row, cells: kept, kinds, isHidden, checked: null };
  const checked = checkRow(kept, { fields, environment, kinds, shape });
  if (isHidden) checked.state = "skipped";
  return { row: row.row, cells: kept, kinds, isHidden, checked };
}

function filled(cells: readonly string[], length: number): string[] {
  return Array.from({ length }, (_, column) => cells[column] ?? "");
}

/** A heading line that ends with delimiters has columns behind its last heading. */
function shapeOf(count: number, fields: readonly HeadingField[], { cells, width }: SheetRow): RowFinding[] {
  const params = { cells: count, columns: cells.length };
  if (count > width) return [{ field: null, code: "row_too_long", params }];
  const isCutOff = count < cells.length && REQUIRED_FIELDS.some((field) => columnOf(fields, field) >= count);
  return isCutOff ? [{ field: null, code: "row_too_short", params }] : [];
}

const CLAIM_ROWS = `
  update import set row_count = $2::int + $3, checked_count = case when $4 then $2::int + $3 else 0 end
   where id = $1 and status = 'reading' and row_count = $2 and sheet is not distinct from $5`;

const COPY_ROWS = `
  copy import_row (import_id, position, cells, kinds, is_hidden, left_out, ${ROW_COLUMNS.join(", ")}) from stdin`;

/** Rows as they are written: in lines of `COPY_ROWS`. */
export type RowLines = { texts: readonly string[]; count: number; areChecked: boolean };

export const NO_LINES: RowLines = { texts: [], count: 0, areChecked: true };

export function withLines(before: RowLines, more: RowLines): RowLines {
  return {
    texts: [...before.texts, ...more.texts],
    count: before.count + more.count,
    areChecked: before.areChecked && more.areChecked,
  };
}

/**
 * Writes the rows that follow the `after`-th, in one transaction; false where another process wrote them already, or
 * nobody reads that sheet of the file any more.
 */
export function writeRows(
  pool: Pool,
  { importId, sheet, after, rows }: { importId: string; sheet: string | null; after: number; rows: RowLines },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(CLAIM_ROWS, [importId, after, rows.count, rows.areChecked, sheet]);
    if (rowCount !== 1) return false;
    await copyIn(tx, COPY_ROWS, rows.texts);
    return true;
  });
}

/** A row as a line of `COPY_ROWS`. */
export function lineOf(importId: string, { row, cells, kinds, isHidden, checked }: ReadRow): string {
  const { contentKey, state, problems, warnings, keys } = checked ?? unchecked();
  const kept = kinds ? copyText(JSON.stringify(kinds)) : COPY_NULL;
  const file = `${importId}\t${row}\t${copyArray(cells)}\t${kept}\t${isHidden}\t${isHidden}`;
  const found = `${contentKey}\t${state}\t${findingsLine(problems)}\t${findingsLine(warnings)}`;
  const compared = `${copyText(keys.reference)}\t${copyText(keys.name)}\t${copyText(keys.representativeEmail)}\t${copyText(keys.invitedUserEmail)}\t${copyText(keys.phone)}`;
  return `${file}\t${found}\t${compared}\n`;
}

function findingsLine(findings: readonly RowFinding[]): string {
  return findings.length === 0 ? "[]" : copyText(JSON.stringify(findings));
}

function unchecked(): RowColumns {
  return {
    contentKey: randomUUID(),
    state: "unchecked",
    problems: [],
    warnings: [],
    keys: { reference: "", name: "", representativeEmail: "", invitedUserEmail: "", phone: "" },
  };
}

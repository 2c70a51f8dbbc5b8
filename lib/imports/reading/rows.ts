import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type CheckedRow, checkRow } from "@/lib/imports/checking/check";
import { ROW_COLUMNS, type RowColumns, rowColumns } from "@/lib/imports/checking/check-columns";
import type { RowFinding } from "@/lib/imports/import-view";
import { columnOf, type HeadingField, REQUIRED_FIELDS } from "@/lib/spreadsheet/rows/heading-field";
import type { SheetRow } from "@/lib/spreadsheet/rows/rows";

/** A row of a file as it is written: what it says by itself too, where its columns are known. */
export type ReadRow = SheetRow & { checked: CheckedRow | null };

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
  if (!isChecked) return { ...row, cells: kept, checked: null };
  const checked = checkRow(kept, { fields, environment, kinds, shape });
  if (isHidden) checked.state = "skipped";
  return { row: row.row, cells: kept, kinds, isHidden, width: row.width, checked };
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

const INSERT_ROWS = `
  with here as (
    update import set row_count = $2::int + cardinality($3::text[]),
           checked_count = case when $4 then $2::int + cardinality($3::text[]) else 0 end
     where id = $1 and status = 'reading' and row_count = $2 and sheet is not distinct from $5 returning id
  )
  insert into import_row (import_id, position, cells, kinds, is_hidden, left_out, ${ROW_COLUMNS.join(", ")})
  select here.id, given.position, cells::text[], kinds, is_hidden, is_hidden, ${ROW_COLUMNS.map((name) => `given.${name}`).join(", ")}
    from here, unnest($3::text[], $6::int[], $7::jsonb[], $8::boolean[], $9::uuid[], $10::import_row_state[], $11::jsonb[],
                      $12::jsonb[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
                 as given(cells, position, kinds, is_hidden, ${ROW_COLUMNS.join(", ")})`;

/**
 * Writes the rows that follow the `after`-th, in one statement that is committed at once; false where another process
 * wrote them already, or nobody reads that sheet of the file any more.
 */
export async function insertRows(
  pool: Pool,
  {
    importId,
    sheet,
    after,
    rows,
  }: { importId: string; sheet: string | null; after: number; rows: readonly ReadRow[] },
): Promise<boolean> {
  const columns = rowColumns(rows.map(({ checked }) => checked ?? unchecked()));
  const { rowCount } = await pool.query({
    name: "import.insert-rows",
    text: INSERT_ROWS,
    values: [
      importId,
      after,
      rows.map(({ cells }) => arrayLiteral(cells)),
      rows.every(({ checked }) => checked !== null),
      sheet,
      rows.map(({ row }) => row),
      rows.map(({ kinds }) => (kinds ? JSON.stringify(kinds) : null)),
      rows.map(({ isHidden }) => isHidden),
      ...columns,
    ],
  });
  return rowCount === rows.length;
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

const QUOTED = /["\\]/;

/** A text array as PostgreSQL reads it. */
function arrayLiteral(cells: readonly string[]): string {
  const text = cells.join('","');
  const isPlain = !QUOTED.test(cells.join(""));
  return isPlain ? `{"${text}"}` : `{${cells.map(quote).join(",")}}`;
}

function quote(cell: string): string {
  return `"${cell.replace(/["\\]/g, "\\$&")}"`;
}

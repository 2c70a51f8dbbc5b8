import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type CheckedRow, checkRow } from "@/lib/imports/check";
import { ROW_COLUMNS, type RowColumns, rowColumns } from "@/lib/imports/check-columns";
import { columnOf, type HeadingField, REQUIRED_FIELDS } from "@/lib/imports/heading-field";
import type { RowFinding } from "@/lib/imports/import-view";

/** A row of a file: its cells, and what it says by itself where its columns are known. */
export type ReadRow = { cells: string[]; checked: CheckedRow | null };

/**
 * A row as it is kept: exactly as many cells as there are headings. Cells behind the last heading are lost, which is
 * told; so is that a line of a CSV file ends before a column it needs. Pure.
 */
export function toReadRow(
  cells: readonly string[],
  {
    fields,
    headingCount,
    format,
    environment,
    isChecked,
  }: {
    fields: readonly HeadingField[];
    headingCount: number;
    format: "csv" | "xlsx";
    environment: string;
    isChecked: boolean;
  },
): ReadRow {
  const kept = cells.slice(0, headingCount);
  while (kept.length < headingCount) kept.push("");
  if (!isChecked) return { cells: kept, checked: null };
  const shape = shapeOf(cells.length, { fields, headingCount, format });
  return { cells: kept, checked: checkRow(kept, { fields, environment, shape }) };
}

function shapeOf(
  count: number,
  { fields, headingCount, format }: { fields: readonly HeadingField[]; headingCount: number; format: string },
): RowFinding[] {
  const params = { cells: count, columns: headingCount };
  if (count > headingCount) return [{ field: null, code: "row_too_long", params }];
  const isCutOff =
    format === "csv" &&
    count < headingCount &&
    REQUIRED_FIELDS.some((field) => columnOf(fields, field) >= count);
  return isCutOff ? [{ field: null, code: "row_too_short", params }] : [];
}

const INSERT_ROWS = `
  with here as (
    update import set row_count = $2::int + cardinality($3::text[]),
           checked_count = case when $4 then $2::int + cardinality($3::text[]) else 0 end
     where id = $1 and status = 'reading' and row_count = $2 returning id
  )
  insert into import_row (import_id, position, cells, ${ROW_COLUMNS.join(", ")})
  select here.id, $2::int + place, cells::text[], ${ROW_COLUMNS.map((name) => `given.${name}`).join(", ")}
    from here, unnest($3::text[], $5::uuid[], $6::import_row_state[], $7::jsonb[], $8::jsonb[], $9::text[], $10::text[],
                      $11::text[], $12::text[], $13::text[]) with ordinality as given(cells, ${ROW_COLUMNS.join(", ")}, place)`;

/**
 * Writes the rows that follow the `after`-th, in one statement that is committed at once; false where another process
 * wrote them already, or nobody reads the file any more.
 */
export async function insertRows(
  pool: Pool,
  { importId, after, rows }: { importId: string; after: number; rows: readonly ReadRow[] },
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

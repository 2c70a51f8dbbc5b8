import type { Pool } from "pg";
import type { Batch } from "@/lib/imports/checked-batch";
import { checkRow } from "@/lib/imports/checking/check";
import { ROW_COLUMNS, rowColumns } from "@/lib/imports/checking/check-columns";
import type { RowKinds } from "@/lib/spreadsheet/cells/cell-kind";

const CHUNK = 500;

const STATE = "case when r.left_out then 'skipped' else given.state end";

const UPDATE_ROWS = `
  with here as (
    update import set checked_count = $3 where id = $1 and status = 'checking' and checked_count = $2 returning id
  )
  update import_row r
     set ${ROW_COLUMNS.map((name) => `${name} = ${name === "state" ? STATE : `given.${name}`}`).join(", ")},
         accepted_reason = null, registration_id = null
    from here, unnest($4::int[], $5::uuid[], $6::import_row_state[], $7::jsonb[], $8::jsonb[], $9::text[], $10::text[],
                      $11::text[], $12::text[], $13::text[]) as given(position, ${ROW_COLUMNS.join(", ")})
   where r.import_id = here.id and r.position = given.position`;

/**
 * Checks the rows of a batch whose columns a person has matched, a few hundred in one statement that is committed at
 * once. False where it has to be taken up again: `isStopping`, or another process is at it.
 */
export async function checkUnchecked(pool: Pool, batch: Batch, isStopping: () => boolean): Promise<boolean> {
  const { id, fields, environment } = batch;
  if (batch.checkedCount >= batch.rowCount) return true;
  let behind = await positionOf(pool, id, batch.checkedCount);
  for (let from = batch.checkedCount; from < batch.rowCount; from += CHUNK) {
    if (isStopping()) return false;
    const { rows } = await pool.query<{ position: number; cells: string[]; kinds: RowKinds }>(
      "select position, cells, kinds from import_row where import_id = $1 and position > $2 order by position limit $3",
      [id, behind, CHUNK],
    );
    behind = rows.at(-1)?.position ?? behind;
    const checked = rows.map(({ cells, kinds }) => checkRow(cells, { fields, environment, kinds }));
    const { rowCount } = await pool.query(UPDATE_ROWS, [
      id,
      from,
      Math.min(from + CHUNK, batch.rowCount),
      rows.map(({ position }) => position),
      ...rowColumns(checked),
    ]);
    if (rowCount !== rows.length) return false;
  }
  return true;
}

/** The number of the `count`-th row of a file; blank rows have numbers too. */
async function positionOf(pool: Pool, importId: string, count: number): Promise<number> {
  if (count === 0) return 0;
  const { rows } = await pool.query<{ position: number }>(
    "select position from import_row where import_id = $1 order by position offset $2 limit 1",
    [importId, count - 1],
  );
  return rows[0]?.position ?? 0;
}

import type { ClientBase } from "pg";
import { type RowKinds, withKind } from "@/lib/spreadsheet/cells/cell-kind";
import type { MergedCells } from "@/lib/spreadsheet/xlsx/sheet-facts";

const CHUNK = 500;

type KeptRow = { position: number; cells: string[]; kinds: RowKinds };

/**
 * Marks the cells of a file's rows that lie under a merged one, and takes out what is hidden in them: a person sees the
 * value of the first cell over all of them, and the file has it in that one alone. How many blocks cover cells of rows.
 */
export async function coverMerged(
  tx: ClientBase,
  importId: string,
  { merged, width }: { merged: readonly MergedCells[]; width: number },
): Promise<number> {
  const blocks = merged
    .filter(({ firstColumn }) => firstColumn < width)
    .toSorted((a, b) => a.firstRow - b.firstRow);
  const last = blocks.reduce((row, block) => Math.max(row, block.lastRow), 0);
  const used = new Set<MergedCells>();
  let open: MergedCells[] = [];
  let next = 0;
  for (let behind = (blocks[0]?.firstRow ?? 1) - 1; behind < last; ) {
    const { rows } = await tx.query<KeptRow>(
      `select position, cells, kinds from import_row
        where import_id = $1 and position > $2 and position <= $3 order by position limit $4`,
      [importId, behind, last, CHUNK],
    );
    const covered: KeptRow[] = [];
    for (const row of rows) {
      for (let block = blocks[next]; block && block.firstRow <= row.position; block = blocks[next]) {
        open.push(block);
        next += 1;
      }
      open = open.filter(({ lastRow }) => lastRow >= row.position);
      if (open.length === 0) continue;
      for (const block of open) used.add(block);
      covered.push(coverRow(row, open, width));
    }
    await writeCovered(tx, importId, covered);
    behind = rows.at(-1)?.position ?? last;
  }
  return used.size;
}

/** A row without what lies under the first cell of each block. Pure. */
function coverRow(row: KeptRow, blocks: readonly MergedCells[], width: number): KeptRow {
  const cells = [...row.cells];
  let { kinds } = row;
  for (const { firstRow, firstColumn, lastColumn } of blocks) {
    for (let column = firstColumn; column <= Math.min(lastColumn, width - 1); column += 1) {
      if (row.position === firstRow && column === firstColumn) continue;
      while (cells.length <= column) cells.push("");
      cells[column] = "";
      kinds = withKind(kinds, column, { kind: "merged", row: firstRow });
    }
  }
  return { position: row.position, cells, kinds };
}

async function writeCovered(tx: ClientBase, importId: string, rows: readonly KeptRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update import_row r set cells = array(select jsonb_array_elements_text(c.cells)), kinds = c.kinds
       from jsonb_to_recordset($2::jsonb) as c(position int, cells jsonb, kinds jsonb)
      where r.import_id = $1 and r.position = c.position`,
    [importId, JSON.stringify(rows)],
  );
}

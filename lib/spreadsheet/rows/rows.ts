import { SHEET_LIMITS, SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
import { cleanCell } from "@/lib/spreadsheet/cells/cell";
import type { RowKinds } from "@/lib/spreadsheet/cells/cell-kind";
import { isBlank } from "@/lib/text/characters";
import { fromHeadings, isMerchantRow, isNamingRow, namesMostFields } from "./heading-row";
import { isTemplateExample } from "./template-columns";

/** A row as it stands in the file: its number there as the spreadsheet program counts, and its raw cells. */
export type RawRow = { row: number; cells: string[]; kinds?: RowKinds; isHidden?: boolean };

/** A row as it is taken. */
export type SheetRow = {
  /** Its number in the file. */
  row: number;
  cells: string[];
  kinds: RowKinds;
  isHidden: boolean;
  /** How many cells the file gives it, with the blank ones at its end. */
  width: number;
};

// Few, so that little is young whenever the engine clears up.
const BATCH_ROWS = 100;
const BATCH_CHARACTERS = 1_000_000;

/**
 * The rows of a file as the import takes them: cells cleaned, blank rows and untouched examples of the template left
 * out, blank cells behind the last heading cut off; with `fills` a shorter row gets the blank cells that the format
 * does not write. The first row is the headings, blank ones where there are none; a title above those that we know is
 * left out. Throws SheetRefusal where a limit is passed or nothing is there.
 */
export async function* cleanRows(
  raw: AsyncIterable<RawRow[]>,
  { fills }: { fills: boolean },
): AsyncGenerator<SheetRow[]> {
  let batch: SheetRow[] = [];
  let batchCharacters = 0;
  let characters = 0;
  let headings: readonly string[] | null = null;
  let rowCount = 0;
  for await (const rows of fromHeadings(raw)) {
    for (const { row, cells: rawCells, kinds = null, isHidden = false } of rows) {
      const { cells, length } = cleanRow(row, rawCells);
      if (cells.every(isBlankCell)) continue;
      if (headings !== null) {
        if (isTemplateExample(cells) || isHeadingsAgain(cells, headings, rowCount)) continue;
        rowCount += 1;
      } else if (isMerchantRow(cells)) {
        headings = Array<string>(usedLength(cells, 0)).fill("");
        batch.push({ row, cells: [...headings], kinds: null, isHidden: false, width: cells.length });
        rowCount += 1;
      } else headings = cells.slice(0, usedLength(cells, 0));
      characters += length;
      batchCharacters += length;
      if (rowCount > SHEET_LIMITS.rows) throw new SheetRefusal("too_many_rows", { max: SHEET_LIMITS.rows });
      if (characters > SHEET_LIMITS.sheetCharacters) throw new SheetRefusal("inflates_too_much");
      batch.push({ row, cells: fitRow(cells, headings.length, fills), kinds, isHidden, width: cells.length });
      if (batch.length < BATCH_ROWS && batchCharacters < BATCH_CHARACTERS) continue;
      yield batch;
      batch = [];
      batchCharacters = 0;
    }
  }
  if (headings === null) throw new SheetRefusal("empty");
  if (rowCount === 0) throw new SheetRefusal("headings_only");
  if (batch.length > 0) yield batch;
}

/** In so many rows under the headings they may stand in the other language too. */
const OTHER_LANGUAGE_WITHIN = 3;

/** Whether a row is the headings once more, as they stand over every page of a list, or in the other language. */
function isHeadingsAgain(cells: readonly string[], headings: readonly string[], rowsBefore: number): boolean {
  const isSame = (heading: string, place: number) => {
    const cell = cells[place] ?? "";
    return cell === heading || cell.trim().toLowerCase() === heading.trim().toLowerCase();
  };
  if (headings.every(isSame)) return isNamingRow(headings);
  return rowsBefore < OTHER_LANGUAGE_WITHIN && namesMostFields(cells);
}

/** `isBlank`, which nearly every cell answers by its first character. */
export function isBlankCell(text: string): boolean {
  return text === "" || (!/^[!-~]/.test(text) && isBlank(text));
}

function cleanRow(row: number, raw: readonly string[]): { cells: string[]; length: number } {
  if (row > SHEET_LIMITS.lines) throw new SheetRefusal("too_many_lines", { max: SHEET_LIMITS.lines });
  let length = 0;
  const cells = raw.map((text, place) => {
    if (text.length > SHEET_LIMITS.cellCharacters) {
      throw new SheetRefusal("cell_too_long", { row, column: place + 1, max: SHEET_LIMITS.cellCharacters });
    }
    length += text.length;
    return cleanCell(text);
  });
  if (length > SHEET_LIMITS.rowCharacters) {
    throw new SheetRefusal("row_too_long", { row, max: SHEET_LIMITS.rowCharacters });
  }
  if (usedLength(cells, SHEET_LIMITS.columns) > SHEET_LIMITS.columns) {
    throw new SheetRefusal("too_many_columns", { row, max: SHEET_LIMITS.columns });
  }
  return { cells, length };
}

/** How many cells there are up to the last one that is not blank, but not fewer than `least` of those there. */
function usedLength(cells: readonly string[], least: number): number {
  let length = cells.length;
  while (length > least && isBlankCell(cells[length - 1] ?? "")) length -= 1;
  return length;
}

function fitRow(cells: string[], headingCount: number, fills: boolean): string[] {
  const used = cells.slice(0, usedLength(cells, headingCount));
  while (fills && used.length < headingCount) used.push("");
  return used;
}

import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";
import { type Cell, looksLikeFormula } from "@/lib/spreadsheet/cells/written-cell";

/** Without it Excel reads UTF-8 as something else. */
export const BYTE_ORDER_MARK = "\u{FEFF}";

/**
 * One line of a CSV file (RFC 4180), with its end. A cell that a spreadsheet would take for a formula begins with
 * an apostrophe, which our own import takes off again. Moments are `2026-11-12 14:05:09` in the zone, so that they
 * sort and every program reads them.
 */
export function csvLine(cells: readonly Cell[], timeZone: TimeZone): string {
  return `${cells.map((cell) => csvCell(cell, timeZone)).join(",")}\r\n`;
}

/** A file of CSV, piece by piece: headings, then the rows as they come. */
export async function* csvFile(
  headings: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  timeZone: TimeZone,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(headings, timeZone);
  for await (const batch of batches) yield batch.map((cells) => csvLine(cells, timeZone)).join("");
}

function csvCell(cell: Cell, timeZone: TimeZone): string {
  if (cell === null) return "";
  if (cell instanceof Date) return localTime(cell, timeZone);
  return csvText(cell);
}

/**
 * A text as a cell of a CSV file, whatever parts its cells. In quotation marks as soon as anything else could stand
 * between cells too, so that the delimiter is found by counting.
 */
export function csvText(cell: string): string {
  const text = looksLikeFormula(cell) ? `'${cell}` : cell;
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `2026-11-12 14:05:09`. */
export function localTime(at: Date, timeZone: TimeZone): string {
  return new Date(at.getTime() + OFFSET_HOURS[timeZone] * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace("T", " ");
}

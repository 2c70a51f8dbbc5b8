import { normalisePhone } from "@/lib/registrations/input/phone";
import { SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
import { cleanCell } from "@/lib/spreadsheet/cells/cell";
import { isBlank } from "@/lib/text/characters";
import { countFieldNames, countNamedThings } from "./headings";

/** How far down the headings may stand, in rows that are not blank. */
export const HEADINGS_WITHIN = 50;
/** A row that names so many fields as we do is one of headings, wherever it stands … */
export const ENOUGH_FIELD_NAMES = 2;
/** … and one with so many of the words that people have for them. */
export const ENOUGH_NAMED_THINGS = 3;

/** Whether a row is one of headings, ours or those that people have. */
export function isNamingRow(cells: readonly string[]): boolean {
  return countFieldNames(cells) >= ENOUGH_FIELD_NAMES || countNamedThings(cells) >= ENOUGH_NAMED_THINGS;
}

/**
 * The rows without what stands above their headings, and without blank rows up to there. Throws SheetRefusal where the
 * headings stand below one another.
 */
export async function* fromHeadings<Row extends { cells: readonly string[] }>(
  raw: AsyncIterable<Row[]>,
): AsyncGenerator<Row[]> {
  let held: Row[] | null = [];
  for await (const rows of raw) {
    if (held === null) {
      yield rows;
      continue;
    }
    held = held.concat(rows.filter(({ cells }) => filledCells(cells) > 0));
    if (held.length < HEADINGS_WITHIN && !namesMostFields(held[0]?.cells ?? [])) continue;
    yield belowTitle(held);
    held = null;
  }
  if (held !== null) yield belowTitle(held);
}

/** The rows from their headings on; those that stand in two rows, as groups and their parts, are made one. */
function belowTitle<Row extends { cells: readonly string[] }>(rows: readonly Row[]): Row[] {
  const place = headingsPlace(rows.map(({ cells }) => cells));
  const headings = rows[place]?.cells ?? [];
  if (namesMostFields(headings)) return rows.slice(place);
  if (!isNamingRow(headings)) {
    if (isTransposed(rows.map(({ cells }) => cells))) throw new SheetRefusal("transposed");
    return rows.slice(firstMerchant(rows));
  }
  for (const upper of [place, place - 1]) {
    const [above, below] = [rows[upper], rows[upper + 1]];
    const cells = above && below && joinedHeadings(above.cells, below.cells);
    if (cells) return [{ ...below, cells }, ...rows.slice(upper + 2)];
  }
  return rows.slice(place);
}

/** Whether one of the first columns names fields below one another, and merchants stand behind it. */
function isTransposed(rows: readonly (readonly string[])[]): boolean {
  const first = rows.slice(0, HEADINGS_WITHIN);
  const columnAt = (place: number) => first.map((cells) => cells[place] ?? "");
  const labels = [0, 1].find((place) => isNamingRow(columnAt(place)));
  if (labels === undefined) return false;
  const labelled = first.filter((cells) => countNamedThings(cells.slice(labels, labels + 1)) > 0);
  return isMerchantRow(labelled.flatMap((cells) => cells.slice(labels + 1)));
}

/** A title has no more cells. */
const TITLE_CELLS = 2;

/** Where a table without headings begins under a title; 0 where what stands above its first merchant may be headings. */
function firstMerchant(rows: readonly { cells: readonly string[] }[]): number {
  const place = rows.findIndex(({ cells }) => isMerchantRow(cells));
  return rows.slice(0, place).every(({ cells }) => filledCells(cells) <= TITLE_CELLS)
    ? Math.max(place, 0)
    : 0;
}

/**
 * `PIC` above `Nama` and `HP` as `PIC Nama` and `PIC HP`; null where no heading reaches down over both rows, or where
 * that names no more than each row by itself.
 */
function joinedHeadings(above: readonly string[], below: readonly string[]): string[] | null {
  const reachesDown = above.some((upper, place) => !isBlank(upper) && isBlank(below[place] ?? ""));
  if (!reachesDown || isMerchantRow(below)) return null;
  let group = "";
  const joined = Array.from({ length: Math.max(above.length, below.length) }, (_, place) => {
    const [upper = "", lower = ""] = [above[place]?.trim(), below[place]?.trim()];
    if (upper !== "") group = upper;
    return lower === "" ? upper : `${group} ${lower}`.trim();
  });
  const most = Math.max(countNamedThings(above), countNamedThings(below), ENOUGH_NAMED_THINGS - 1);
  return countNamedThings(joined) > most ? joined : null;
}

/**
 * Which of the first rows, none of them blank, is the headings: the one that names most fields as we do, under a title
 * or group headings of any shape; else the one with most of the words that people have for them; else the first.
 */
export function headingsPlace(rows: readonly (readonly string[])[]): number {
  const first = rows.slice(0, HEADINGS_WITHIN);
  const ours = placeOfMost(first.map(countFieldNames), ENOUGH_FIELD_NAMES);
  if (ours !== null) return ours;
  return placeOfMost(first.map(countNamedThings), ENOUGH_NAMED_THINGS) ?? 0;
}

function placeOfMost(counts: readonly number[], enough: number): number | null {
  const most = Math.max(0, ...counts);
  return most >= enough ? counts.indexOf(most) : null;
}

/** Whether a row names so many fields as we do that it is nothing else. */
export function namesMostFields(cells: readonly string[]): boolean {
  return countFieldNames(cells) >= ENOUGH_FIELD_NAMES + 1;
}

const ADDRESS = /^[^\s@:]+@[^\s@]+\.[a-z]{2,}$/i;
const NUMBER_SIGNS = /^[\s'+(]*\d[\d\s().+-]{7,}$/;

/** Whether a row is a merchant's and none of headings: an address stands in one cell of it, a phone number in another. */
export function isMerchantRow(cells: readonly string[]): boolean {
  const isAddress = (cell: string) => ADDRESS.test(cell.trim());
  const isPhone = (cell: string) => NUMBER_SIGNS.test(cell) && normalisePhone(cell, "ID").ok;
  return cells.some(isAddress) && cells.some(isPhone);
}

/** How many cells of a row have something in them. */
export function filledCells(cells: readonly string[]): number {
  return cells.filter((cell) => !isBlank(cleanCell(cell))).length;
}

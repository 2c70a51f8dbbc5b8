import { type Archive, openArchive } from "@/lib/spreadsheet/bytes/archive";
import type { ByteSource } from "@/lib/spreadsheet/bytes/byte-source";
import { SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
import { walkXml } from "@/lib/spreadsheet/bytes/xml";
import { filledCells, HEADINGS_WITHIN, isNamingRow } from "@/lib/spreadsheet/rows/heading-row";
import { countFieldNames, countNamedThings } from "@/lib/spreadsheet/rows/headings";
import type { RawRow } from "@/lib/spreadsheet/rows/rows";
import { type CellWords, SheetCells } from "./sheet-cells";
import { chooseSheet, type SheetGlance } from "./sheet-choice";
import type { OtherSheet, SheetFacts } from "./sheet-facts";
import { readNumberFormats, readSharedStrings, readWorkbook, type WorksheetPart } from "./workbook";

/** A hundred thousand rows of twenty columns are about a quarter of this. */
const SHEET_BYTES = 600 * 1024 * 1024;
/** So far the rows of all sheets that are not read are counted; then they have more than that. */
const COUNTED_BYTES = 16 * 1024 * 1024;
/** Headings stand within this, however many blank cells there are before them. */
const GLANCE_BYTES = 16 * 1024 * 1024;
/** So many sheets of a workbook are looked at. */
const MAX_SHEETS = 50;

export type OpenedXlsx = {
  rows: AsyncGenerator<RawRow[]>;
  /** What is known of the file once its rows have been read. */
  facts(): Promise<SheetFacts>;
};

/**
 * Opens an XLSX workbook: the sheet of the name `wanted`, or the one with the merchants, which gives its rows when
 * they are asked for.
 */
export async function openXlsx(source: ByteSource, wanted: string | null): Promise<OpenedXlsx> {
  const archive = await openArchive(source);
  const parts = await readWorkbook(archive);
  const words: CellWords = {
    strings: await readSharedStrings(archive, parts.sharedStrings),
    formats: await readNumberFormats(archive, parts.styles),
    is1904: parts.is1904,
  };
  const open = { archive, words };
  const sheets = parts.sheets.slice(0, MAX_SHEETS);
  const chosen = await findSheet(open, sheets, wanted);
  const cells = new SheetCells(words);
  return {
    rows: readRows(archive, chosen.part, cells),
    async facts() {
      const others: OtherSheet[] = [];
      const budget = { bytes: COUNTED_BYTES };
      for (const sheet of sheets)
        if (sheet !== chosen) others.push(...(await countOther(open, sheet, budget)));
      return {
        sheet: chosen.name,
        others,
        merged: cells.merged,
        mergedCount: cells.mergedCount,
        hiddenColumns: [...cells.hiddenColumns],
        takenApart: null,
      };
    },
  };
}

/** How much of sheets may still be walked through that are not read. */
type Budget = { bytes: number };

type OpenWorkbook = { archive: Archive; words: CellWords };

async function findSheet(
  open: OpenWorkbook,
  sheets: readonly WorksheetPart[],
  wanted: string | null,
): Promise<WorksheetPart> {
  const [only] = sheets;
  if (only && sheets.length === 1 && only.isVisible) return only;
  const named = sheets.find(({ name }) => name === wanted);
  if (named) return named;
  const glances: SheetGlance[] = [];
  const budget = { bytes: GLANCE_BYTES };
  for (const sheet of sheets)
    glances.push({ ...(await glanceAt(open, sheet, budget)), isVisible: sheet.isVisible });
  const place = chooseSheet(glances);
  const chosen = place === null ? undefined : sheets[place];
  if (chosen?.isVisible) return chosen;
  const [hidden] = chosen ? await countOther(open, chosen, { bytes: COUNTED_BYTES }) : [];
  throw hidden
    ? new SheetRefusal("hidden_sheets_only", { sheet: hidden.name, rows: hidden.rows })
    : new SheetRefusal("empty");
}

/** What the first rows of a sheet say of it. What is wrong further down is told when it is read. */
async function glanceAt(
  open: OpenWorkbook,
  sheet: WorksheetPart,
  budget: Budget,
): Promise<Omit<SheetGlance, "isVisible">> {
  const first: RawRow[] = [];
  await walkOther(open, sheet, budget, (row) => {
    first.push(row);
    return first.length < HEADINGS_WITHIN;
  });
  const cells = first.map((row) => row.cells);
  return {
    rows: first.length,
    fieldNames: Math.max(0, ...cells.map(countFieldNames)),
    namedThings: Math.max(0, ...cells.map(countNamedThings)),
    width: Math.max(0, ...cells.map(filledCells)),
  };
}

/** A sheet that is not read, with how many rows stand under its headings; nothing where there is no row. */
async function countOther(open: OpenWorkbook, sheet: WorksheetPart, budget: Budget): Promise<OtherSheet[]> {
  let rows = 0;
  let headings = 0;
  const isWhole = await walkOther(open, sheet, budget, ({ cells }) => {
    rows += 1;
    const mayBeHeadings = headings === 0 && rows <= HEADINGS_WITHIN;
    if (mayBeHeadings && isNamingRow(cells)) headings = rows;
    return true;
  });
  const count = rows - headings;
  if (count <= 0 && isWhole) return [];
  const { name, isVisible } = sheet;
  return [{ name, rows: count, isMore: !isWhole, isHidden: !isVisible, isOurs: headings > 0 }];
}

/** Walks through the rows of a sheet until `see` has seen enough. Whether it came to the end. */
async function walkOther(
  { archive, words }: OpenWorkbook,
  { part }: WorksheetPart,
  budget: Budget,
  see: (row: RawRow) => boolean,
): Promise<boolean> {
  const cells = new SheetCells(words);
  let isCut = false;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of archive.read(part, SHEET_BYTES)) {
      isCut = budget.bytes <= 0;
      if (isCut) return;
      budget.bytes -= piece.length;
      yield piece;
    }
  }
  try {
    for await (const _ of walkXml(bytes(), cells)) if (!cells.take().every(see)) return false;
    return cells.end().every(see) && !isCut;
  } catch (error) {
    // What is cut off does not end as it should; what is wrong with a sheet that is not read is nobody's concern.
    if (error instanceof SheetRefusal) return false;
    throw error;
  }
}

async function* readRows(archive: Archive, part: string, cells: SheetCells): AsyncGenerator<RawRow[]> {
  for await (const _ of walkXml(archive.read(part, SHEET_BYTES), cells)) {
    const rows = cells.take();
    if (rows.length > 0) yield rows;
  }
  const last = cells.end();
  if (cells.hasFormulasOnly) throw new SheetRefusal("formulas_only");
  if (last.length > 0) yield last;
}

import { pipeline } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import type { ByteSource } from "./byte-source";
import { decodedText } from "./decoded-text";
import { type Delimiter, findDelimiter } from "./delimiter";
import { SHEET_LIMITS, SheetRefusal } from "./refusal";
import type { RawRow } from "./rows";

const BATCH_ROWS = 200;
/** Headings that fill more than this are settled by what is here. */
const SNIFF_CHARACTERS = 64 * 1024;

/** Opens a CSV file: finds its delimiter, and gives its rows when they are asked for. */
export async function openCsv(
  source: ByteSource,
): Promise<{ delimiter: Delimiter; rows: AsyncGenerator<RawRow[]> }> {
  const { delimiter, skip } = findDelimiter(await beginningOf(source));
  return { delimiter, rows: readRows(source, { delimiter, skip }) };
}

async function beginningOf(source: ByteSource): Promise<string> {
  let start = "";
  for await (const text of decodedText(source)) {
    start += text;
    if (start.length >= SNIFF_CHARACTERS) break;
  }
  return start;
}

type CsvForm = { delimiter: Delimiter; skip: number };

/**
 * Strictly first, so that what a spreadsheet program wrote is read to the letter. A quotation mark in the middle of a
 * cell, which programs never write and people do (`Kopi "Senja"`, `="0812"`), makes the rest be read leniently.
 */
async function* readRows(source: ByteSource, form: CsvForm): AsyncGenerator<RawRow[]> {
  let lastRow = 0;
  try {
    for await (const rows of parseRows(source, form, { isLenient: false })) {
      yield rows;
      lastRow = rows.at(-1)?.row ?? lastRow;
    }
  } catch (error) {
    if (!isStrayQuote(error)) throw error;
    for await (const rows of parseRows(source, form, { isLenient: true })) {
      const unread = rows.filter(({ row }) => row > lastRow);
      if (unread.length > 0) yield unread;
    }
  }
}

async function* parseRows(
  source: ByteSource,
  { delimiter, skip }: CsvForm,
  { isLenient }: { isLenient: boolean },
): AsyncGenerator<RawRow[]> {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: isLenient,
  });
  // Its error also comes out of the parser, where it is caught.
  pipeline(guardedText(source, { delimiter, skip }, parser), parser, () => undefined);
  let batch: RawRow[] = [];
  let row = 0;
  try {
    for await (const cells of parser) {
      row += 1;
      if (isLenient && cells.some(swallowedLines)) throw new SheetRefusal("open_quote", { row });
      batch.push({ row, cells });
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED"
      ? new SheetRefusal("open_quote", { row: parser.info.records + 1 }, { cause: error })
      : error;
  }
  if (batch.length > 0) yield batch;
}

function isStrayQuote(error: unknown): boolean {
  return (
    error instanceof CsvError &&
    (error.code === "INVALID_OPENING_QUOTE" || error.code === "CSV_INVALID_CLOSING_QUOTE")
  );
}

/** A cell that opened with a quotation mark and went on over lines until another cell's mark ended it. */
function swallowedLines(cell: string): boolean {
  return cell.startsWith('"') && /[\r\n]/.test(cell);
}

/** The text for the parser, which itself would gather a row of any length: stops where one goes on for too long. */
async function* guardedText(source: ByteSource, form: CsvForm, parser: Parser): AsyncGenerator<string> {
  let skip = form.skip;
  let records = 0;
  let sinceRecord = 0;
  for await (const text of decodedText(source)) {
    yield text.slice(skip);
    skip = 0;
    if (parser.info.records > records) {
      records = parser.info.records;
      sinceRecord = 0;
    }
    sinceRecord += text.length;
    if (sinceRecord > SHEET_LIMITS.rowCharacters + text.length) throw endlessRow(records + 1, text, form);
  }
}

/** Why a row does not end, by a piece out of its middle. */
function endlessRow(row: number, piece: string, { delimiter }: CsvForm): SheetRefusal {
  if (/[\r\n]/.test(piece)) return new SheetRefusal("open_quote", { row });
  const columns = piece.split(delimiter).length;
  if (columns > SHEET_LIMITS.columns) {
    return new SheetRefusal("too_many_columns", { row, max: SHEET_LIMITS.columns });
  }
  return new SheetRefusal("cell_too_long", { row, column: 0, max: SHEET_LIMITS.cellCharacters });
}

import { pipeline } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import type { ByteSource } from "@/lib/spreadsheet/bytes/byte-source";
import { decodedText } from "@/lib/spreadsheet/bytes/decoded-text";
import { SHEET_LIMITS, SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
import type { RawRow } from "@/lib/spreadsheet/rows/rows";
import { NO_FACTS, type SheetFacts } from "@/lib/spreadsheet/xlsx/sheet-facts";
import { type CsvForm, DELIMITERS, findCsvForm } from "./delimiter";

const BATCH_ROWS = 200;
/** Headings that fill more than this are settled by what is here. */
const SNIFF_CHARACTERS = 64 * 1024;

/** Opens a CSV file: finds how it is written, and gives its rows when they are asked for. */
export async function openCsv(
  source: ByteSource,
): Promise<{ delimiter: string; rows: AsyncGenerator<RawRow[]>; facts: () => Promise<SheetFacts> }> {
  const form = findCsvForm(await beginningOf(source));
  const texts = () => textBehind(source, form.skip);
  const lines: Lines = { apart: 0, asTheyAre: 0 };
  return {
    // What only its own first line names would not be found in a result file, which has no such line.
    delimiter: DELIMITERS.find((known) => known === form.delimiter) ?? ",",
    rows: unwrapLines(readRows({ ...form, delimiter: form.outer, texts }), form.delimiter, lines),
    facts: async () => ({ ...NO_FACTS, takenApart: takenApart(lines) }),
  };
}

/** How many lines of a file were taken apart, and how many others have more than one cell. */
type Lines = { apart: number; asTheyAre: number };

function takenApart({ apart, asTheyAre }: Lines): SheetFacts["takenApart"] {
  if (apart === 0) return null;
  return asTheyAre === 0 ? "all" : "some";
}

/** So many cells are a line of a table, and no text with a comma in it. */
const LINE_CELLS = 3;

/**
 * Takes apart lines that stand in quotation marks as a whole: what a spreadsheet program makes of a CSV file that it
 * opened as one column. Where other lines are not like that, theirs is the number of cells that has to come out.
 */
async function* unwrapLines(
  rows: AsyncGenerator<RawRow[]>,
  delimiter: string,
  lines: Lines,
): AsyncGenerator<RawRow[]> {
  let width: number | null = null;
  for await (const batch of rows) {
    yield batch.map((row) => {
      const [line = "", ...others] = row.cells;
      const isLone = line.includes(delimiter) && others.every((cell) => cell.trim() === "");
      const inner = isLone ? splitLine(line, delimiter) : null;
      const isLine = inner !== null && inner.length >= LINE_CELLS && (width ?? inner.length) === inner.length;
      const cells = isLine ? inner : row.cells;
      if (cells.length > 1) width = cells.length;
      if (isLine) lines.apart += 1;
      else if (others.length > 0) lines.asTheyAre += 1;
      return { ...row, cells };
    });
  }
}

function splitLine(line: string, delimiter: string): string[] | null {
  try {
    const records: string[][] = parseAtOnce(line, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch (error) {
    // A quotation mark that is not closed: text, and no line of a table.
    if (error instanceof CsvError) return null;
    throw error;
  }
}

async function beginningOf(source: ByteSource): Promise<string> {
  let start = "";
  for await (const text of decodedText(source)) {
    start += text;
    if (start.length >= SNIFF_CHARACTERS) break;
  }
  return start;
}

async function* textBehind(source: ByteSource, skip: number): AsyncGenerator<string> {
  let left = skip;
  for await (const text of decodedText(source)) {
    yield text.slice(left);
    left = 0;
  }
}

type CsvFile = Pick<CsvForm, "delimiter" | "quote" | "isSpaced"> & {
  /** The text from its beginning, each time it is asked for. */
  texts: () => AsyncGenerator<string>;
};

/**
 * Strictly first, so that what a spreadsheet program wrote is read to the letter. A quotation mark in the middle of a
 * cell, which programs never write and people do (`Kopi "Senja"`, `="0812"`), makes the rest be read leniently.
 */
async function* readRows(file: CsvFile): AsyncGenerator<RawRow[]> {
  let lastRow = 0;
  try {
    for await (const rows of strictRows(file)) {
      yield rows;
      lastRow = rows.at(-1)?.row ?? lastRow;
    }
  } catch (error) {
    if (!isStrayQuote(error)) throw error;
    for await (const rows of parseRows(file.texts(), { ...file, rowsBefore: 0, isLenient: true })) {
      const unread = rows.filter(({ row }) => row > lastRow);
      if (unread.length > 0) yield unread;
    }
  }
}

const LINE_END = /\r\n|\n|\r/;

/**
 * Up to the first quotation mark a CSV file is lines and delimiters; splitting them is ten times as fast as the
 * parser, which takes over from the line with the mark.
 */
async function* strictRows({ texts, ...form }: CsvFile): AsyncGenerator<RawRow[]> {
  const { delimiter, quote } = form;
  const pieces = texts();
  let row = 0;
  let rest = "";
  const rowOf = (line: string): RawRow => {
    row += 1;
    return { row, cells: line.split(delimiter) };
  };
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    const text = rest + next.value;
    if (text.includes(quote)) {
      yield* parseRows(startingWith(text, pieces), { ...form, rowsBefore: row, isLenient: false });
      return;
    }
    // A carriage return at the end may be half of a line end.
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(LINE_END);
    rest = (lines.pop() ?? "") + text.slice(end);
    if (lines.length > 0) yield lines.map(rowOf);
    if (rest.length > SHEET_LIMITS.rowCharacters) throw endlessRow(row + 1, next.value, delimiter);
  }
  if (rest !== "") yield [rowOf(rest.replace(/\r$/, ""))];
}

async function* startingWith(text: string, others: AsyncGenerator<string>): AsyncGenerator<string> {
  yield text;
  yield* others;
}

type Parsing = Pick<CsvForm, "delimiter" | "quote" | "isSpaced"> & { rowsBefore: number; isLenient: boolean };

async function* parseRows(
  texts: AsyncGenerator<string>,
  { delimiter, quote, isSpaced, rowsBefore, isLenient }: Parsing,
): AsyncGenerator<RawRow[]> {
  const parser = parse({
    delimiter,
    quote,
    escape: quote,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: isLenient,
    ltrim: isSpaced,
    // A word behind a quotation mark is an error wherever spaces behind marks are taken away.
    rtrim: isSpaced && !isLenient,
  });
  // Its error also comes out of the parser, where it is caught.
  pipeline(guardedText(texts, { delimiter, rowsBefore, parser }), parser, () => undefined);
  let batch: RawRow[] = [];
  let row = rowsBefore;
  let blankLines = 0;
  try {
    for await (const cells of parser) {
      row += 1;
      // The parser takes as long for a line of another width as for twenty others.
      if (cells.length === 1 && cells[0] === "") blankLines += 1;
      if (blankLines > SHEET_LIMITS.blankLines)
        throw new SheetRefusal("too_many_blank_lines", { max: SHEET_LIMITS.blankLines });
      if (isLenient && cells.some((cell: string) => swallowedLines(cell, quote)))
        throw new SheetRefusal("open_quote", { row });
      batch.push({
        row,
        cells: isSpaced && isLenient ? cells.map((cell: string) => unquoted(cell, quote)) : cells,
      });
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED"
      ? new SheetRefusal("open_quote", { row: rowsBefore + parser.info.records + 1 }, { cause: error })
      : error;
  }
  if (batch.length > 0) yield batch;
}

const STRAY_QUOTE: readonly string[] = [
  "INVALID_OPENING_QUOTE",
  "CSV_INVALID_CLOSING_QUOTE",
  "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE",
];

function isStrayQuote(error: unknown): boolean {
  return error instanceof CsvError && STRAY_QUOTE.includes(error.code);
}

/** A cell without the spaces behind it, and without its quotation marks where those spaces kept them in it. */
function unquoted(cell: string, quote: string): string {
  const text = cell.trimEnd();
  const inner = text.length > 1 && text.startsWith(quote) && text.endsWith(quote) ? text.slice(1, -1) : quote;
  return inner.includes(quote) ? text : inner;
}

/** A cell that opened with a quotation mark and went on over lines until another cell's mark ended it. */
function swallowedLines(cell: string, quote: string): boolean {
  return cell.startsWith(quote) && /[\r\n]/.test(cell);
}

/** The text for the parser, which itself would gather a row of any length: stops where one goes on for too long. */
async function* guardedText(
  texts: AsyncGenerator<string>,
  { delimiter, rowsBefore, parser }: { delimiter: string; rowsBefore: number; parser: Parser },
): AsyncGenerator<string> {
  let records = 0;
  let sinceRecord = 0;
  for await (const text of texts) {
    yield text;
    if (parser.info.records > records) {
      records = parser.info.records;
      sinceRecord = 0;
    }
    sinceRecord += text.length;
    if (sinceRecord > SHEET_LIMITS.rowCharacters + text.length) {
      throw endlessRow(rowsBefore + records + 1, text, delimiter);
    }
  }
}

/** Why a row does not end, by a piece out of its middle, which is longer than two cells may be. */
function endlessRow(row: number, piece: string, delimiter: string): SheetRefusal {
  if (LINE_END.test(piece)) return new SheetRefusal("open_quote", { row });
  const cells = piece.split(delimiter).length;
  if (cells === 1) {
    return new SheetRefusal("cell_too_long", { row, column: 0, max: SHEET_LIMITS.cellCharacters });
  }
  return cells > SHEET_LIMITS.columns
    ? new SheetRefusal("too_many_columns", { row, max: SHEET_LIMITS.columns })
    : new SheetRefusal("row_too_long", { row, max: SHEET_LIMITS.rowCharacters });
}

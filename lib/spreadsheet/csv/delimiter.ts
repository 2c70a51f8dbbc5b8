import { HEADINGS_WITHIN, headingsPlace } from "@/lib/spreadsheet/rows/heading-row";
import { countFieldNames, countNamedThings } from "@/lib/spreadsheet/rows/headings";

/** What may stand between the cells of a CSV file; of equals the first wins. */
export const DELIMITERS = ["\t", ";", ",", "|"] as const;

/** The line by which Excel is told the delimiter, whichever sign that is. */
const DECLARED = /^(?:sep=([^\s\w"'\\]|\t)|"sep=([^\s\w"'\\]|\t)")(?:\r\n|\n|\r|$)/i;

/** How a CSV file is written. */
export type CsvForm = {
  delimiter: string;
  /** What stands between lines as a whole in quotation marks and the blank cells behind them; else the delimiter. */
  outer: string;
  /** How many characters of its beginning say nothing else. */
  skip: number;
  /** In which marks cells stand that have a delimiter in them. */
  quote: '"' | "'";
  /** Whether spaces stand between delimiters and the quotation marks of cells. */
  isSpaced: boolean;
};

/**
 * How a CSV file is written, by its beginning. The delimiter is the one that stands most often outside quotation marks
 * in the line of the headings: the first line that is not blank, or the one with our headings where that stands below,
 * under a title. Where every line is one cell in quotation marks, it is the one within. Cells may stand in `'` as they
 * do in `"`.
 */
export function findCsvForm(start: string): CsvForm {
  return isSingleQuoted(start) ? formOf(swapQuotes(start), "'") : formOf(start, '"');
}

function formOf(start: string, quote: CsvForm["quote"]): CsvForm {
  const isSpaced = /[,;|] +""|"" +[,;|]/.test(withoutQuoted(start));
  const declared = DECLARED.exec(start);
  const named = declared?.[1] ?? declared?.[2];
  if (declared && named) return { delimiter: named, outer: named, quote, skip: declared[0].length, isSpaced };
  const { line, behind } = headingLine(start);
  let best: string = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = line.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return { delimiter: best, outer: behind ?? best, quote, skip: 0, isSpaced };
}

function swapQuotes(text: string): string {
  return text.replace(/['"]/g, (mark) => (mark === "'" ? '"' : "'"));
}

/** Whether cells stand in `'`: each of the first lines can be read so, and in half of them two cells or more do. */
function isSingleQuoted(start: string): boolean {
  if (!start.includes("'")) return false;
  const lines = start.split(LINE_END).filter(isFilled).slice(0, HEADINGS_WITHIN);
  return DELIMITERS.some((delimiter) => {
    let [rows, quoted, open, openLines] = [0, 0, "", 0];
    for (const line of lines) {
      const count = countSingleQuoted(open + line, delimiter);
      openLines = count === null ? openLines + 1 : 0;
      open = count === null ? `${open}${line}\n` : "";
      if (openLines > CELL_LINES) return false;
      if (count !== null) rows += 1;
      if (count !== null && count > 1) quoted += 1;
    }
    return open === "" && rows > 0 && quoted * 2 >= rows;
  });
}

/** A mark before what would else be a formula keeps it text, unless another one stands at its end. */
const OPENING = /^\s*'(?:(?![=+\-@\t\r])|.*'\s*$)/s;

/** A cell may go on over so many line ends. */
const CELL_LINES = 5;

/** How many cells of a line stand in `'`; null where a cell that opens with one does not end with one. */
function countSingleQuoted(line: string, delimiter: string): number | null {
  let count = 0;
  let open: string | null = null;
  for (const piece of line.split(delimiter)) {
    const begins = open === null && OPENING.test(piece);
    if (begins) open = piece.trimStart().slice(1);
    else if (open !== null) open += piece;
    // Two of them at the end are one that stands in the cell.
    if (open === null || !/(?<!')(?:'')*'$/.test(open.trimEnd())) continue;
    open = null;
    count += 1;
  }
  return open === null ? count : null;
}

function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*(?:""[^"]*)*(?:"|$)/g, '""');
}

/** A line that is one cell in quotation marks, without them. */
const WRAPPED = /^ *"((?:[^"]|"")*)"([\t,;|]?)[\s,;|]*$/;

/** The line to go by, without what stands in quotation marks; `behind` is the sign behind a line that is one cell. */
function headingLine(start: string): { line: string; behind: string | null } {
  const lines = withoutQuoted(start).split(LINE_END).filter(isFilled);
  const [first = ""] = lines;
  if (!/^ *""[\s,;|]*$/.test(first)) return { line: bestOf(lines), behind: null };
  const matches = start
    .split(LINE_END)
    .slice(0, HEADINGS_WITHIN)
    .map((line) => WRAPPED.exec(line));
  const inner = matches.flatMap((match) => match?.[1]?.replaceAll('""', '"') ?? []).filter(isFilled);
  const line = bestOf(inner.map(withoutQuoted));
  const isTable = DELIMITERS.some((delimiter) => line.includes(delimiter));
  return isTable
    ? { line, behind: matches.find(Boolean)?.[2] || null }
    : { line: bestOf(lines), behind: null };
}

const LINE_END = /\r\n|\n|\r/;

function isFilled(line: string): boolean {
  return /[^\s,;|]/.test(line);
}

/** Of the first lines the one that names most, by the delimiter that shows most of it; else the first of a table. */
function bestOf(lines: readonly string[]): string {
  const first = lines.slice(0, HEADINGS_WITHIN);
  const named = DELIMITERS.map((delimiter) => {
    const rows = first.map((line) => line.split(delimiter));
    const place = headingsPlace(rows);
    return { place, count: countFieldNames(rows[place] ?? []) * 10 + countNamedThings(rows[place] ?? []) };
  });
  const most = named.reduce((best, each) => (each.count > best.count ? each : best));
  const table = first.findIndex((line) => DELIMITERS.some((delimiter) => line.includes(delimiter)));
  return first[most.count > 1 ? most.place : Math.max(table, 0)] ?? "";
}

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
  /** Whether spaces stand between delimiters and the quotation marks of cells. */
  isSpaced: boolean;
};

/**
 * How a CSV file is written, by its beginning. The delimiter is the one that stands most often outside quotation marks
 * in the line of the headings: the first line that is not blank, or the one with our headings where that stands below,
 * under a title. Where every line is one cell in quotation marks, it is the one within.
 */
export function findCsvForm(start: string): CsvForm {
  const isSpaced = /[,;|] +""|"" +[,;|]/.test(withoutQuoted(start));
  const declared = DECLARED.exec(start);
  const named = declared?.[1] ?? declared?.[2];
  if (declared && named) return { delimiter: named, outer: named, skip: declared[0].length, isSpaced };
  const { line, behind } = headingLine(start);
  let best: string = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = line.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return { delimiter: best, outer: behind ?? best, skip: 0, isSpaced };
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
  return first[most.count > 1 ? most.place : 0] ?? "";
}

import { countFieldNames, ENOUGH_FIELD_NAMES } from "./headings";
import { TITLE_ROWS } from "./rows";

/** What may stand between the cells of a CSV file; of equals the first wins. */
export const DELIMITERS = ["\t", ";", ","] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The line by which Excel is told the delimiter. */
const DECLARED = /^sep=([\t;,])(?:\r\n|\n|\r|$)/i;

/**
 * The delimiter of a CSV file by its beginning, and how many characters of it say nothing else. It is the one that
 * stands most often outside quotation marks in the first line that is not blank, or in the one with our headings where
 * that stands a little below, under a title.
 */
export function findDelimiter(start: string): { delimiter: Delimiter; skip: number } {
  const declared = DECLARED.exec(start);
  const named = DELIMITERS.find((delimiter) => delimiter === declared?.[1]);
  if (declared && named) return { delimiter: named, skip: declared[0].length };
  const line = headingLine(start);
  let best: Delimiter = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = line.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return { delimiter: best, skip: 0 };
}

/** The line to go by, without what stands in quotation marks. */
function headingLine(start: string): string {
  const bare = start.replace(/"[^"]*(?:""[^"]*)*(?:"|$)/g, '""');
  const lines = bare.split(/\r\n|\n|\r/).filter((line) => /[^\s,;]/.test(line));
  const ours = lines.slice(0, 1 + TITLE_ROWS).find(namesFields);
  return ours ?? lines[0] ?? "";
}

function namesFields(line: string): boolean {
  return DELIMITERS.some((delimiter) => countFieldNames(line.split(delimiter)) >= ENOUGH_FIELD_NAMES);
}

import type { ByteSource } from "./byte-source";
import { openCsv } from "./read-csv";
import { openXlsx } from "./read-xlsx";
import { recogniseFile } from "./recognise";
import { cleanRows } from "./rows";

export type { ByteSource } from "./byte-source";
export { SHEET_LIMITS, SHEET_REFUSALS, SheetRefusal, type SheetRefusalCode } from "./refusal";

export type Sheet = {
  format: "csv" | "xlsx";
  /** How a CSV file parts its cells. */
  delimiter: string | null;
  /** A few hundred rows at a time; the first row of the first batch is the headings. Read once. */
  batches: AsyncGenerator<string[][]>;
};

/**
 * Opens a spreadsheet and reads it row by row: cells cleaned (`cleanCell`), blank rows left out. The same bytes give
 * the same rows every time. Throws SheetRefusal, also while `batches` is read.
 */
export async function openSheet(source: ByteSource, _options: { fileName: string }): Promise<Sheet> {
  if ((await recogniseFile(source)) === "archive") {
    const { rows } = await openXlsx(source);
    return { format: "xlsx", delimiter: null, batches: cleanRows(rows, { fills: true }) };
  }
  const { delimiter, rows } = await openCsv(source);
  return { format: "csv", delimiter, batches: cleanRows(rows, { fills: false }) };
}

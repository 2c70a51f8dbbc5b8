import type { ByteSource } from "./byte-source";
import { openCsv } from "./read-csv";
import { openXlsx } from "./read-xlsx";
import { recogniseFile } from "./recognise";
import { cleanRows, type SheetRow } from "./rows";
import type { SheetFacts } from "./sheet-facts";

export type { ByteSource } from "./byte-source";
export { SHEET_LIMITS, SHEET_REFUSALS, SheetRefusal, type SheetRefusalCode } from "./refusal";
export type { SheetRow } from "./rows";

export type Sheet = {
  format: "csv" | "xlsx";
  /** How a CSV file parts its cells. */
  delimiter: string | null;
  /** A few hundred rows at a time; the first row of the first batch is the headings. Read once. */
  batches: AsyncGenerator<SheetRow[]>;
  /** What the file says beside its rows; known once they have been read. */
  facts(): Promise<SheetFacts>;
};

/**
 * Opens a spreadsheet and reads it row by row: cells cleaned (`cleanCell`), blank rows left out. Of a workbook it is
 * the sheet named `sheet`, or the one with the merchants. The same bytes give the same rows every time. Throws
 * SheetRefusal, also while `batches` is read.
 */
export async function openSheet(
  source: ByteSource,
  { sheet = null }: { fileName: string; sheet?: string | null },
): Promise<Sheet> {
  if ((await recogniseFile(source)) === "archive") {
    const { rows, facts } = await openXlsx(source, sheet);
    return { format: "xlsx", delimiter: null, batches: cleanRows(rows, { fills: true }), facts };
  }
  const { delimiter, rows, facts } = await openCsv(source);
  return { format: "csv", delimiter, batches: cleanRows(rows, { fills: false }), facts };
}

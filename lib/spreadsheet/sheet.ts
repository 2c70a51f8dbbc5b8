import type { ByteSource } from "@/lib/spreadsheet/bytes/byte-source";
import { recogniseFile } from "@/lib/spreadsheet/bytes/recognise";
import { openCsv } from "@/lib/spreadsheet/csv/read";
import { cleanRows, type SheetRow } from "@/lib/spreadsheet/rows/rows";
import { openXlsx } from "@/lib/spreadsheet/xlsx/read";
import type { SheetFacts } from "@/lib/spreadsheet/xlsx/sheet-facts";

export type { ByteSource } from "@/lib/spreadsheet/bytes/byte-source";
export { SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
export type { SheetRow } from "@/lib/spreadsheet/rows/rows";

export type Sheet = {
  format: "csv" | "xlsx";
  /** How a CSV file parts its cells. */
  delimiter: string | null;
  /** A hundred rows at a time; the first row of the first batch is the headings. Read once. */
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

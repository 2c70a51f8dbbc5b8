import { Readable } from "node:stream";
import { BYTE_ORDER_MARK, csvText } from "@/lib/spreadsheet/csv/write";
import { streamWorkbook } from "@/lib/spreadsheet/xlsx/write";

export type SheetToWrite = {
  format: "csv" | "xlsx";
  /** Between the cells of a CSV file. */
  delimiter: string;
  headings: readonly string[];
  /** Read to its end, batch by batch, as fast as the file is taken. */
  rows: AsyncIterable<readonly (readonly string[])[]>;
  /** Which of them a workbook hides. */
  isHidden?: (cells: readonly unknown[]) => boolean;
};

/** The name of the sheet in Excel: the product's, since the file has a name of its own. */
export const SHEET_NAME = "Mitra";

/**
 * A spreadsheet as a stream of bytes. No cell is a formula: in CSV one that looks like it begins with `'`, which
 * `openSheet` takes off again, in XLSX every cell is text. What `openSheet` gave comes back as it was.
 */
export function writeSheet({ format, delimiter, headings, rows, isHidden }: SheetToWrite): Readable {
  if (format === "xlsx") return streamWorkbook({ sheetName: SHEET_NAME, headings, rows, isHidden });
  return Readable.from(csvLines(delimiter, headings, rows), { objectMode: false });
}

async function* csvLines(
  delimiter: string,
  headings: readonly string[],
  rows: SheetToWrite["rows"],
): AsyncGenerator<string> {
  const lineOf = (cells: readonly string[]) => `${cells.map(csvText).join(delimiter)}\r\n`;
  yield BYTE_ORDER_MARK + lineOf(headings);
  for await (const batch of rows) yield batch.map(lineOf).join("");
}

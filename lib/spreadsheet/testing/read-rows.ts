import type { SheetFacts } from "@/lib/spreadsheet/xlsx/sheet-facts";
import type { ByteSource, SheetRow } from "../sheet";
import { openSheet, SheetRefusal } from "../sheet";

/** Bytes in memory as a file. */
export function sourceOf(file: Uint8Array | string): ByteSource {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}

type Refused = { refused: string; params: Record<string, string | number> };

/** The cells of all rows of a file with its headings, or the refusal as code and params. */
export async function readRows(file: Uint8Array | string | ByteSource): Promise<string[][] | Refused> {
  const read = await readSheet(file);
  return "refused" in read ? read : read.rows.map(({ cells }) => cells);
}

/** All that is read of a file, of the sheet of that name where one is given. */
export async function readSheet(
  file: Uint8Array | string | ByteSource,
  sheetName: string | null = null,
): Promise<{ rows: SheetRow[]; facts: SheetFacts } | Refused> {
  const source = typeof file === "object" && "read" in file ? file : sourceOf(file);
  try {
    const sheet = await openSheet(source, { fileName: "merchants", sheet: sheetName });
    const rows: SheetRow[] = [];
    for await (const batch of sheet.batches) rows.push(...batch);
    return { rows, facts: await sheet.facts() };
  } catch (error) {
    if (!(error instanceof SheetRefusal)) throw error;
    return { refused: error.code, params: error.params };
  }
}

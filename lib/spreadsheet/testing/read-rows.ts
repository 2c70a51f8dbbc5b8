import type { ByteSource } from "../sheet";
import { openSheet, SheetRefusal } from "../sheet";

/** Bytes in memory as a file. */
export function sourceOf(file: Uint8Array | string): ByteSource {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}

/** All rows of a file with its headings, or the refusal as code and params. */
export async function readRows(
  file: Uint8Array | string | ByteSource,
): Promise<string[][] | { refused: string; params: Record<string, string | number> }> {
  const source = typeof file === "object" && "read" in file ? file : sourceOf(file);
  try {
    const sheet = await openSheet(source, { fileName: "merchants" });
    const rows: string[][] = [];
    for await (const batch of sheet.batches) rows.push(...batch);
    return rows;
  } catch (error) {
    if (!(error instanceof SheetRefusal)) throw error;
    return { refused: error.code, params: error.params };
  }
}

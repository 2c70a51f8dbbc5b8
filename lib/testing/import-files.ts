import { Readable } from "node:stream";
import type { Pool } from "pg";
import type { UserActor } from "@/lib/authority/actor";
import type { ImportRowView } from "@/lib/imports/import-view";
import { listImportRows } from "@/lib/imports/queries";
import { readImport } from "@/lib/imports/reading/read";
import { receiveFile } from "@/lib/imports/reading/upload";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { COLUMN_NAMES } from "@/lib/spreadsheet/rows/headings";
import { makeMerchant } from "@/lib/testing/registrations";

/** The columns of the template. */
export const HEADINGS = Object.values(COLUMN_NAMES.en);

type Cells = Partial<Record<(typeof HEADINGS)[number], string>>;

/** A row of these columns, of a merchant unlike any other; without a partner reference. */
export function makeRow(cells: Cells = {}): string[] {
  const merchant = makeMerchant({ partnerReference: "" });
  return REGISTRATION_FIELDS.map((field) => cells[COLUMN_NAMES.en[field]] ?? merchant[field]);
}

/** A CSV file with every cell in quotes. */
export function csvOf(rows: readonly (readonly string[])[], headings: readonly string[] = HEADINGS): string {
  return [headings, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n");
}

/** The bytes in pieces, as they come from a browser. */
export async function* piecesOfText(text: string, length = 60_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Hands a file in, as text or as bytes, and does not read it. */
export async function handIn(actor: UserActor, file: string | Buffer): Promise<string> {
  const [bytes, name] =
    typeof file === "string"
      ? [piecesOfText(file), "merchants.csv"]
      : [Readable.from([file]), "merchants.xlsx"];
  const result = await receiveFile(actor, { name, bytes, announcedBytes: null });
  if (result.kind !== "received") throw new Error(`The file of the test was not taken: ${result.kind}`);
  return result.id;
}

/** Hands a file in and has it read and checked. */
export async function checkFile(pool: Pool, actor: UserActor, file: string | Buffer): Promise<string> {
  const id = await handIn(actor, file);
  await readImport(pool, id, () => false);
  return id;
}

/** All rows of a batch. */
export async function rowsOf(actor: UserActor, id: string): Promise<ImportRowView[]> {
  const rows: ImportRowView[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await listImportRows(actor, id, { states: null, after, limit: 500 });
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}

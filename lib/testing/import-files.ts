import { Readable } from "node:stream";
import type { Pool } from "pg";
import type { UserActor } from "@/lib/authority/actor";
import type { ImportRowView } from "@/lib/imports/import-view";
import { listImportRows } from "@/lib/imports/queries";
import { readImport } from "@/lib/imports/reading/read";
import { receiveFile } from "@/lib/imports/reading/upload";
import { makeMerchant } from "@/lib/testing/registrations";

/** The seven columns of the template. */
export const HEADINGS = [
  "business_name",
  "representative_name",
  "representative_email",
  "phone_number",
  "invited_user_email",
  "referral_code",
  "partner_reference",
] as const;

type Cells = Partial<Record<(typeof HEADINGS)[number], string>>;

/** A row of the seven columns, of a merchant unlike any other; without a partner reference. */
export function makeRow(cells: Cells = {}): string[] {
  const merchant = makeMerchant({ partnerReference: "" });
  const own: Required<Cells> = {
    business_name: merchant.businessName,
    representative_name: merchant.representativeName,
    representative_email: merchant.representativeEmail,
    phone_number: merchant.phoneNumber,
    invited_user_email: merchant.invitedUserEmail,
    referral_code: merchant.referralCode,
    partner_reference: merchant.partnerReference,
    ...cells,
  };
  return HEADINGS.map((heading) => own[heading]);
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

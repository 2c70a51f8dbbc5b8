/** The columns of the file, in its order. */
export const COLUMNS = [
  "business_name",
  "representative_name",
  "representative_email",
  "phone_number",
  "invited_user_email",
  "referral_code",
  "partner_reference",
  "Catatan",
] as const;
export type Column = (typeof COLUMNS)[number];
export type FileRow = Record<Column, string>;

/** One way in which people's files are wrong: a cell, and what stands in it. */
export type Defect = { column: Column; text: string };

const EMAIL = "representative_email";
const INVITED = "invited_user_email";
const PHONE = "phone_number";
const REFERENCE = "partner_reference";

/** Forty of them, each a problem of its own row. The last two repeat `usedReference` and the reference of the first row. */
export function listDefects({
  firstReference,
  usedReference,
}: Record<"firstReference" | "usedReference", string>): Defect[] {
  return [
    { column: "business_name", text: "" },
    { column: "business_name", text: "\u200b\u00a0 " },
    { column: "business_name", text: "K".repeat(226) },
    { column: "representative_name", text: "" },
    { column: "representative_name", text: "B".repeat(226) },
    { column: EMAIL, text: "" },
    { column: EMAIL, text: "budi" },
    { column: EMAIL, text: "budi@" },
    { column: EMAIL, text: "@kopisenja.example" },
    { column: EMAIL, text: "budi@kopisenja" },
    { column: EMAIL, text: "budi@kopisenja..example" },
    { column: EMAIL, text: "budi@-kopisenja.example" },
    { column: EMAIL, text: "budi@127.0.0.1" },
    { column: EMAIL, text: "budi santoso@kopisenja.example" },
    { column: EMAIL, text: "budi@kopisenja.example, ani@kopisenja.example" },
    { column: EMAIL, text: "budi@kopi_senja.example" },
    { column: EMAIL, text: "budi@@kopisenja.example" },
    { column: EMAIL, text: "budi@kopisenj\u0430.example" },
    { column: EMAIL, text: "budi\u0007@kopisenja.example" },
    { column: PHONE, text: "" },
    { column: PHONE, text: "8.15102E+10" },
    { column: PHONE, text: "081510229216 / 081234567890" },
    { column: PHONE, text: "0878" },
    { column: PHONE, text: "08151022921608151022921608" },
    { column: PHONE, text: "08CALLSENJA" },
    { column: PHONE, text: "81510229216.5" },
    { column: PHONE, text: "021 5795000 ext 12" },
    { column: PHONE, text: "+999 815 1022 9216" },
    { column: INVITED, text: "" },
    { column: INVITED, text: "tamu" },
    { column: INVITED, text: "tamu@kopisenja.example\nani@kopisenja.example" },
    { column: INVITED, text: "tamu@kopisenja.c" },
    { column: "referral_code", text: "ABCDEFG" },
    { column: "referral_code", text: "A-B" },
    { column: "referral_code", text: "A B" },
    { column: REFERENCE, text: "KOPI 12" },
    { column: REFERENCE, text: "KOPI/12" },
    { column: REFERENCE, text: "K".repeat(65) },
    { column: REFERENCE, text: usedReference },
    { column: REFERENCE, text: firstReference.toLowerCase() },
  ];
}

/** A merchant unlike any other of the run. */
export function makeRow(run: string, number: number): FileRow {
  const word = `${run}r${number}`;
  return {
    business_name: `Kopi Senja ${word}`,
    representative_name: "Budi Santoso",
    representative_email: `budi.${word}@kopisenja.example`,
    phone_number: `0812${String(10_000_000 + number)}`,
    invited_user_email: `undangan.${word}@kopisenja.example`,
    referral_code: "",
    partner_reference: `KOPI-${run}-${number}`.toUpperCase(),
    // What a spreadsheet would carry out; it is theirs and comes back as text.
    Catatan: number % 10 === 0 ? `=1+${number}` : `baris ${number}`,
  };
}

/** The file as text, with the heading. */
export function writeCsv(rows: readonly FileRow[]): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return [line(COLUMNS), ...rows.map((row) => line(COLUMNS.map((column) => row[column])))].join("\r\n");
}

import { FIELD_COLUMNS } from "./headings";

/** The columns of the template, as its headings. */
export const TEMPLATE_HEADINGS: readonly string[] = Object.keys(FIELD_COLUMNS);

/**
 * Rows that show how a row is filled in. The merchants do not exist, so a file that still has one to the letter
 * does not register it.
 */
export const TEMPLATE_EXAMPLES: readonly (readonly string[])[] = [
  ["Kopi Senja", "Budi Contoh", "budi@kopisenja.example", "081234567890", "kasir@kopisenja.example", "", ""],
  [
    "Toko Roti Pelangi",
    "Siti Contoh",
    "siti@rotipelangi.example",
    "+62 812-3456-7891",
    "siti@rotipelangi.example",
    "ABC123",
    "CONTOH-0002",
  ],
];

const EMAIL_COLUMN = TEMPLATE_HEADINGS.indexOf("representative_email");
/** Looked up by one cell, because every row of a long file is asked. */
const EXAMPLES = new Map(TEMPLATE_EXAMPLES.map((example) => [example[EMAIL_COLUMN], example]));

/** Whether a row is one of the examples, whatever blank columns were added behind it. */
export function isTemplateExample(cells: readonly string[]): boolean {
  const example = EXAMPLES.get(cells[EMAIL_COLUMN]);
  if (!example) return false;
  const length = Math.max(cells.length, example.length);
  return Array.from({ length }).every((_, place) => (cells[place] ?? "") === (example[place] ?? ""));
}

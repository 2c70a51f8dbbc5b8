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

const EXAMPLES: ReadonlySet<string> = new Set(TEMPLATE_EXAMPLES.map(keyOf));

/** Whether a row is one of the examples, whatever blank columns were added behind it. */
export function isTemplateExample(cells: readonly string[]): boolean {
  return (cells[2] ?? "").endsWith(".example") && EXAMPLES.has(keyOf(cells));
}

function keyOf(cells: readonly string[]): string {
  return JSON.stringify(cells).replace(/(,"")*\]$/, "]");
}

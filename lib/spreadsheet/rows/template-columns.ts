import type { Locale } from "@/lib/i18n/locale";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { COLUMN_NAMES } from "./headings";

/** The headings of the template in the language of whoever fetches it; all of them are understood when it comes back. */
export function templateHeadings(locale: Locale): string[] {
  return REGISTRATION_FIELDS.map((field) => COLUMN_NAMES[locale][field]);
}

/**
 * Rows that show how a row is filled in. The merchants do not exist, so a file that still has one does not register
 * it.
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

const EMAIL_COLUMN = REGISTRATION_FIELDS.indexOf("representativeEmail");
const PHONE_COLUMN = REGISTRATION_FIELDS.indexOf("phoneNumber");
const INVITED_COLUMN = REGISTRATION_FIELDS.indexOf("invitedUserEmail");
/** Looked up by one cell, because every row of a long file is asked. */
const EXAMPLES = new Map(TEMPLATE_EXAMPLES.map((example) => [example[EMAIL_COLUMN], example]));

/**
 * Whether a row is one of the examples, whatever blank columns were added behind it. Its phone number does not count:
 * Excel takes the first 0 away when it opens a CSV file.
 */
export function isTemplateExample(cells: readonly string[]): boolean {
  const example = EXAMPLES.get(cells[EMAIL_COLUMN]);
  if (!example) return false;
  const length = Math.max(cells.length, example.length);
  return Array.from({ length }).every(
    (_, place) => place === PHONE_COLUMN || (cells[place] ?? "") === (example[place] ?? ""),
  );
}

/** How the example with that representative's address can be reached, whatever stands in its other cells. */
export function exampleOf(email: string): { phoneNumber: string; invitedUserEmail: string } | null {
  if (!email.trimEnd().endsWith(".example")) return null;
  const example = EXAMPLES.get(email.trim().toLowerCase());
  return example
    ? { phoneNumber: example[PHONE_COLUMN] ?? "", invitedUserEmail: example[INVITED_COLUMN] ?? "" }
    : null;
}

import { normalisePhone } from "@/lib/registrations/input/phone";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { exampleOf } from "@/lib/spreadsheet/rows/template-columns";

const SAID =
  "(?:contoh|cth|example|sample|misal(?:nya)?|e\\.g\\.?)(?: (?:pengisian|isian|data|baris|row|entry))?";
/** `Contoh: Toko Maju`, `(contoh) Toko Maju`. */
const BEGINS = new RegExp(`^[^\\p{L}\\p{N}]{0,3}${SAID} {0,2}[:)\\]]`, "iu");
/** `Toko Maju (contoh)`. */
const ENDS = new RegExp(`[([] ?${SAID}[^)\\]]{0,20}[)\\]]$`, "i");
/** Nothing else, as beside the number of a row. */
const ALONE = new RegExp(`^[^\\p{L}\\p{N}]{0,3}${SAID}[^\\p{L}\\p{N}]{0,3}$`, "iu");
/** `ALONE` is no longer. */
const LONGEST = 24;

/**
 * Whether a row shows how a row is filled in, by what a person says of it, or because it is one of the template with
 * other cells beside it. Pure.
 */
export function isExampleRow(
  cells: readonly string[],
  fields: readonly HeadingField[],
  input: RegistrationInput,
): boolean {
  if (isNamedSo(input.businessName) || isNamedSo(input.representativeName) || isOfTemplate(input))
    return true;
  for (let place = 0; place < cells.length; place += 1) {
    if (fields[place] !== "") continue;
    const text = cells[place] ?? "";
    if (text.length > 2 && text.length <= LONGEST && mayBeSaid(text) && ALONE.test(text)) return true;
  }
  return false;
}

function isNamedSo(name: string): boolean {
  if (mayBeSaid(name) && BEGINS.test(name)) return true;
  return (name.includes(")") || name.includes("]")) && ENDS.test(name.trimEnd());
}

/** Whether a text begins with a letter of those words or with a sign. Nearly none does. */
function mayBeSaid(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return false;
  const letter = first | 0x20;
  return (
    letter < 0x61 || letter > 0x7a || letter === 0x63 || letter === 0x65 || letter === 0x6d || letter === 0x73
  );
}

function isOfTemplate({ representativeEmail, invitedUserEmail, phoneNumber }: RegistrationInput): boolean {
  const example = exampleOf(representativeEmail);
  if (!example) return false;
  const [phone, typed] = [example.phoneNumber, phoneNumber].map((text) => normalisePhone(text, "ID"));
  const isSamePhone = phone?.ok === true && typed?.ok === true && phone.e164 === typed.e164;
  return isSamePhone || invitedUserEmail.trim().toLowerCase() === example.invitedUserEmail;
}

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
  return (
    isNamedSo(input.businessName) ||
    isNamedSo(input.representativeName) ||
    isOfTemplate(input) ||
    cells.some(
      (text, place) => fields[place] === "" && mayBeSaid(text) && text.length <= LONGEST && ALONE.test(text),
    )
  );
}

function isNamedSo(name: string): boolean {
  return (mayBeSaid(name) && BEGINS.test(name)) || (/[)\]]\s*$/.test(name) && ENDS.test(name.trimEnd()));
}

/** Nearly no text begins so. */
function mayBeSaid(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  // c, e, m and s; what is no letter may stand before them.
  return first === 0x63 || first === 0x65 || first === 0x6d || first === 0x73 || first < 0x61 || first > 0x7a;
}

function isOfTemplate({ representativeEmail, invitedUserEmail, phoneNumber }: RegistrationInput): boolean {
  const example = exampleOf(representativeEmail);
  if (!example) return false;
  const [phone, typed] = [example.phoneNumber, phoneNumber].map((text) => normalisePhone(text, "ID"));
  const isSamePhone = phone?.ok === true && typed?.ok === true && phone.e164 === typed.e164;
  return isSamePhone || invitedUserEmail.trim().toLowerCase() === example.invitedUserEmail;
}

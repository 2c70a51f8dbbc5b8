import type { RowFinding } from "@/lib/imports/import-view";
import { callingCodeOf, normalisePhone, type PhoneReading } from "@/lib/registrations/input/phone";
import { DEFAULT_COUNTRY } from "@/lib/registrations/input/registration-fields";
import { placeholderIn } from "@/lib/text/placeholder";

/** A number as it is read with the code beside it, and what a person has to look at. */
type CodedPhone = { phoneNumber: string; warning: RowFinding | null };

const INDONESIA = "62";
const CODE = /^\D*0{0,2}([1-9]\d{0,3})\D*$/;
const INDONESIA_NAMED = /^(?:indonesia|idn|ri)$/i;
/** The code of a town, without which its numbers reach nobody. */
const AREA = /^\(?0[2-79]\d{1,2}\)?$/;
/** It says its country itself. */
const IS_INTERNATIONAL = /^[^\d+]*(?:\+|00)/;

/**
 * A phone number whose country code stands in a column of its own: `65` beside `8123 4567`, `+62` beside `0812 …`, `SG`; so
 * may the code of a town, `021` beside `5795 5000`.
 * A number that names its country itself is read as it stands. Where the two contradict one another, or the code is
 * none, the number goes before, and that is asked about. Pure.
 */
export function withCallingCode(codeText: string, phoneNumber: string): CodedPhone {
  const text = codeText.normalize("NFKC").trim();
  const asItIs = (warning: RowFinding | null = null): CodedPhone => ({ phoneNumber, warning });
  if (text === "" || phoneNumber.trim() === "" || placeholderIn(text) === "nothing") return asItIs();
  const alone = normalisePhone(phoneNumber, DEFAULT_COUNTRY);
  if (AREA.test(text)) {
    const isTown = !alone.ok && alone.code === "phone_area_code_missing";
    return { phoneNumber: isTown ? `${text} ${phoneNumber}` : phoneNumber, warning: null };
  }
  const code = INDONESIA_NAMED.test(text) ? INDONESIA : (CODE.exec(text)?.[1] ?? callingCodeOf(text));
  if (code === null)
    return asItIs(IS_INTERNATIONAL.test(phoneNumber) ? null : ask("calling_code_unclear", text, alone));
  if (IS_INTERNATIONAL.test(phoneNumber)) {
    const isSame = !alone.ok || alone.callingCode === code;
    return asItIs(isSame ? null : ask("calling_code_differs", text, alone));
  }
  if (code === INDONESIA) return asItIs();
  const isTwice = phoneNumber.replace(/\D/g, "").startsWith(code);
  const whole = isTwice ? normalisePhone(`+${phoneNumber}`, DEFAULT_COUNTRY) : null;
  const isWhole = whole?.ok === true && !whole.warnings.includes("phone_unusual_length");
  return { phoneNumber: isWhole ? `+${phoneNumber}` : `+${code} ${phoneNumber}`, warning: null };
}

function ask(
  code: "calling_code_unclear" | "calling_code_differs",
  text: string,
  reading: PhoneReading,
): RowFinding | null {
  if (!reading.ok) return null;
  return { field: "phoneNumber", code, params: { text, number: reading.display } };
}

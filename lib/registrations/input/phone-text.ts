import { countCharacters, isBlank } from "@/lib/text/characters";
import { placeholderIn } from "@/lib/text/placeholder";
import { limitOf } from "./registration-fields";

/** The longest text taken for a phone number, in characters as typed. */
const PHONE_TEXT_LIMIT = limitOf("phoneNumber");

export type PhoneTextProblem =
  | { ok: false; code: "phone_missing" }
  | { ok: false; code: "phone_date"; params: { date: string } }
  | { ok: false; code: "too_long"; params: { count: number; max: number } }
  | {
      ok: false;
      code: "phone_excel_scientific" | "phone_decimal" | "phone_negative";
      params: { number: string };
    }
  | { ok: false; code: "phone_extension"; params: { extension: string } }
  | { ok: false; code: "phone_letters"; params: { letters: string } }
  | { ok: false; code: "phone_two_numbers"; params: { count: number; options: string } };

/** The digits of the one number in a text, and whether a `+` (or a WhatsApp address, which implies it) leads them. */
export type PhoneText = { ok: true; digits: string; plus: boolean } | PhoneTextProblem;

/** Nothing to take apart; so many digits may still be one number. */
const PLAIN_NUMBER = /^\+?(?!0+$)\d{1,15}$/;
const LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/|(?:(?:api|web)\.whatsapp\.com\/|whatsapp:\/\/)send\/?\?phone=)(?:\+|%2B)?(\d+)(?:[/?&#].*)?$/i;
const WHATSAPP_ADDRESS = /^\+?(\d+)@(?:c\.us|s\.whatsapp\.net)$/i;
const SCIENTIFIC = /\d+(?:[.,]\d+)? ?E ?[+-]?\d+/i;
/** A number below zero: Excel makes `+62-815…` a subtraction, and `(0815…)` what an accountant means by it. */
const NEGATIVE = /^-[1-9]\d{2,}(?:[.,]\d+)?$/;
const EXTENSION = /(?<!\p{L})(?:ext(?:ension)?|ekst(?:ensi)?|pesawat|pswt?|x|#)[ .:=]*\d{1,6}\)?$/iu;
const LABEL =
  /(?<!\p{L})(?:wa|whatsapp|hp|handphone|ponsel|mobile|no|nomor|tel|telp|tlp|telpon|telepon|phone|hub|call|cs|kantor|office)(?!\p{L})/giu;
/** Days as people and Excel write them, with the time that Excel adds; no number has just these groups. */
const DATE =
  /^(?:(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d{2}|\d{2})|(?:0?[1-9]|1[0-2])([-/])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d{2}|(?:19|20)\d{2}([-/.])(?:0?[1-9]|1[0-2])\3(?:0?[1-9]|[12]\d|3[01]))(?:[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?)?$/;
const BETWEEN_NUMBERS = /[\n/;|,&]+|(?<!\p{L})(?:dan|atau|and|or)(?!\p{L})|(?<=\d[ ()-]*)(?=\+)/iu;
/**
 * What cannot stand in one number, beside the signs that part its digits: bullets, stars and runs of dots hide
 * digits, and a digit before a colon, or alone before a dot or parenthesis, counts the numbers of a list.
 */
const NOT_OF_A_NUMBER = /^\d[.)] |\d ?:|[^\d\s+()[\].,\-/"'‘’“”:;|&·]+|·{2,}|\.{3,}/u;

/**
 * Takes apart what a person typed or pasted for a phone number: other digits and spaces, Excel's `'` and
 * `="…"`, `tel:`, WhatsApp links, labels such as WA and HP. Refuses what cannot be one number for certain;
 * it never guesses digits. Which country and which digits are national is `normalisePhone`'s matter.
 */
export function readPhoneText(text: string): PhoneText {
  if (PLAIN_NUMBER.test(text)) return { ok: true, digits: text.replace("+", ""), plus: text.startsWith("+") };
  if (isBlank(text) || placeholderIn(text.trim()) !== null) return { ok: false, code: "phone_missing" };
  const visible = text.replace(/\p{Default_Ignorable_Code_Point}/gu, "").trim();
  const count = countCharacters(visible);
  if (count > PHONE_TEXT_LIMIT)
    return { ok: false, code: "too_long", params: { count, max: PHONE_TEXT_LIMIT } };
  const plain = unwrap(foldCharacters(visible));
  if (DATE.test(plain)) return { ok: false, code: "phone_date", params: { date: plain } };
  const scientific = SCIENTIFIC.exec(plain);
  if (scientific) return { ok: false, code: "phone_excel_scientific", params: { number: scientific[0] } };
  if (NEGATIVE.test(plain)) return { ok: false, code: "phone_negative", params: { number: plain } };
  const whole = dropZeroDecimals(plain);
  if (whole === null) return { ok: false, code: "phone_decimal", params: { number: plain } };
  const extension = EXTENSION.exec(whole);
  if (extension) return { ok: false, code: "phone_extension", params: { extension: extension[0] } };
  return readDigits(whole.replace(LABEL, " ").trim());
}

function readDigits(text: string): PhoneText {
  const numbers = splitNumbers(text);
  if (numbers.length > 1) {
    return {
      ok: false,
      code: "phone_two_numbers",
      params: { count: numbers.length, options: numbers.join(", ") },
    };
  }
  const foreign = NOT_OF_A_NUMBER.exec(text);
  if (foreign) return { ok: false, code: "phone_letters", params: { letters: foreign[0] } };
  const digits = digitsOf(text);
  if (digits === "") return { ok: false, code: "phone_missing" };
  return { ok: true, digits, plus: /^[^\d]*\+/.test(text) };
}

/** Full-width and Arabic digits, every kind of dash and space, emoji: what looks like a phone number becomes plain signs. */
function foldCharacters(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x6f0))
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, "-")
    .replace(/(?<![_*•])_(?![_*•])/g, "-")
    .replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}]/gu, " ")
    .replace(/[\n\r\u2028\u2029]+/g, "\n")
    .replace(/[^\S\n]|[^\P{Cc}\n]/gu, " ")
    .trim();
}

function unwrap(text: string): string {
  const cell = text.replace(/^= ?"(.*)"$/, "$1").replace(/^(?:tel|callto):/i, "");
  const address = LINK.exec(cell) ?? WHATSAPP_ADDRESS.exec(cell);
  return address ? `+${address[1]}` : cell;
}

/** A number that a spreadsheet has calculated with: `81510229216.0` loses its zeros; other decimals are null, for the digits are in doubt. */
function dropZeroDecimals(text: string): string | null {
  const plain = /^(\+?\d{8,})[.,](?:(0+)|\d{1,2})$/.exec(text);
  const grouped = /^(\d{1,3}([.,])\d{3}(?:\2\d{3})+)(?!\2)[.,](?:(0+)|\d{1,2})$/.exec(text);
  if (plain) return plain[2] ? (plain[1] ?? null) : null;
  if (grouped) return grouped[3] ? (grouped[1] ?? null) : null;
  return text;
}

/** The numbers in a text, as typed; one entry (or none) unless there is more than one for certain. */
function splitNumbers(text: string): string[] {
  const parts = text.split(BETWEEN_NUMBERS).filter((part) => /\d/.test(part));
  const isOneNumber = parts.every((part) => digitsOf(part).length < 7);
  const numbers = isOneNumber ? [] : joinPrefix(parts);
  if (numbers.length > 1) return completeTails(numbers.map(trimSigns));
  return splitRange(text) ?? splitRunOn(text).map(trimSigns);
}

/** `57955000` and `01`, written with what both share only once, become two whole numbers. */
function completeTails(numbers: readonly string[]): string[] {
  const [first = "", ...others] = numbers;
  return [first, ...others.map((number) => (isTail(number, first) ? withTail(first, number) : number))];
}

/** Fewer digits than the whole number before it, and no beginning of a number of its own. */
function isTail(number: string, whole: string): boolean {
  const count = digitsOf(number).length;
  return count < digitsOf(whole).length && (count <= 4 || (count <= 8 && !/^[^\d]*(?:0|\+|62)/.test(number)));
}

/** A number with its last digits replaced, as it was typed up to there. */
function withTail(whole: string, tail: string): string {
  let left = digitsOf(tail).length;
  let end = whole.length;
  while (left > 0 && end > 0) {
    end -= 1;
    if (/\d/.test(whole[end] ?? "")) left -= 1;
  }
  return `${whole.slice(0, end)}${tail}`;
}

const RANGE = /^(.*?(?<!\d)(\d{6,14})\)?) ?- ?(\d{1,2})$/;

/** Like `RANGE`, of a number whose digits are parted. */
const PARTED_RANGE = /^(.*\d\)?) ?- ?(\d{1,2})$/;
/** No landline has more, its area code among them: `21 5795 5000`, `361 123 4567`. */
const LANDLINE_DIGITS = 10;

/** `(021) 5795500-01`: a whole number, and the last digits of the next one. */
function splitRange(text: string): string[] | null {
  const [, whole = "", group = "", tail = ""] = RANGE.exec(text) ?? [];
  if (whole === "") return splitPartedRange(text);
  const digits = digitsOf(whole);
  const isLandline = /^(?:0|(?:00)?62)?[2-79]/.test(digits) && group.length <= 8;
  if (!isLandline && !(group.length >= 10 && isTailOfMobile(digits, tail))) return null;
  return [trimSigns(whole), withTail(trimSigns(whole), tail)];
}

/** Whether the digits are a whole mobile number, and more than any with the tail. */
function isTailOfMobile(digits: string, tail: string): boolean {
  return /^(?:0|62)?8[1-9]\d{8,10}$/.test(digits) && digits.length + tail.length > 13;
}

/** `(021) 5795 5000-1`, but not `(021) 5795 50-00`, where the last digits belong to a number that is not whole without. */
function splitPartedRange(text: string): string[] | null {
  const [, whole = "", tail = ""] = PARTED_RANGE.exec(text) ?? [];
  const digits = digitsOf(whole);
  const landline = /^(?:0|(?:00)?62)([2-79]\d*)$/.exec(digits)?.[1] ?? "";
  const isTailOfLandline =
    landline.length <= LANDLINE_DIGITS && landline.length + tail.length > LANDLINE_DIGITS;
  if (!isTailOfLandline && !isTailOfMobile(digits, tail)) return null;
  return [trimSigns(whole), withTail(trimSigns(whole), tail)];
}

/** `021/57955000` and `0815/1022-9216` are one number with its prefix written apart. */
function joinPrefix(parts: string[]): string[] {
  const [first = "", second = "", ...rest] = parts;
  const isPrefix = /^(?:0\d{2,3}|(?:00)?62)$/.test(digitsOf(first)) && second !== "";
  const beginsAnew = digitsOf(first).startsWith("0") && /^[^\d+]*(?:0|\+|62)/.test(second);
  return isPrefix && !beginsAnew ? [`${first} ${second}`, ...rest] : parts;
}

/** Two numbers with nothing but a space, dash or dot between them: more digits than any number has, and each half begins like one. */
function splitRunOn(text: string): string[] {
  if (digitsOf(text).length <= 15) return [text];
  for (const gap of text.matchAll(/[^\d+]+/g)) {
    const left = text.slice(0, gap.index);
    const right = text.slice(gap.index + gap[0].length);
    if (digitsOf(left).length >= 9 && digitsOf(right).length >= 9 && /^(?:0|\+|62|8)/.test(right))
      return [left, right];
  }
  return [text];
}

function trimSigns(number: string): string {
  const trimmed = number.replace(/^[^\d+(]+/, "").replace(/\D+$/, "");
  return trimmed.includes(")") ? trimmed : trimmed.replace("(", "");
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

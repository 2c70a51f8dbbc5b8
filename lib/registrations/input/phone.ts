import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from "libphonenumber-js/min";
import { type PhoneTextProblem, readPhoneText } from "./phone-text";
import { DEFAULT_COUNTRY } from "./registration-fields";

/** The most national digits DOKU documents for `phone_number`. */
const PHONE_DIGITS_LIMIT = 13;

const INDONESIA = "62";

/** What is worth a second look and never blocks. */
export type PhoneWarning =
  | "phone_landline_no_whatsapp"
  | "phone_call_centre"
  | "phone_unusual_length"
  | "phone_foreign";

export type PhoneProblem =
  | PhoneTextProblem
  | { ok: false; code: "phone_country_unknown" }
  | { ok: false; code: "phone_calling_code_unknown" }
  | { ok: false; code: "phone_area_code_missing"; params: { digits: number } }
  | { ok: false; code: "phone_too_short" | "phone_too_long"; params: { digits: number } };

/** `number` holds the national digits without the trunk 0; `e164` is `+` calling code and number; `display` is for people: `62 · 815 1022 9216`. */
export type Phone = { callingCode: string; number: string; e164: string; display: string };

export type PhoneReading = ({ ok: true; warnings: PhoneWarning[] } & Phone) | PhoneProblem;

/**
 * The phone number in whatever a person typed or pasted, as DOKU is to be told it (cases: `phone-cases.json`).
 * `country` is the ISO code of the prefix chosen beside the field, empty for Indonesia; it counts only
 * where the text names no country itself. Its own `e164` gives the same number again. Indonesian numbers follow
 * our own rules, because the light metadata of libphonenumber does not tell mobile from landline; numbers of
 * other countries are the library's matter.
 */
export function normalisePhone(text: string, country: string): PhoneReading {
  const chosen = readCountry(country);
  if (!isSupportedCountry(chosen)) return { ok: false, code: "phone_country_unknown" };
  const reading = readPhoneText(text);
  if (!reading.ok) return reading;
  const { digits, plus } = reading;
  const dialled = DIALLED_FROM_INDONESIA.exec(digits);
  if (dialled && !plus) return readIndonesian(dialled[1] ?? "");
  // A plus before a trunk zero ("+0815…") names no country; "00" is the plus of a dialled number.
  const isInternational = digits.startsWith("00") || (plus && !digits.startsWith("0"));
  if (!isInternational) {
    if (chosen !== "ID") return readForeign(digits, chosen);
    return isLocal(digits) ? areaCodeMissing(digits.length) : readIndonesian(dropCallingCode(digits));
  }
  const international = digits.replace(/^0+/, "");
  return international.startsWith(INDONESIA)
    ? readIndonesian(international.slice(INDONESIA.length))
    : readForeign(`+${international}`);
}

/**
 * A number with 62 behind one of the prefixes by which Indonesian operators dial abroad (001, 007, 008, 01017). They
 * begin like `00` and the codes of America, Russia and China, whose own numbers have fewer digits behind a 62.
 */
const DIALLED_FROM_INDONESIA =
  /^(?:(?:001|007)62(?=\d{9})|00862(?=0?8[1-9]\d{8}|0?[2-79]\d{9})|0101762)(0?[1-9]\d{6,12})$/;

/** A number of a town as it is dialled within the town: neither trunk 0 nor 62, and too short to have lost them. */
function isLocal(digits: string): boolean {
  if (/^(?:1500\d{3}|14\d{3}|0\d*|62\d*)$/.test(digits)) return false;
  return digits.length === 7 || (digits.length >= 5 && digits.length <= 8 && /^[2-79]/.test(digits));
}

function areaCodeMissing(digits: number): PhoneReading {
  return { ok: false, code: "phone_area_code_missing", params: { digits } };
}

/** Whether `country` is the ISO code of a country with a known calling code; empty is Indonesia. */
export function isPhoneCountry(country: string): boolean {
  return isSupportedCountry(readCountry(country));
}

/** The calling code of a country by its ISO code; null where it is none. */
export function callingCodeOf(country: string): string | null {
  const code = country.trim().toUpperCase();
  return isSupportedCountry(code) ? getCountryCallingCode(code) : null;
}

function readCountry(country: string): string {
  return country.trim().toUpperCase() || DEFAULT_COUNTRY;
}

/** `6281510229216` without a plus: 62 is the calling code if a whole number follows; otherwise it begins an area code (0622 is Pematangsiantar). */
function dropCallingCode(digits: string): string {
  return /^62(?:0|1500\d{3}$|14\d{3}$|\d{8})/.test(digits) ? digits.slice(INDONESIA.length) : digits;
}

/** National digits without trunk zeros and without a doubled 62, which only a mobile number proves to be one. */
function dropRepeatedPrefixes(digits: string): string {
  let national = digits;
  while (/^(?:0|62(?:62)*0*8[1-9]\d{7,11}$)/.test(national)) {
    national = national.startsWith("0") ? national.slice(1) : national.slice(INDONESIA.length);
  }
  return national;
}

function readIndonesian(digits: string): PhoneReading {
  const number = dropRepeatedPrefixes(digits);
  const warnings = warnIndonesian(number);
  if (number.length < 7 && !warnings.includes("phone_call_centre")) return tooShort(number.length);
  if (number.length > PHONE_DIGITS_LIMIT) return tooLong(number.length);
  if (number.length === 7 && /^[2-79]/.test(number)) return areaCodeMissing(number.length);
  const display = `${INDONESIA} · ${groupIndonesian(number)}`;
  return { ok: true, callingCode: INDONESIA, number, e164: `+${INDONESIA}${number}`, display, warnings };
}

function warnIndonesian(number: string): PhoneWarning[] {
  if (/^(?:1500\d{3}|14\d{3}|80[0479]\d{5,10})$/.test(number)) return ["phone_call_centre"];
  if (/^[2-79]/.test(number)) {
    return number.length > 11
      ? ["phone_landline_no_whatsapp", "phone_unusual_length"]
      : ["phone_landline_no_whatsapp"];
  }
  return /^8[1-9]\d{7,10}$/.test(number) ? [] : ["phone_unusual_length"];
}

/** Two digits for the area codes of the large cities, three for other prefixes, then even groups of at most four, or one of five. */
function groupIndonesian(number: string): string {
  const prefix = /^(?:2[124]|31|61|1500|14\d{3}$|\d{3})/.exec(number)?.[0] ?? "";
  const groups = [prefix];
  let rest = number.slice(prefix.length);
  while (rest !== "") {
    const length = rest.length <= 5 ? rest.length : Math.ceil(rest.length / Math.ceil(rest.length / 4));
    groups.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return groups.join(" ");
}

function readForeign(text: string, country?: CountryCode): PhoneReading {
  const options = { defaultCountry: country, extract: false };
  const parsed = dropRepeatedTrunk(parsePhoneNumberFromString(text, options));
  if (parsed?.countryCallingCode === INDONESIA) return readIndonesian(parsed.nationalNumber);
  const number: string = parsed?.nationalNumber ?? text.replace(/\D/g, "");
  const lengthProblem = validatePhoneNumberLength(parsed?.number ?? text, options);
  if (lengthProblem === "INVALID_COUNTRY") return { ok: false, code: "phone_calling_code_unknown" };
  if (lengthProblem === "TOO_LONG" || number.length > PHONE_DIGITS_LIMIT) return tooLong(number.length);
  if (lengthProblem === "TOO_SHORT" || !parsed) return tooShort(number.length);
  const callingCode: string = parsed.countryCallingCode;
  const display = `${callingCode} · ${parsed.formatInternational().replace(/^\+\d+ /, "")}`;
  const warnings: PhoneWarning[] = lengthProblem
    ? ["phone_foreign", "phone_unusual_length"]
    : ["phone_foreign"];
  return { ok: true, callingCode, number, e164: `+${callingCode}${number}`, display, warnings };
}

/** The library drops one trunk prefix at a time; what is left is read again until nothing more falls off. */
function dropRepeatedTrunk(parsed: PhoneNumber | undefined): PhoneNumber | undefined {
  const again = parsed && parsePhoneNumberFromString(parsed.number, { extract: false });
  return again && again.number.length < parsed.number.length ? dropRepeatedTrunk(again) : parsed;
}

function tooShort(digits: number): PhoneReading {
  return { ok: false, code: "phone_too_short", params: { digits } };
}

function tooLong(digits: number): PhoneReading {
  return { ok: false, code: "phone_too_long", params: { digits } };
}

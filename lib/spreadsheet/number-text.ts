/** How a cell's number is to be read, as far as it changes what it means. */
export type NumberForm = "plain" | "moment" | "scientific" | { digits: number };

/** Formats of Excel's own that show a moment. */
const MOMENT_FORMATS = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];
/** Those that show `8.15E+10`. */
const SCIENTIFIC_FORMATS = [11, 48];
/** Those of East Asian languages. */
const isEastAsianMoment = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** What a format's number, or its code where the workbook has its own, says about a number. */
export function numberFormOf(formatId: number, code: string | undefined): NumberForm {
  if (code === undefined && SCIENTIFIC_FORMATS.includes(formatId)) return "scientific";
  if (code === undefined) {
    return MOMENT_FORMATS.includes(formatId) || isEastAsianMoment(formatId) ? "moment" : "plain";
  }
  if (/^0{2,20}$/.test(code)) return { digits: code.length };
  // What stands in quotation marks, behind a backslash or in brackets is shown as it is; [h] counts hours.
  const shown = code.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  if (/^[0#.,]*E[+-]0+$/i.test(shown)) return "scientific";
  return /[ymdhs]/i.test(shown.replace(/general/gi, "")) ? "moment" : "plain";
}

/** What is left of a number that was saved as it was shown. */
const ROUNDED = /^\d{4,}0{5}$/;

/** Excel keeps fifteen digits and replaces the rest by zeros. */
const EXACT_DIGITS = 15;
const DAY_MS = 86_400_000;
/** The last day Excel knows, 31 December 9999. */
const LAST_DAY = 2_958_465;

/**
 * A number of a workbook as text: its digits, never in scientific form while they are exact, so `8.1510229216E10`
 * is `81510229216`; with more than fifteen digits before the point it is written as Excel shows it, `3.17E+15`,
 * because the last ones are lost; so is one that Excel shows in scientific form and that has nothing but zeros behind
 * what is shown. A moment is ISO 8601 without a zone. What is no number stays as it is.
 */
export function numberText(value: string, form: NumberForm, { is1904 }: { is1904: boolean }): string {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return value;
  if (form === "moment" && number >= 0 && number < LAST_DAY + 1) return momentText(number, is1904);
  const text = digitsOf(number);
  if (form === "scientific" && ROUNDED.test(text)) return scientificText(number);
  if (typeof form !== "object" || !/^\d+$/.test(text)) return text;
  return text.padStart(form.digits, "0");
}

function digitsOf(number: number): string {
  const rounded = Number(number.toPrecision(EXACT_DIGITS));
  const size = Math.abs(rounded);
  if (size >= 10 ** EXACT_DIGITS || (size < 1e-6 && size > 0)) return scientificText(rounded);
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

function scientificText(number: number): string {
  const [digits = "", exponent = ""] = number.toExponential().split("e");
  return `${digits}E${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}

/** Days from Excel's day 0 to 1970, in its two ways of counting. */
const EPOCH_DAYS = { from1900: 25_569, from1904: 24_107 };
/** Excel takes 1900 for a leap year, so the days before its 29 February count one less. */
const FALSE_LEAP_DAY = 60;

function momentText(serial: number, is1904: boolean): string {
  const seconds = Math.round(serial * 86_400);
  if (serial < 1) return timeOf(seconds);
  const isEarly = !is1904 && serial < FALSE_LEAP_DAY;
  const epoch = is1904 ? EPOCH_DAYS.from1904 : EPOCH_DAYS.from1900 - (isEarly ? 1 : 0);
  const iso = new Date(seconds * 1_000 - epoch * DAY_MS).toISOString().slice(0, 19);
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : iso;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(11, 19);
}

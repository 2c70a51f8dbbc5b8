import type { CellKind } from "./cell-kind";
import { momentText, shownMoment } from "./moment-text";
import { type FormatSection, type FormatToken, type NumberFormat, sectionFor } from "./number-format";

/** A cell's text, and what it was where the text does not say it. */
export type CellReading = { text: string; kind: CellKind | null };

/** What is left of a number that was saved as it was shown. */
const ROUNDED = /^\d{4,}0{5}$/;

/** Excel keeps fifteen digits and replaces the rest by zeros. */
const EXACT_DIGITS = 15;
/** The last day Excel knows, 31 December 9999. */
const LAST_DAY = 2_958_465;
/** What Excel shows where it has no day for a number. */
const NO_SUCH_DAY = "########";

/**
 * A number of a workbook as text, as its format shows it. Where what is shown hangs on the reader's language, leaves
 * digits out or cannot be told, it is the number's own digits, and `kind` has what is shown.
 *
 * The digits are never in scientific form while they are exact, so `8.1510229216E10` is `81510229216`; with more than
 * fifteen digits before the point they are written as Excel shows them, `3.17E+15`, because the last ones are lost; so
 * is one that Excel shows in scientific form and that has nothing but zeros behind what is shown. A moment is ISO 8601
 * without a zone. What is no number stays as it is.
 */
export function readNumber(
  value: string,
  format: NumberFormat | undefined,
  { is1904 }: { is1904: boolean },
): CellReading {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return { text: value, kind: null };
  const digits = digitsOf(number);
  if (!format || format.isPlain) return { text: digits, kind: null };
  const found = sectionFor(format, number);
  const as = (shown: string | null): CellReading => ({ text: digits, kind: { kind: "format", shown } });
  if (!found) return as(NO_SUCH_DAY);
  const { section } = found;
  if (isOnePlace(section) && number > 0 && Number.isInteger(number)) return { text: digits, kind: null };
  if (isMoment(section)) {
    if (number < 0 || number >= LAST_DAY + 1) return as(NO_SUCH_DAY);
    const text = momentText(number, is1904);
    return { text, kind: { kind: "moment", shown: shownMoment(number, section, is1904) ?? text } };
  }
  // Its digits are not exact any more, which has to be seen.
  if (Math.abs(number) >= 10 ** EXACT_DIGITS) return { text: digits, kind: null };
  if (section.isScientific)
    return { text: ROUNDED.test(digits) ? scientificText(number) : digits, kind: null };
  if (section.isUnknown || section.tokens.some(({ type }) => type === "moment")) return as(null);
  const { text, isSure } = showNumber(number, section, found.isSignLeft);
  if (text === digits || isSure) return { text, kind: null };
  return as(text);
}

/** A text as its format shows it: `PT Maju` of `Maju` by `"PT "@`. Where it shows none of it, that is told. */
export function readText(text: string, format: NumberFormat | undefined): CellReading {
  const section = format?.forText;
  if (!section || text === "") return { text, kind: null };
  const { tokens } = section;
  if (tokens.some(({ type }) => type !== "literal" && type !== "general"))
    return { text, kind: { kind: "format", shown: null } };
  const shown = tokens.map((token) => (token.type === "literal" ? token.text : text)).join("");
  if (!tokens.some(({ type }) => type === "general")) return { text, kind: { kind: "format", shown } };
  return { text: shown.trim() === text.trim() ? text : shown, kind: null };
}

/** `0` or `#`, which shows a whole number as it is. */
function isOnePlace({ tokens, isGrouped, factor }: FormatSection): boolean {
  return tokens.length === 1 && tokens[0]?.type === "digit" && !isGrouped && factor === 1;
}

/** A day or a time; places for digits stand in none but for fractions of a second. */
function isMoment({ tokens }: FormatSection): boolean {
  const point = tokens.findIndex(({ type }) => type === "point");
  const places = tokens.filter(({ type }, place) => type === "digit" && (point < 0 || place < point));
  return tokens.some(({ type }) => type === "moment") && places.length === 0;
}

/** A number as a section shows it. `isSure` where every reader sees that, and nothing of the number is left out. */
function showNumber(
  number: number,
  section: FormatSection,
  isSignLeft: boolean,
): { text: string; isSure: boolean } {
  const { tokens, factor, isGrouped } = section;
  const point = tokens.findIndex(({ type }) => type === "point");
  const isBehind = (place: number) => point >= 0 && place >= point;
  const decimals = tokens.filter(({ type }, place) => type === "digit" && isBehind(place)).length;
  const size = Number((Math.abs(number) * factor).toPrecision(EXACT_DIGITS));
  const [whole = "", fraction = ""] = roundTo(size, decimals).split(".");
  const before = placeWhole(
    tokens.filter((_, place) => !isBehind(place)),
    whole === "0" ? "" : whole,
    isGrouped,
  );
  const behind = placeFraction(
    tokens.filter((_, place) => isBehind(place)),
    fraction,
  );
  const general = digitsOf(Math.abs(number));
  const body = [...before, ...behind].map((part) => (part === GENERAL ? general : part)).join("");
  const text = `${number < 0 && !isSignLeft ? "-" : ""}${body}`.trim();
  const hasGeneral = tokens.some(({ type }) => type === "general");
  const hasDigits = tokens.some(({ type }) => type === "digit");
  const isWhole = hasGeneral || (hasDigits && Number(`${whole}.${fraction}0`) === size);
  const keepsSign = number >= 0 || text.includes("-") || text.includes("(");
  return { text, isSure: isWhole && keepsSign && point < 0 && factor >= 1 && !/\d,\d/.test(text) };
}

const GENERAL = Symbol("general");
type Part = string | typeof GENERAL;

/** Half is rounded away from 0, as Excel does. */
function roundTo(size: number, decimals: number): string {
  const shifted = Number(`${size}e${decimals}`);
  const rounded = Math.round(Number(shifted.toPrecision(EXACT_DIGITS)));
  return (Number.isFinite(rounded) ? rounded / 10 ** decimals : size).toFixed(decimals);
}

/** From the right each place takes one digit, and the first one all that are left. */
function placeWhole(tokens: readonly FormatToken[], whole: string, isGrouped: boolean): Part[] {
  const first = tokens.findIndex(({ type }) => type === "digit");
  const zero = tokens.findIndex((token) => token.type === "digit" && token.sign === "0");
  const parts: Part[] = [];
  let left = whole;
  let placed = 0;
  const put = (digit: string) => {
    if (digit === "") return;
    if (isGrouped && placed > 0 && placed % 3 === 0) parts.unshift(",");
    parts.unshift(digit);
    placed += 1;
  };
  for (const [place, token] of [...tokens.entries()].reverse()) {
    if (token.type === "literal") parts.unshift(token.text);
    if (token.type === "general") parts.unshift(GENERAL);
    if (token.type !== "digit") continue;
    // Behind a place that is filled up all others are too.
    put(left.at(-1) ?? FILLING[zero >= 0 && place > zero ? "0" : token.sign]);
    left = left.slice(0, -1);
    while (place === first && left !== "") {
      put(left.at(-1) ?? "");
      left = left.slice(0, -1);
    }
  }
  return parts;
}

const FILLING = { "0": "0", "?": " ", "#": "" } as const;

function placeFraction(tokens: readonly FormatToken[], fraction: string): Part[] {
  const used = fraction.replace(/0+$/, "").length;
  const digits = tokens.filter((token) => token.type === "digit");
  const zero = digits.findLastIndex(({ sign }) => sign === "0");
  return tokens.map((token) => {
    if (token.type === "point") return ".";
    if (token.type === "literal") return token.text;
    if (token.type === "general") return GENERAL;
    if (token.type !== "digit") return "";
    const place = digits.indexOf(token);
    return place < used || place <= zero ? (fraction[place] ?? "0") : FILLING[token.sign];
  });
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

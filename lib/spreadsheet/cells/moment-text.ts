import type { FormatSection } from "./number-format";

const DAY_MS = 86_400_000;
/** Days from Excel's day 0 to 1970, in its two ways of counting. */
const EPOCH_DAYS = { from1900: 25_569, from1904: 24_107 };
/** Excel takes 1900 for a leap year, so the days before its 29 February count one less. */
const FALSE_LEAP_DAY = 60;

/** A day, a day with its time, or a time of day in ISO 8601, by Excel's number for it. */
export function momentText(serial: number, is1904: boolean): string {
  const at = momentOf(serial, is1904).toISOString();
  if (serial < 1) return at.slice(11, 19);
  return at.slice(11, 19) === "00:00:00" ? at.slice(0, 10) : at.slice(0, 19);
}

function momentOf(serial: number, is1904: boolean): Date {
  const seconds = Math.round(serial * 86_400);
  const isEarly = !is1904 && serial < FALSE_LEAP_DAY;
  const epoch = is1904 ? EPOCH_DAYS.from1904 : EPOCH_DAYS.from1900 - (isEarly ? 1 : 0);
  return new Date(seconds * 1_000 - epoch * DAY_MS);
}

const INDONESIAN = 0x421;

/**
 * A moment as its format shows it, months in Indonesian where the format is Indonesian and else in English; null where
 * that hangs on the reader's language.
 */
export function shownMoment(serial: number, section: FormatSection, is1904: boolean): string | null {
  const { tokens, language, isUnknown } = section;
  if (isUnknown || tokens.some((token) => token.type === "moment" && UNTOLD.test(token.letters))) return null;
  const at = momentOf(serial, is1904);
  const letters = tokens.flatMap((token) => (token.type === "moment" ? [token.letters] : []));
  const names = language === INDONESIAN ? NAMES.id : NAMES.en;
  const isHalfDay = letters.some((each) => each.includes("/"));
  let place = -1;
  const text = tokens.map((token) => {
    if (token.type === "literal") return token.text;
    if (token.type === "point") return ".";
    if (token.type !== "moment") return token.type === "digit" ? "0" : "";
    place += 1;
    const isMinute = /h|\[h/.test(letters[place - 1] ?? "") || /s/.test(letters[place + 1] ?? "");
    return shownPart(token.letters, { at, serial, names, isHalfDay, isMinute });
  });
  return text.join("").trim();
}

/** Years of other calendars, and the language's own way. */
const UNTOLD = /^$|[egb]/;

function shownPart(
  letters: string,
  part: { at: Date; serial: number; names: Names; isHalfDay: boolean; isMinute: boolean },
): string {
  const { at, serial, names, isHalfDay, isMinute } = part;
  const padded = (number: number) => String(number).padStart(letters.length >= 2 ? 2 : 1, "0");
  const hours = at.getUTCHours();
  switch (letters[0]) {
    case "y":
      return letters.length > 2 ? String(at.getUTCFullYear()) : String(at.getUTCFullYear()).slice(-2);
    case "d":
      if (letters.length <= 2) return padded(at.getUTCDate());
      return names[letters.length === 3 ? "dayShort" : "day"][at.getUTCDay()] ?? "";
    case "m":
      if (isMinute && letters.length <= 2) return padded(at.getUTCMinutes());
      if (letters.length <= 2) return padded(at.getUTCMonth() + 1);
      return monthName(letters.length, names, at.getUTCMonth());
    case "h":
      return padded(isHalfDay ? hours % 12 || 12 : hours);
    case "s":
      return padded(at.getUTCSeconds());
    case "[":
      return String(Math.floor(Math.round(serial * 86_400) / (ELAPSED_SECONDS[letters[1] ?? ""] ?? 1)));
    case "A":
      return letters === "A/P" ? (hours < 12 ? "A" : "P") : hours < 12 ? "AM" : "PM";
    default:
      return "";
  }
}

const ELAPSED_SECONDS: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };

function monthName(length: number, names: Names, month: number): string {
  if (length === 3) return names.monthShort[month] ?? "";
  return (names.month[month] ?? "").slice(0, length === 5 ? 1 : undefined);
}

type Names = ReturnType<typeof namesIn>;
/** Looked up once: a file may have a hundred thousand days. */
const NAMES = { en: namesIn("en"), id: namesIn("id") };

function namesIn(locale: "en" | "id") {
  const list = (count: number, options: Intl.DateTimeFormatOptions, dayOf: (number: number) => number) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return Array.from({ length: count }, (_, number) => format.format(dayOf(number)));
  };
  const monthStart = (number: number) => Date.UTC(2026, number, 1);
  // 4 January 2026 was a Sunday.
  const weekDay = (number: number) => Date.UTC(2026, 0, 4 + number);
  return {
    month: list(12, { month: "long" }, monthStart),
    monthShort: list(12, { month: "short" }, monthStart),
    day: list(7, { weekday: "long" }, weekDay),
    dayShort: list(7, { weekday: "short" }, weekDay),
  };
}

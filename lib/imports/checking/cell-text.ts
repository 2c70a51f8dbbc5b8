const MONTH = "(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|agt|ags|sep|oct|okt|nov|dec|des)[a-z]{0,6}";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH_NUMBER = "(?:0?[1-9]|1[0-2])";
const TIME = "(?:[01]?\\d|2[0-3])[:.][0-5]\\d(?:[:.][0-5]\\d)?(?: ?[ap]m)?";
const DATES = [
  `(?:19|20)\\d\\d([-/.])${MONTH_NUMBER}\\1${DAY}`,
  `${DAY}([-/.])${MONTH_NUMBER}\\2(?:(?:19|20)\\d\\d|\\d\\d)`,
  `${MONTH_NUMBER}([-/])${DAY}\\3(?:19|20)\\d\\d`,
  `${DAY}-${MONTH}(?:-(?:\\d\\d){1,2})?`,
  `${MONTH}-(?:\\d\\d){1,2}`,
  `${DAY} ${MONTH} (?:19|20)\\d\\d`,
].join("|");
const MOMENT = new RegExp(`^(?:(?:${DATES})(?:[T ]${TIME})?|(?:[01]?\\d|2[0-3]):[0-5]\\d:[0-5]\\d)$`, "i");

/** Whether a text is a day or a time as spreadsheet programs write them into a CSV file: `01/05/2026`, `1-May`, `1 Mei 2026`. */
export function looksLikeMoment(text: string): boolean {
  return (
    text.length >= 4 && text.length <= 30 && /\d/.test(text) && /[-/.: ]/.test(text) && MOMENT.test(text)
  );
}

/** What Windows-1252 has in place of the control characters of Latin-1, from 0x80 on; "" where it has nothing. */
const WINDOWS =
  "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
/** The first letter of two or more that were one, followed by what the others become. */
const SPOILT = new RegExp(`[\\u00C2-\\u00F4][\\u0080-\\u00BF${WINDOWS}]`);
/** What a program writes for a letter that it could not read. */
const LOST = "\uFFFD";

/**
 * Whether the letters of a text were spoilt when it was saved: `CafÃ©` is UTF-8 that was read as Latin letters. `meant`
 * is what it was, or null where that is lost. Null for a text that is whole.
 */
export function spoiltLetters(text: string): { meant: string | null } | null {
  if (/^[ -~]*$/.test(text)) return null;
  if (text.includes(LOST) || text.includes("\u00EF\u00BF\u00BD")) return { meant: null };
  if (!SPOILT.test(text)) return null;
  const bytes = Array.from(text, byteOf);
  if (bytes.includes(-1)) return null;
  try {
    return { meant: new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes)) };
  } catch {
    // Letters that only look like it: a name may well have two such beside one another.
    return null;
  }
}

function byteOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  const place = WINDOWS.indexOf(letter);
  if (place >= 0) return 0x80 + place;
  return code <= 0xff ? code : -1;
}

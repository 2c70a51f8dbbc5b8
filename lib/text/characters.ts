/** Marks that show nothing, such as zero-width spaces, direction marks and fillers. Joiners and variation selectors shape the signs around them, so they are judged apart. */
const INVISIBLE = /(?!\u200C|\u200D|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu;
const JOINER_WITHOUT_NEIGHBOURS =
  /(?<![^\p{ASCII}\p{Z}\u200C\u200D])[\u200C\u200D]|[\u200C\u200D](?![^\p{ASCII}\p{Z}\u200C\u200D])/gu;
const ANYTHING_INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{Cs}\u2800]/gu;
const LINE_BREAK_OR_TAB = /[\t\n\v\f\r\u0085\u2028\u2029]+/u;
const OTHER_LINE_BREAK = /[\v\f\u0085\u2028\u2029]/gu;
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const EVERY_CONTROL = /[\p{Cc}\p{Cs}]/gu;
const UNTYPED = /[^\P{Cc}\n\r\t]|\p{Cs}/gu;
const OTHER_SPACE = /[^\S ]/gu;

/** What DOKU was seen to accept on another endpoint; whether the registration call agrees is not known, so it only warns. */
const OUTSIDE_SEEN_CHARACTERS = /[^a-zA-Z0-9.\-/+,=_:'@%() ]/gu;

/** Nearly every text. */
const SEEN_CHARACTERS = /^[a-zA-Z0-9.\-/+,=_:'@%() ]*$/;

const LISTED_CHARACTERS = 10;

/** Nearly every text: nothing in it is invisible, a control character or outside one unit. Told at once, for a spreadsheet has a hundred thousand rows. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** Whether a person would see nothing: empty, or only spaces, control characters and invisible marks. */
export function isBlank(text: string): boolean {
  if (PRINTABLE_ASCII.test(text)) return text.trim() === "";
  return text.replace(ANYTHING_INVISIBLE, "") === "";
}

/** Length as people and databases count it: an emoji outside the basic plane is one. */
export function countCharacters(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Whether `text` holds a control character (NUL, bell, line break, …) or half of a surrogate pair, which no database stores. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** Takes out what nobody types, and `text` of `lib/text/input.ts` refuses. */
export function removeUntyped(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNTYPED, "");
}

/**
 * What a person wrote in lines of their own: a break as other programs make it, which comes along with what is pasted,
 * becomes a line break, and what nobody types is taken out. Pure.
 */
export function cleanLines(text: string): string {
  return removeUntyped(text.replace(OTHER_LINE_BREAK, "\n"));
}

/**
 * Takes out marks that show nothing. A joiner stays where both neighbours are outside ASCII,
 * because emoji and several scripts are spelt with it. Linear in the length.
 */
export function removeInvisibleMarks(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(INVISIBLE, "").replace(JOINER_WITHOUT_NEIGHBOURS, "");
}

/**
 * A one-line text as it will be kept and sent: line breaks and tabs become one space, other control
 * characters and invisible marks are taken out, any kind of space is an ordinary one, the ends are trimmed.
 * Everything else stays as typed. Blank text becomes "". Cleaning twice changes nothing more.
 */
export function cleanLine(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.trim();
  if (isBlank(text)) return "";
  return text
    .split(LINE_BREAK_OR_TAB)
    .map((line) => removeInvisibleMarks(line.replace(EVERY_CONTROL, "")).replace(OTHER_SPACE, " ").trim())
    .filter((line) => line !== "")
    .join(" ");
}

/** The characters of `text` outside what DOKU was seen to accept, each once, in their order. */
export function unusualCharacters(text: string): string[] {
  const found = text.match(OUTSIDE_SEEN_CHARACTERS);
  return found ? [...new Set(found)] : [];
}

/**
 * The characters of `text` outside what DOKU was seen to accept, each once, at most ten and then "…",
 * parted by spaces; "" when there are none. One that shows nothing is written as its code, such as U+200D.
 */
export function listUnusualCharacters(text: string): string {
  if (SEEN_CHARACTERS.test(text)) return "";
  const found = unusualCharacters(text);
  if (found.length === 0) return "";
  const named = found
    .slice(0, LISTED_CHARACTERS)
    .map((character) => (isBlank(character) ? codeOf(character) : character));
  return [...named, ...(found.length > LISTED_CHARACTERS ? ["…"] : [])].join(" ");
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

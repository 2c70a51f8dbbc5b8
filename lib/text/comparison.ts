import { countCharacters, removeInvisibleMarks } from "./characters";

/** Longest key in characters: an index entry of the database has a bound, and compatibility forms can make one character eighteen. */
const KEY_LIMIT = 225;

const LEGAL_FORMS = new Set(["PT", "CV", "UD", "PD", "TBK", "PERSERO", "FIRMA", "KOPERASI", "YAYASAN"]);
/** Nearly no name: the rest need not be taken apart. */
const MAY_BE_LEGAL_FORM = new RegExp(`\\b(?:${[...LEGAL_FORMS].join("|")})\\b`);
const DOTTED_LEGAL_FORM = /(?<![\p{L}\p{N}])(?:P\. ?T|C\. ?V|U\. ?D|P\. ?D)(?=\.|[^\p{L}\p{N}]|$)/gu;
/** Nearly every name: there is nothing to compose, to drop or to part. */
const PLAIN_WORDS = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
/** Nearly every address: nothing to compose, to drop or to trim. */
const PLAIN_ADDRESS = /^[!-~]+$/;
const APOSTROPHE = /['’‘`ʼ]/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const PUNCTUATION = /[\p{P}\p{S}\p{C}\p{Z}\s]+/gu;

/**
 * A business name for comparison only: NFKC, upper case, without legal forms (PT, CV, …) and punctuation,
 * single spaces, at most 225 characters. `PT. Maju & Jaya Tbk` and `maju jaya` are the same. A name made of
 * nothing else (`PT`, `!!!`) keeps what would have been dropped, so that only blank text has an empty key.
 */
export function comparisonName(text: string): string {
  const isPlain = PLAIN_WORDS.test(text);
  const folded = cut(isPlain ? text.toUpperCase() : upper(text).replace(INVISIBLE, "").trim());
  const plain = isPlain ? folded : withoutPunctuation(folded);
  if (!MAY_BE_LEGAL_FORM.test(plain)) return plain || folded;
  const withoutForms = plain
    .split(" ")
    .filter((word) => !LEGAL_FORMS.has(word))
    .join(" ");
  return withoutForms || plain || folded;
}

/** An e-mail address for comparison only: NFKC, trimmed, without invisible marks, lower case. */
export function emailKey(text: string): string {
  if (PLAIN_ADDRESS.test(text)) return text.toLowerCase();
  return removeInvisibleMarks(text).normalize("NFKC").trim().toLowerCase();
}

/** A partner reference for comparison only: references that differ in case alone are the same. */
export function partnerReferenceKey(text: string): string {
  return text.trim().toLowerCase();
}

function withoutPunctuation(text: string): string {
  return text
    .replace(DOTTED_LEGAL_FORM, (form) => form.replace(/[. ]/g, ""))
    .replace(APOSTROPHE, "")
    .replace(PUNCTUATION, " ")
    .trim();
}

function upper(text: string): string {
  // Upper-casing can take a letter apart (ΐ becomes Ϊ and an accent), so it is composed once more.
  return text.normalize("NFKC").toUpperCase().normalize("NFKC");
}

function cut(text: string): string {
  return countCharacters(text) > KEY_LIMIT ? [...text].slice(0, KEY_LIMIT).join("").trim() : text;
}

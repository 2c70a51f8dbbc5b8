import { COMMON_PHRASES, KEY_WALKS } from "./common-words";
import { type GuessableWords, guessableWords, LONGEST_GUESSABLE } from "./guessable-words";
import type { PasswordProblem } from "./problem";

export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 256;

/** What an attacker knows of the person before the first guess. */
export type PasswordOwner = { name: string; email: string };

/** Of what is left once everything known is taken for what it is: about a trillion guesses. */
const MIN_BITS = 40;
const LETTER_BITS = 4.7;
/** People add figures and signs in few ways (years, birthdays, a `!` at the end), */
const SIGN_BITS = 2.5;
/** and put the same thing between words. */
const SEPARATOR_BITS = 1;
/** A stretch of neighbouring keys, a word of the person's own, a word that was there before. */
const KNOWN_BITS = 2;
/** Of the first five hundred of a list. */
const COMMONEST_BITS = 9;
const MIN_DIFFERENT_CHARACTERS = 5;
/** A shorter piece repeated to the length asked for is as weak as the piece. */
const MIN_UNREPEATED_LENGTH = 8;
const MIN_WALK_LENGTH = 4;
const MIN_REVERSED_LENGTH = 5;
const PRODUCT_WORDS = ["mitra", "doku"];

declare const checked: unique symbol;

/** A password that the rules take. Nothing else is ever hashed, and only `checkPassword` makes one. */
export type CheckedPassword = string & { readonly [checked]: true };

export type PasswordCheck = { ok: true; password: CheckedPassword } | { ok: false; problem: PasswordProblem };

/**
 * Whether a password may be used, or why not. Any characters are allowed and none is altered.
 *
 * Besides the length it refuses what guessing starts with: passwords that leaked, common words and sentences (also with
 * digits for letters, or backwards) and their few-word combinations, digits and signs around them, keyboard walks,
 * repeated pieces, and the person's or the product's own name in place of a common word.
 */
export async function checkPassword(password: string, owner: PasswordOwner): Promise<PasswordCheck> {
  const problem = judgePassword(password, owner, await guessableWords());
  return problem ? { ok: false, problem } : { ok: true, password: password as CheckedPassword };
}

function judgePassword(
  password: string,
  owner: PasswordOwner,
  words: GuessableWords,
): PasswordProblem | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN_LENGTH) return "tooShort";
  if (length > PASSWORD_MAX_LENGTH) return "tooLong";
  const text = password.normalize("NFKC").toLowerCase();
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS || repeatedLength(text) < MIN_UNREPEATED_LENGTH)
    return "common";
  const own = new Set(ownWords(owner));
  // Beside a name people put a figure or one of the commonest words; a name among rare words makes them no weaker.
  const nearName = (word: string) => {
    if (own.has(word)) return KNOWN_BITS;
    const bits = words.get(word);
    return bits !== undefined && bits <= COMMONEST_BITS ? bits : undefined;
  };
  const guess = easiestGuess(text, nearName);
  if (guess.bits < MIN_BITS && [...guess.words].some((word) => own.has(word))) return "personal";
  return easiestGuess(text, (word) => words.get(word)).bits < MIN_BITS ? "common" : null;
}

/** The length of the shortest piece whose repetition gives the text: 3 for `abcabcabca`. */
function repeatedLength(text: string): number {
  for (let length = 1; length < text.length; length += 1) {
    if (text.startsWith(text.slice(length))) return length;
  }
  return text.length;
}

/** The words of a person's name and address that are long enough to be told from chance. Figures are judged as figures. */
function ownWords({ name, email }: PasswordOwner): string[] {
  const parts = `${name} ${email}`
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return [...parts, ...PRODUCT_WORDS].filter((part) => part.length >= 3);
}

/** How hard a word is to guess; nothing for what is no word. */
type BitsOf = (word: string) => number | undefined;

/** How whoever knows the words guesses the text; a known sentence also without what parts its words. */
function easiestGuess(text: string, bitsOf: BitsOf): Cover {
  const bare = text.replace(/[^\p{L}\p{N}]+/gu, "");
  const isPhrase = COMMON_PHRASES.some((phrase) => bare.includes(phrase));
  return cheapestCover(isPhrase ? bare : text, bitsOf);
}

type Cover = { bits: number; words: ReadonlySet<string> };

/** The reading of the text by which it is guessed soonest. */
function cheapestCover(text: string, bitsOf: BitsOf): Cover {
  const plain = withoutDigitSpelling(text);
  const covers: Cover[] = [{ bits: 0, words: new Set() }];
  for (let end = 1; end <= text.length; end += 1) {
    let best: Cover | undefined;
    for (let start = end - 1; start >= 0 && end - start <= LONGEST_GUESSABLE; start -= 1) {
      const before = covers[start];
      if (!before) continue;
      for (const cover of readings({
        before,
        raw: text.slice(start, end),
        plain: plain.slice(start, end),
        bitsOf,
      }))
        if (!best || cover.bits < best.bits) best = cover;
    }
    covers.push(best ?? { bits: Number.POSITIVE_INFINITY, words: new Set() });
  }
  return covers[text.length] ?? { bits: 0, words: new Set() };
}

type Piece = { before: Cover; raw: string; plain: string; bitsOf: BitsOf };

/** The ways to read one more piece of the text after what `before` has read. */
function readings({ before, raw, plain, bitsOf }: Piece): Cover[] {
  const found: Cover[] = [];
  const add = (bits: number, word?: string) =>
    found.push({
      bits: before.bits + bits,
      words: word === undefined ? before.words : new Set([...before.words, word]),
    });
  if (raw.length === 1) add(characterBits(raw));
  for (const word of spellingsOf(raw, plain)) {
    const bits = bitsOf(word);
    if (bits !== undefined) add(before.words.has(word) ? KNOWN_BITS : bits, word);
  }
  if (raw.length >= MIN_WALK_LENGTH && isWalk(raw)) add(KNOWN_BITS * 2);
  return found;
}

function spellingsOf(raw: string, plain: string): string[] {
  const spelt = raw === plain ? [raw] : [raw, plain];
  if (raw.length < MIN_REVERSED_LENGTH) return spelt;
  return [...spelt, ...spelt.map((word) => [...word].reverse().join(""))];
}

function characterBits(character: string): number {
  if (/[\s\-_.,']/.test(character)) return SEPARATOR_BITS;
  return /[\x20-\x40\x5b-\x60\x7b-\x7e]/.test(character) ? SIGN_BITS : LETTER_BITS;
}

function isWalk(text: string): boolean {
  const backwards = [...text].reverse().join("");
  return KEY_WALKS.some((walk) => walk.includes(text) || walk.includes(backwards));
}

const DIGIT_SPELLING: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
};

/** `p@ssw0rd` as `password`, character for character. */
function withoutDigitSpelling(text: string): string {
  return text.replace(/[0134578@$!]/g, (sign) => DIGIT_SPELLING[sign] ?? sign);
}

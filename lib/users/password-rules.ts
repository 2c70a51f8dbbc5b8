import { COMMON_WORDS, KEY_WALKS } from "./common-words";

export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 256;

/** Why a password is not taken; words under `auth.password` in the catalogues. */
export const PASSWORD_PROBLEMS = ["tooShort", "tooLong", "common", "personal"] as const;
export type PasswordProblem = (typeof PASSWORD_PROBLEMS)[number];

/** What an attacker knows of the person before the first guess. */
export type PasswordOwner = { name: string; email: string };

/** What is left of a password, once everything guessable is taken out, must weigh at least this many letters, */
const MIN_UNGUESSABLE_WEIGHT = 4;
/** or it must be made of at least this many different common words: then their combination is the secret. */
const MIN_COMMON_WORDS = 4;
const MIN_DIFFERENT_CHARACTERS = 5;
/** A shorter piece repeated to the length asked for is as weak as the piece. */
const MIN_UNREPEATED_LENGTH = 8;
const MIN_WALK_LENGTH = 4;
const PRODUCT_WORDS = ["mitra", "doku"];

/**
 * Whether a password may be used, or why not. Pure; any characters are allowed and none is altered.
 *
 * Besides the length it refuses what guessing starts with: common words (also with digits for
 * letters), their few-word combinations, digits and signs around them, keyboard walks, repeated
 * pieces, and the person's or the product's own name in place of a common word.
 */
export function checkPassword(password: string, owner: PasswordOwner): PasswordProblem | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN_LENGTH) return "tooShort";
  if (length > PASSWORD_MAX_LENGTH) return "tooLong";
  const text = password.normalize("NFKC").toLowerCase();
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS || repeatedLength(text) < MIN_UNREPEATED_LENGTH)
    return "common";
  if (isGuessable(text, COMMON_WORDS)) return "common";
  return isGuessable(text, new Set([...COMMON_WORDS, ...ownWords(owner)])) ? "personal" : null;
}

/** The length of the shortest piece whose repetition gives the text: 3 for `abcabcabca`. */
function repeatedLength(text: string): number {
  for (let length = 1; length < text.length; length += 1) {
    if (text.startsWith(text.slice(length))) return length;
  }
  return text.length;
}

/** The parts of a person's name and address that are long enough to be told from chance. */
function ownWords({ name, email }: PasswordOwner): string[] {
  const parts = `${name} ${email}`
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return [...parts, ...PRODUCT_WORDS].filter((part) => part.length >= 3);
}

type Cover = { unguessable: number; words: ReadonlySet<string> };

/** Whether common words, walks, digits and signs explain nearly all of the text. */
function isGuessable(text: string, words: ReadonlySet<string>): boolean {
  const { unguessable, words: used } = cheapestCover(text, words);
  return unguessable < MIN_UNGUESSABLE_WEIGHT && used.size < MIN_COMMON_WORDS;
}

/** The reading of the text that leaves the fewest characters unexplained; fewest words among equals. */
function cheapestCover(text: string, words: ReadonlySet<string>): Cover {
  const plain = withoutDigitSpelling(text);
  const longestWord = Math.max(...Array.from(words, (word) => word.length));
  const covers: Cover[] = [{ unguessable: 0, words: new Set() }];
  for (let end = 1; end <= text.length; end += 1) {
    const candidates: Cover[] = [];
    for (let start = end - 1; start >= 0 && end - start <= longestWord; start -= 1) {
      const before = covers[start];
      if (before)
        candidates.push(
          ...readings({ before, raw: text.slice(start, end), plain: plain.slice(start, end), words }),
        );
    }
    covers[end] = candidates.reduce(cheaper);
  }
  return covers[text.length] ?? { unguessable: text.length, words: new Set() };
}

function cheaper(one: Cover, other: Cover): Cover {
  if (one.unguessable !== other.unguessable) return one.unguessable < other.unguessable ? one : other;
  return one.words.size <= other.words.size ? one : other;
}

type Piece = { before: Cover; raw: string; plain: string; words: ReadonlySet<string> };

/** The ways to read one more piece of the text after what `before` has read. */
function readings({ before, raw, plain, words }: Piece): Cover[] {
  const found: Cover[] = [];
  if (raw.length === 1) {
    found.push({ unguessable: before.unguessable + characterWeight(raw), words: before.words });
  }
  const word = words.has(raw) ? raw : words.has(plain) ? plain : undefined;
  if (word) found.push({ unguessable: before.unguessable, words: new Set([...before.words, word]) });
  if (raw.length >= MIN_WALK_LENGTH && isWalk(raw))
    found.push({ unguessable: before.unguessable, words: before.words });
  return found;
}

/** People add figures and signs in few ways (years, birthdays, a `!` at the end): four count as one letter. */
function characterWeight(character: string): number {
  return /[\x20-\x40\x5b-\x60\x7b-\x7e]/.test(character) ? 0.25 : 1;
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

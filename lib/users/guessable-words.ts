import { COMMON_PHRASES, COMMON_WORDS } from "./common-words";

/** How hard a word is to guess, in bits. */
export type GuessableWords = ReadonlyMap<string, number>;

/** The words and sentences of our own list are among the first that are tried. */
const OWN_WORD_BITS = 8;
const SHORTEST = 3;
/** Longer ones are sentences, and rare. */
export const LONGEST_GUESSABLE = 40;

let words: Promise<GuessableWords> | undefined;

/**
 * The passwords that leaked most often, and the commonest Indonesian words and names, with their place in the list as
 * their weight; read once, when somebody first chooses a password. Figures alone are judged without a list.
 */
export function guessableWords(): Promise<GuessableWords> {
  words ??= readWords();
  return words;
}

async function readWords(): Promise<GuessableWords> {
  const [leaked, indonesian] = await Promise.all([
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-id"),
  ]);
  const bits = new Map<string, number>();
  const add = (word: string, weight: number) => {
    if (word.length < SHORTEST || word.length > LONGEST_GUESSABLE || !/\p{L}/u.test(word)) return;
    bits.set(word, Math.min(weight, bits.get(word) ?? weight));
  };
  const ranked = { ...leaked.dictionary, ...indonesian.dictionary };
  for (const list of Object.values(ranked))
    list.forEach((word, place) => {
      add(String(word).toLowerCase(), Math.log2(place + 2));
    });
  for (const word of [...COMMON_WORDS, ...COMMON_PHRASES]) add(word, OWN_WORD_BITS);
  return bits;
}

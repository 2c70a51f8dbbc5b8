// What stands behind the name of a command. What it does not know is told in a sentence, and nothing is done.
import { parseArgs } from "node:util";

/** How a command ends that was called wrongly. */
const WRONG_USE = 2;

/**
 * The options of this process. Ends it with a sentence and the usage where others stand there, or words that are none.
 *
 * @template {import("node:util").ParseArgsOptionsConfig} Options
 * @param {Options} options
 * @param {string} usage
 * @param {{ allowNegative?: boolean }} [reading] whether `--no-…` takes an option back
 */
export function readOptions(options, usage, { allowNegative = false } = {}) {
  try {
    return parseArgs({ options, allowNegative }).values;
  } catch (error) {
    const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(/\.? *\n|\. /);
    return refuseUse(sentence, usage);
  }
}

/**
 * The whole number that an option has. Ends this process where it has none, or one below `least`.
 *
 * @param {string} name
 * @param {string} text
 * @param {{ usage: string, least?: number }} reading
 */
export function readWhole(name, text, { usage, least = 0 }) {
  if (/^\d{1,12}$/.test(text) && Number(text) >= least) return Number(text);
  const bound = least > 0 ? ` of at least ${least}` : "";
  return refuseUse(`--${name} must be a whole number${bound}, not '${text}'`, usage);
}

/**
 * The one of `words` that an option has. Ends this process where it has another.
 *
 * @template {string} Word
 * @param {string} name
 * @param {string} text
 * @param {{ usage: string, words: readonly Word[] }} reading
 * @returns {Word}
 */
export function readWord(name, text, { usage, words }) {
  const known = words.find((word) => word === text);
  return known ?? refuseUse(`--${name} must be ${words.join(" or ")}, not '${text}'`, usage);
}

/**
 * Ends this process: it was called in a way that it does not know.
 *
 * @param {string} sentence
 * @param {string} usage
 * @returns {never}
 */
export function refuseUse(sentence, usage) {
  process.stderr.write(`${sentence}. Nothing was done.\n${usage}\n`);
  return process.exit(WRONG_USE);
}

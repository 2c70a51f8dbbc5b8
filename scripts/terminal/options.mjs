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
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(". ");
    process.stderr.write(`${sentence}. Nothing was done.\n${usage}\n`);
    return process.exit(WRONG_USE);
  }
}

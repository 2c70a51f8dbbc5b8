// Secrets that are given as files, as Docker and Kubernetes hand them in.
import { readFileSync } from "node:fs";
import { fileNameOf, SECRETS } from "./setting-names.mjs";

/** @typedef {{ values: Record<string, string>, problems: string[] }} SecretFiles */

/**
 * Reads every secret that is given as a file, without the line's end. Promises the values of those that could be
 * read, and a sentence for each that could not.
 *
 * @param {Readonly<Record<string, string | undefined>>} source
 * @returns {SecretFiles}
 */
export function readSecretFiles(source) {
  /** @type {Record<string, string>} */
  const values = {};
  /** @type {string[]} */
  const problems = [];
  for (const name of SECRETS) {
    const file = source[fileNameOf(name)]?.trim();
    if (!file) continue;
    if (source[name]?.trim()) problems.push(`${name} and ${fileNameOf(name)} are both set: keep one of them`);
    else {
      const read = readSecret(file);
      if (read.text) values[name] = read.text;
      else problems.push(`${fileNameOf(name)} names a file that ${read.problem}`);
    }
  }
  return { values, problems };
}

/** @param {string} file @returns {{ text: string, problem?: undefined } | { text?: undefined, problem: string }} */
function readSecret(file) {
  try {
    // Without the byte order mark that editors of Windows put in front.
    const whole = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    if (whole.includes("\0")) return { problem: NOT_TEXT };
    const text = whole.replace(/[\r\n]+$/, "");
    return text.trim() ? { text } : { problem: "is empty" };
  } catch (error) {
    return { problem: wordsOf(error) };
  }
}

const NOT_TEXT = "is not text in UTF-8: save it so";

const WORDS = new Map([
  ["ENOENT", "is not there"],
  ["ENOTDIR", "is not there"],
  ["EACCES", "may not be read by this user"],
  ["EPERM", "may not be read by this user"],
  ["EISDIR", "is a folder"],
  ["ERR_ENCODING_INVALID_ENCODED_DATA", NOT_TEXT],
]);

/** Why a file cannot be read, to follow its name. @param {unknown} error */
export function wordsOf(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return WORDS.get(code) ?? `cannot be read (${code || "unknown reason"})`;
}

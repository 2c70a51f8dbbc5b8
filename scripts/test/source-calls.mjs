// Where the sources ask the database, found in their text.

/** A call that names the type of its rows, on its line; before it may stand what it is called on. */
const NAMES_ROWS = /\b(?:query|readWithin)</g;

/** A call that may list its values after its statement. */
const ASKS = /\bquery(?=[<(])/g;

/**
 * @typedef {{ types: Set<string>, wasNull: boolean }} Column what all statements asked at a call have answered
 * @typedef {{ place: string, start: number, end: number, columns: Record<string, Column>, isMet: boolean }} Call where it names the type of its rows
 * @typedef {{ place: string, start: number, end: number, parameters: string[] | null }} Listing where it lists its values; no types where no test has asked
 */

/** @param {string} file @param {string} text @returns {Call[]} */
export function findCalls(file, text) {
  return [...text.matchAll(NAMES_ROWS)].flatMap(({ index, 0: found }) => {
    const start = index + found.length;
    const end = endOfType(text, start);
    const type = text.slice(start, end);
    // What a function is told by its caller is compared there.
    if (text.slice(0, index).endsWith("function ") || text.includes(`<${type} extends`)) return [];
    return [{ place: placeOf(file, text, index), start, end, columns: {}, isMet: false }];
  });
}

/** @param {string} file @param {string} text @param {number} index */
function placeOf(file, text, index) {
  const before = text.slice(0, index).split("\n");
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Calls whose second argument is a list, as long as it is written. @param {string} file @param {string} text @returns {Listing[]} */
export function findListings(file, text) {
  return [...text.matchAll(ASKS)].flatMap(({ index, 0: found }) => {
    const named = index + found.length;
    const open = text[named] === "<" ? endOfType(text, named + 1) + 1 : named;
    const [, values] = text[open] === "(" ? listArguments(text, open + 1) : [];
    const [start, end] = values ?? [0, 0];
    const list = text.slice(start, end);
    if (!list.startsWith("[") || list.includes("...")) return [];
    return [{ place: placeOf(file, text, index), start, end, parameters: null }];
  });
}

/** Where each argument begins and ends of a call whose first begins here. @param {string} text @param {number} from @returns {[number, number][]} */
function listArguments(text, from) {
  const found = [];
  let start = from;
  for (let at = from; at < text.length; at = behind(text, at)) {
    if (text[at] !== "," && text[at] !== ")") continue;
    const [space = ""] = /^(?:\s|\/\/.*\n)*/.exec(text.slice(start, at)) ?? [];
    found.push(/** @type {[number, number]} */ ([start + space.length, at]));
    if (text[at] === ")") break;
    start = at + 1;
  }
  return found;
}

/** @type {Readonly<Record<string, string>>} */
const CLOSING = { "(": ")", "[": "]", "{": "}", "`": "`", '"': '"', "'": "'" };

/** The place behind a sign, or behind all that it opens: a bracket, a text. @param {string} text @param {number} at @returns {number} */
function behind(text, at) {
  if (text.startsWith("//", at)) return text.indexOf("\n", at);
  const sign = text[at] ?? "";
  const closing = CLOSING[sign];
  if (!closing) return at + 1;
  const isText = closing === sign;
  let inner = at + 1;
  while (inner < text.length && text[inner] !== closing) {
    if (isText && text[inner] === "\\") inner += 2;
    else if (sign === "`" && text.startsWith("${", inner)) inner = behind(text, inner + 1);
    else inner = isText ? inner + 1 : behind(text, inner);
  }
  return inner + 1;
}

/** Where the type argument ends that begins here. @param {string} text @param {number} start */
function endOfType(text, start) {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "<") depth++;
    if (text[at] === ">" && text[at - 1] !== "=" && --depth === 0) return at;
  }
  return text.length;
}

/**
 * @template {{ place: string }} At
 * @param {Map<string, At[]>} calls
 * @param {string} frame of an awaited call, where `await` stands
 */
export function callAt(calls, frame) {
  const [file = "", line, column] = frame.split(":");
  return calls.get(file)?.find(({ place }) => {
    const [, itsLine, itsColumn] = place.split(":");
    return (
      itsLine === line && Number(itsColumn) >= Number(column) && Number(itsColumn) - Number(column) <= 40
    );
  });
}

/** How deep an answer may nest; DOKU's deepest documented answer has five levels. */
const MAX_DEPTH = 32;

export type StrictJson =
  | { ok: true; value: unknown }
  | { ok: false; problem: "not_json" | "repeated_key" | "too_deep"; value: unknown };

/**
 * Parses JSON that must mean one thing to everybody. `JSON.parse` keeps the last of two equal keys
 * where another reader keeps the first, so a repeated key is refused; its `value` is kept for a
 * person's eyes. Deep nesting is refused, so that nothing that walks the value can overflow the
 * stack. Takes time in proportion to the text and never throws.
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: "not_json", value: null };
  }
  const problem = findAmbiguity(text);
  if (problem === null) return { ok: true, value };
  return { ok: false, problem, value: problem === "too_deep" ? null : value };
}

/** Expects text that `JSON.parse` accepts: there a string followed by a colon is always a key. */
function findAmbiguity(text: string): "repeated_key" | "too_deep" | null {
  const keysOfOpenValues: Set<string>[] = [];
  let isRepeated = false;
  let lastString = "";
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        lastString = text.slice(at, end);
        at = end - 1;
        break;
      }
      case ":": {
        const key: string = JSON.parse(lastString);
        const keys = keysOfOpenValues.at(-1);
        isRepeated ||= keys?.has(key) ?? false;
        keys?.add(key);
        break;
      }
      case "{":
      case "[":
        if (keysOfOpenValues.push(new Set()) > MAX_DEPTH) return "too_deep";
        break;
      case "}":
      case "]":
        keysOfOpenValues.pop();
        break;
    }
  }
  return isRepeated ? "repeated_key" : null;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

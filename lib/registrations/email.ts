import { countCharacters, hasControlCharacters, isBlank, removeInvisibleMarks } from "./text";

/** The longest address a mail server takes, in characters. */
export const EMAIL_LIMIT = 254;

export type EmailReading =
  | { ok: true; address: string }
  | { ok: false; code: "email_missing" | "email_control_characters" | "email_format" }
  | { ok: false; code: "too_long"; params: { count: number; max: number } };

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const TOP_LEVEL = /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;

/**
 * The address as it will be sent: NFKC, trimmed, without invisible marks, the domain in lower case; the local
 * part keeps its case. The pattern is the practical one: one address, ASCII only, a dotted domain. A domain
 * with other letters must be given in its `xn--` form: a Cyrillic а that looks like a Latin one would send
 * the invitation to a stranger, and nothing says that DOKU accepts such addresses. Linear in the length.
 */
export function normaliseEmail(text: string): EmailReading {
  if (isBlank(text)) return { ok: false, code: "email_missing" };
  const visible = removeInvisibleMarks(text).trim();
  if (hasControlCharacters(visible)) return { ok: false, code: "email_control_characters" };
  const typedCount = countCharacters(visible);
  if (typedCount > EMAIL_LIMIT) return tooLong(typedCount);
  const composed = visible.normalize("NFKC").trim();
  const composedCount = countCharacters(composed);
  if (composedCount > EMAIL_LIMIT) return tooLong(composedCount);
  const at = composed.lastIndexOf("@");
  const local = composed.slice(0, Math.max(at, 0));
  const domain = composed.slice(at + 1).toLowerCase();
  if (!isLocalPart(local) || !isDomain(domain)) return { ok: false, code: "email_format" };
  return { ok: true, address: `${local}@${domain}` };
}

function tooLong(count: number): EmailReading {
  return { ok: false, code: "too_long", params: { count, max: EMAIL_LIMIT } };
}

function isLocalPart(local: string): boolean {
  return local.length <= 64 && LOCAL_PART.test(local);
}

function isDomain(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  return (
    labels.length >= 2 &&
    labels.every((label) => label.length <= 63 && LABEL.test(label)) &&
    TOP_LEVEL.test(last)
  );
}

/** Providers whose names people mistype, with the endings they really have, and endings that only a mistake gives them. */
const PROVIDERS: readonly {
  name: string;
  endings: readonly string[];
  mistakenEndings?: readonly string[];
}[] = [
  { name: "gmail", endings: ["com"], mistakenEndings: ["co.id", "id"] },
  { name: "yahoo", endings: ["com", "co.id"] },
  { name: "hotmail", endings: ["com", "co.id"] },
  { name: "outlook", endings: ["com", "co.id"] },
  { name: "icloud", endings: ["com"], mistakenEndings: ["co.id", "id"] },
  { name: "rocketmail", endings: ["com"] },
];

/** Real names and endings one letter away from the ones above. */
const REAL_NAMES = new Set(["ymail", "mail", "email", "cloud"]);
const REAL_ENDINGS = new Set(["co.in", "co.il", "cn", "om"]);

/**
 * The address a person probably meant (`budi@gmial.com` → `budi@gmail.com`), or null. Knows the providers
 * above and one wrong, missing, extra or swapped letter in the name and in the ending. A hint, never a refusal.
 */
export function suggestEmail(address: string): string | null {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const dot = domain.indexOf(".");
  if (at < 1 || dot < 1) return null;
  const suggestion = suggestDomain(domain.slice(0, dot), domain.slice(dot + 1));
  return suggestion === null || suggestion === domain ? null : `${address.slice(0, at)}@${suggestion}`;
}

function suggestDomain(name: string, ending: string): string | null {
  if (REAL_NAMES.has(name) || REAL_ENDINGS.has(ending)) return null;
  const provider =
    PROVIDERS.find((known) => known.name === name) ??
    PROVIDERS.find((known) => isOneSlipAway(known.name, name));
  if (!provider) return null;
  const { endings, mistakenEndings = [] } = provider;
  const meant = mistakenEndings.includes(ending)
    ? endings[0]
    : (endings.find((known) => known === ending) ?? endings.find((known) => isOneSlipAway(known, ending)));
  return meant === undefined ? null : `${provider.name}.${meant}`;
}

/** Whether one letter replaced, added, left out or swapped with its neighbour turns `known` into `typed`. */
function isOneSlipAway(known: string, typed: string): boolean {
  if (Math.abs(known.length - typed.length) > 1) return false;
  let start = 0;
  while (start < known.length && known[start] === typed[start]) start += 1;
  const knownRest = known.slice(start);
  const typedRest = typed.slice(start);
  const swapped = `${knownRest[1] ?? ""}${knownRest[0] ?? ""}${knownRest.slice(2)}`;
  return (
    knownRest.slice(1) === typedRest.slice(1) ||
    knownRest.slice(1) === typedRest ||
    knownRest === typedRest.slice(1) ||
    swapped === typedRest
  );
}

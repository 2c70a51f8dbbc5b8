import { countCharacters, hasControlCharacters, isBlank, removeInvisibleMarks } from "./characters";
import { placeholderIn } from "./placeholder";

/** The longest address a mail server takes, in characters. */
export const EMAIL_LIMIT = 254;

/** Addresses to choose from, as they are said (`a@b.co, c@d.co`), and how many there are. */
type Choices = { count: number; options: string };

export type EmailReading =
  /** `isTaken` where the text is not the address by itself: `Budi <budi@toko.co.id>`, or one in wide letters. */
  | { ok: true; address: string; isTaken: boolean }
  | { ok: false; code: "email_missing" | "email_control_characters" | "email_format" }
  | { ok: false; code: "email_is_phone" | "email_is_link" }
  | { ok: false; code: "email_letters"; params: { letters: string } }
  | { ok: false; code: "email_two" | "email_words" | "email_space" | "email_no_at"; params: Choices }
  | { ok: false; code: "email_no_ending" | "email_two_ats" | "email_comma"; params: Choices }
  | { ok: false; code: "too_long"; params: { count: number; max: number } };

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const TOP_LEVEL = /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;

/** Nearly every address, of which a spreadsheet has two hundred thousand: no rule below can say anything else of it. */
const PLAIN_ADDRESS =
  /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]{2,}$/i;
/** No part of so short an address is longer than it may be. */
const PLAIN_LIMIT = 64;

/** What keyboards for wide letters have for a full stop, in place of which domains may have one. */
const WIDE_STOP = "\u3002";

/** Control characters that part words, and so may stand between two addresses. */
const LINE_BREAKS = /[\t\n\r\u0085\u2028\u2029]+/g;

/**
 * The address as it will be sent: NFKC, trimmed, without invisible marks, the domain in lower case; the local
 * part keeps its case. The pattern is the practical one: one address, ASCII only, a dotted domain. A domain
 * with other letters must be given in its `xn--` form: a Cyrillic а that looks like a Latin one would send
 * the invitation to a stranger, and nothing says that DOKU accepts such addresses.
 *
 * Of what people paste around an address (`mailto:`, a name and `<…>`, quotes, a `;` behind it) it is taken out where
 * exactly one address can be meant. Where more than one can, none is: a person chooses. Linear in the length.
 */
export function normaliseEmail(text: string): EmailReading {
  if (text.length <= PLAIN_LIMIT && PLAIN_ADDRESS.test(text)) {
    const at = text.indexOf("@");
    return { ok: true, address: text.slice(0, at) + text.slice(at).toLowerCase(), isTaken: false };
  }
  const isMissing = isBlank(text) || (!text.includes("@") && placeholderIn(text.trim()) === "nothing");
  if (isMissing) return { ok: false, code: "email_missing" };
  const visible = removeInvisibleMarks(text).trim();
  if (hasControlCharacters(visible) && hasControlCharacters(visible.replace(LINE_BREAKS, " ")))
    return { ok: false, code: "email_control_characters" };
  const typedCount = countCharacters(visible);
  if (typedCount > EMAIL_LIMIT) return tooLong(typedCount);
  const composed = visible.normalize("NFKC").replaceAll(WIDE_STOP, ".").trim();
  const composedCount = countCharacters(composed);
  if (composedCount > EMAIL_LIMIT) return tooLong(composedCount);
  // A spreadsheet's apostrophe may stand in an address by the letter of the law, and does so in none.
  const address = /^['`=]/.test(composed) ? null : addressOf(composed);
  return address === null ? readPasted(composed) : { ok: true, address, isTaken: composed !== visible };
}

function tooLong(count: number): EmailReading {
  return { ok: false, code: "too_long", params: { count, max: EMAIL_LIMIT } };
}

function addressOf(text: string): string | null {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1).toLowerCase();
  return isLocalPart(local) && isDomain(domain) ? `${local}@${domain}` : null;
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

/** Signs that part addresses from one another and from names, but stand in none that a person has. */
const PARTING = /[\s;,|<>()[\]{}"“”„«»‘’]+/;
const EDGES = /^[,;:'`"*•·\-–—=!?#~|/\\]+|[.,;:'`"*•·\-–—=!?#~|/\\]+$/g;
const QUERY = /(@[^\s?@]+)\?[^\s>)\]]*/g;
/** What counts the lines of a list. */
const COUNTER = /^\d{1,3}[.)]\s+/;
const CALLED_EMAIL = /^(?:e-?mail|surel|mail|imel|alamat)$/i;
/** An address in brackets, beside which any words may stand, or one with brackets behind it. */
const IN_BRACKETS = /[<([][^<>()[\]@]*@[^<>()[\]@]*[>)\]]/;
const BEFORE_BRACKETS = /^[^\s<>()[\]@]+@[^\s<>()[\]@]+\s*[([][^()[\]@]*[)\]]$/;

function readPasted(text: string): EmailReading {
  const plain = text
    .replace(/mailto:/gi, " ")
    .replace(QUERY, "$1")
    .trim()
    .replace(COUNTER, "");
  const tokens = plain
    .split(PARTING)
    .flatMap((token) => (token.split("@").length > 2 ? token.split(/[/&+]/) : [token]))
    .map((token) => token.replace(EDGES, ""))
    .filter((token) => token !== "" && !CALLED_EMAIL.test(token.replace(/[:=]+$/, "")))
    .map((token) => token.replace(/^(?:e-?mail|surel)[:=]+/i, ""));
  const addresses = uniqueAddresses(tokens);
  const [address] = addresses;
  if (address !== undefined && addresses.length > 1) return choose("email_two", addresses);
  if (address === undefined) return readBroken(text, plain);
  const others = tokens.filter((token) => addressOf(token) === null);
  if (others.some((token) => token.includes("@"))) return choose("email_words", [address]);
  const isAlone = others.length === 0 || IN_BRACKETS.test(plain) || BEFORE_BRACKETS.test(plain);
  if (isAlone) return { ok: true, address, isTaken: true };
  return describeWords(plain, address);
}

function uniqueAddresses(tokens: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const token of tokens) {
    const address = addressOf(token);
    if (address !== null && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  return [...found.values()];
}

/** One address with words beside it, which may be a part of it: `budi santoso@gmail.com`, `budi@toko.co,id`. */
function describeWords(plain: string, address: string): EmailReading {
  const [local = "", domain = ""] = address.split("@");
  const lower = plain.toLowerCase();
  const behind = lower.slice(lower.lastIndexOf(domain) + domain.length);
  const before = lower.slice(0, lower.lastIndexOf(`${local.toLowerCase()}@`));
  if (/^\s*,\s*[a-z]{2,3}$/.test(behind) && before === "")
    return choose("email_comma", [`${address}.${behind.replace(/[\s,]/g, "")}`]);
  if (/^\s*\.?\s*[a-z]{1,3}(?:\.[a-z]{2,3})?$/.test(behind) && before === "") {
    const joined = addressOf(plain.replace(/\s+/g, ""));
    return choose("email_space", joined === null ? [] : [joined]);
  }
  // Which of `budi santoso@…`, `budisantoso@…` and `budi.santoso@…` is meant nobody knows but the merchant.
  if (/[a-z0-9._-]\s+$/.test(before) && !/[:=\-–—]\s*$/.test(before)) return choose("email_space", []);
  return choose("email_words", [address]);
}

/** No address, and why: in the order of what is most surely said. */
function readBroken(text: string, plain: string): EmailReading {
  const ats = text.split("@").length - 1;
  if (/^(?:https?:|www\.)|^@[\w.]+$/i.test(plain)) return { ok: false, code: "email_is_link" };
  if (ats === 0) {
    if (/^[+(]?\d[\d\s().+-]{6,}$/.test(plain)) return { ok: false, code: "email_is_phone" };
    return choose("email_no_at", validOnes([spelledOut(plain)]));
  }
  const tight = plain.replace(/\s+/g, "").replace(EDGES, "");
  if (tight !== plain && addressOf(tight) !== null) {
    const isClear = /\s[@.]|[@.]\s/.test(plain) && !/[a-z0-9]\s+[a-z0-9]/i.test(plain);
    return choose("email_space", isClear ? validOnes([tight]) : []);
  }
  const commas = validOnes([tight.replaceAll(",", ".")]);
  if (commas.length > 0) return choose("email_comma", commas);
  const letters = [...new Set(tight.match(/[^\x20-\x7e]/gu))].slice(0, 10).join(" ");
  if (letters !== "") return { ok: false, code: "email_letters", params: { letters } };
  if (/@\s*@/.test(plain)) return choose("email_two_ats", validOnes([tight.replace(/@+/g, "@")]));
  if (ats === 1 && /^[^@\s]+@[a-z0-9-]+$/i.test(plain) && addressOf(`${plain}.com`) !== null) {
    const name = plain.slice(plain.indexOf("@") + 1).toLowerCase();
    const isKnown = PROVIDERS.some((provider) => provider.name === name);
    return choose("email_no_ending", isKnown ? validOnes([`${plain}.com`]) : []);
  }
  return { ok: false, code: "email_format" };
}

/** `budi(at)toko(dot)com`, `budi [at] toko.com`, `budi at toko dot com`. */
function spelledOut(text: string): string {
  return text
    .replace(/\s*[([{<]\s*(?:at|et)\s*[)\]}>]\s*|\s+at\s+/i, "@")
    .replace(/\s*[([{<]\s*(?:dot|titik)\s*[)\]}>]\s*|\s+(?:dot|titik)\s+/gi, ".");
}

function validOnes(texts: readonly string[]): string[] {
  return texts.flatMap((text) => addressOf(text) ?? []);
}

function choose(
  code:
    | "email_two"
    | "email_words"
    | "email_space"
    | "email_no_at"
    | "email_no_ending"
    | "email_two_ats"
    | "email_comma",
  addresses: readonly string[],
): EmailReading {
  return { ok: false, code, params: { count: addresses.length, options: addresses.join(", ") } };
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

const EXAMPLE_BOXES =
  /^(?:(?:contoh|example|sample|e?mail[._]?(?:anda|kamu)|nama[._]?(?:anda|lengkap)|your[._]?(?:e?mail|name))@|(?:nama|name|user|username|email)@(?:gmail|email|mail|yahoo)\.com$)/i;
const EXAMPLE_DOMAINS =
  /^(?:example\.(?:com|org|net|co\.id)|contoh\.(?:com|co\.id)|(?:your)?domain(?:anda)?\.(?:com|co\.id))$/i;
/** The letters with which those begin. */
const EXAMPLE_LETTERS = /^[ceyd]/i;

/** Whether an address is one with which people show how to write one; mail to it reaches a stranger. */
export function isExampleEmail(address: string): boolean {
  if (EXAMPLE_BOXES.test(address)) return true;
  const at = address.indexOf("@") + 1;
  return EXAMPLE_LETTERS.test(address.charAt(at)) && EXAMPLE_DOMAINS.test(address.slice(at));
}

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
  if (at > 4 && address.startsWith("www.")) return suggestEmail(address.slice(4)) ?? address.slice(4);
  let suggestion = SUGGESTED.get(domain);
  if (suggestion === undefined) {
    suggestion = suggestDomain(domain.slice(0, dot), domain.slice(dot + 1));
    if (SUGGESTED.size >= SUGGESTED_MOST) SUGGESTED.clear();
    SUGGESTED.set(domain, suggestion);
  }
  return suggestion === null || suggestion === domain ? null : `${address.slice(0, at)}@${suggestion}`;
}

/** What was found out of the last domains: a file has the same ones over and over. */
const SUGGESTED = new Map<string, string | null>();
const SUGGESTED_MOST = 500;

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

import { isPlainWord } from "./plain-words";

const HIDDEN = "•••";
const MAX_MASKED_BYTES = 4_096;
const MAX_READ_LENGTH = 16_384;
const MAX_MEMBERS = 500;
const MIN_KNOWN_LENGTH = 3;

/** What must not be readable in anything we keep: our own secrets, and the personal data we sent. */
export type Sensitive = { secrets: readonly string[]; names: readonly string[]; others: readonly string[] };

/** `budi@gmail.com` → `b•••@gmail.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 0 ? HIDDEN : `${maskName(email.slice(0, at))}${email.slice(at)}`;
}

/** `81510229216` → `•••9216`; with fewer than eight digits nothing is shown. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  return digits.length < 8 ? HIDDEN : `${HIDDEN}${digits.slice(-4)}`;
}

/** `John Michael` → `J•••`. */
export function maskName(name: string): string {
  return `${[...name.slice(0, 2)].slice(0, 1).join("")}${HIDDEN}`;
}

/**
 * An answer as it may be stored and logged: at most 4 KiB of UTF-8. Readable is what is known to be nobody's: DOKU's
 * ids, codes, moments, and plain words; all else is masked or hidden, whatever it is called. Where the answer is JSON
 * of bounded depth, give it as `json`, because its members say what they are. Linear in the text.
 */
export function maskAnswer(answer: { text: string; json: unknown; sensitive: Sensitive }): string {
  const masked =
    answer.json === undefined
      ? readableWords(answer.text.slice(0, MAX_READ_LENGTH), answer.sensitive)
      : JSON.stringify(maskValue(answer.json, answer.sensitive));
  return cutToBytes(removeInvisible(masked.slice(0, MAX_READ_LENGTH)), MAX_MASKED_BYTES);
}

/** DOKU's words for people: one line of at most `maxLength` UTF-16 units, no secrets, nothing invisible. */
export function cleanWords(words: string, maxLength: number, secrets: readonly string[]): string {
  const visible = removeInvisible(words.slice(0, MAX_READ_LENGTH));
  const line = maskSecrets(visible, secrets).replace(/\s+/g, " ").trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).replace(/\p{Cs}$/u, "")}…`;
}

type TextMask = (text: string) => string;

/** Members whose values are codes and moments, and nobody's data, */
const READABLE_KEY =
  /^(?:(?:business|brand|request|client|partner_?ref|partner|ref|reference|response|trace|error)?_?(?:id|ids|reference|ref)|status|state|(?:error|response|status|referral|country|phone_calling|calling)?_?code|type|environment|currency|time|timestamp|(?:created|updated)_?(?:at|date))$/i;
/** where they stand in one of these. What an API adds tomorrow is not readable before somebody has looked at it. */
const READABLE_PARENT =
  /^(?:business|businesses|brands?|contact|data|result|response|request|referral|errors?|message|meta|invited_?user|representative)$/i;
const PERSON_KEY = /contact|representative|owner|director|invited|person|user/i;
const SHOP_KEY = /^(?:business|businesses|brands?)$/i;
const SECRET_KEY = /secret|(?:shared|api|access|private)_?key|password|token|signature|authori[sz]ation/i;
const CODE_VALUE = /^[\w.:+/-]{1,128}$/;

/** Masks at most `MAX_MEMBERS` members and items, however many a hostile answer has, and drops the rest. */
function maskValue(root: unknown, sensitive: Sensitive): unknown {
  let remaining = MAX_MEMBERS;
  const known = buildKnownMask(sensitive);
  const masks: Masks = { words: (text) => plainWordsOf(text, known), known };
  return mask(root, []);

  function mask(value: unknown, path: readonly string[]): unknown {
    if (typeof value !== "object" || value === null) return maskScalar(value, path, masks);
    // Without a prototype, an answer's own "__proto__" is a key like any other.
    const masked: Record<string, unknown> = Object.create(null);
    const items: unknown[] = [];
    for (const [key, member] of Object.entries(value)) {
      if (remaining <= 0) break;
      remaining -= 1;
      if (Array.isArray(value)) items.push(mask(member, path));
      else
        masked[FIELD_NAME.test(key) ? key : masks.words(key)] = SECRET_KEY.test(key)
          ? HIDDEN
          : mask(member, [...path, key]);
    }
    return Array.isArray(value) ? items : masked;
  }
}

type Masks = { words: TextMask; known: TextMask };

/** How a field is called, and no word of a sentence or a person's name. */
const FIELD_NAME = /^\d{1,4}$|^[a-z_][A-Za-z_]*(?:[.[][a-z\d_][A-Za-z\d_]*\]?){0,8}$/;

/** A value by its place: codes as they are, contacts so that they are recognised, of anything else the plain words. */
function maskScalar(value: unknown, path: readonly string[], masks: Masks): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const text = String(value).slice(0, MAX_READ_LENGTH);
  const key = path.at(-1) ?? "";
  const parents = path.slice(0, -1);
  const isKnownPlace = parents.every((step) => READABLE_PARENT.test(step));
  // Under `errors` and `message` the key names a field and the value is a sentence about it.
  const isSaid = path.some((step) => /error|message/i.test(step));
  const isAboutField = isSaid && /\s/.test(text);
  if (isKnownPlace && !isAboutField) {
    if (READABLE_KEY.test(key) && CODE_VALUE.test(text))
      return typeof value === "number" ? value : masks.known(text);
    if (key === "name" && SHOP_KEY.test(parents.at(-1) ?? "")) return maskContacts(masks.known(text));
    if (/^e-?mails?$/i.test(key)) return maskEmail(text);
    if (/^(?:phone|mobile|whatsapp)(?:_?numbers?)?s?$/i.test(key)) return maskPhone(text);
    if (/name$/i.test(key) && path.slice(-2).some((step) => PERSON_KEY.test(step))) return maskName(text);
  }
  const words = masks.words(text);
  // Of what is not said to us not even the end of a number: it may be that of an identity card.
  if (isSaid) return words;
  return /^\d+$/.test(text) ? HIDDEN : words.replace(RECOGNISABLE, HIDDEN);
}

const RECOGNISABLE = /[^\s•]?•••(?:\d{1,4}|@[\p{L}\p{N}.-]{1,255})/gu;

/**
 * Of a text the words in which an API says what is wrong (`plain-words.ts`); anything else is hidden, because it may be
 * somebody's. What we sent is recognised by its first letter or last digits, addresses and numbers likewise, and
 * DOKU's ids stay.
 */
export function readableWords(text: string, sensitive: Sensitive = NOTHING_SENT): string {
  return plainWordsOf(text, buildKnownMask(sensitive));
}

function plainWordsOf(text: string, known: TextMask): string {
  // Dots of its own would pass for ours.
  return known(text.replaceAll("•", ""))
    .replace(PIECE, (piece, masked?: string, email?: string, id?: string, phone?: string) => {
      if (masked || id) return piece;
      if (email) return maskEmail(email);
      if (phone) return maskNumber(phone);
      return isPlainWord(piece) || /^\d{1,3}$/.test(piece) ? piece : HIDDEN;
    })
    .replace(HIDDEN_RUN, HIDDEN);
}

const NOTHING_SENT: Sensitive = { secrets: [], names: [], others: [] };
/** Several hidden words in a row say no more than one. */
const HIDDEN_RUN = /•••(?:[\s'’_-]*•••(?!\d|@))+(?!\d|@)/g;

/** Addresses and numbers in a text that is a name or a title, wherever they stand in it and however wide they are written. */
export function maskContacts(text: string): string {
  const plain = text.normalize("NFKC");
  const masked = maskContactsOf(plain);
  return masked === plain ? text : masked;
}

function maskContactsOf(text: string): string {
  const masked = text.includes("@") ? text.replace(EMAIL, maskEmail) : text;
  return /\d(?:\D{0,3}\d){7}/.test(masked) ? masked.replace(LOOSE_PHONE, maskLooseNumber) : masked;
}

const LOOSE_PHONE = /\+?\d(?:[\s()./_·\p{Pd}]{0,3}\d){7,}/gu;
/** A day, and what may be the time behind it. */
const DAY = /^20\d{2}[-_./]?(?:0[1-9]|1[0-2])[-_./]?(?:0[1-9]|[12]\d|3[01])(?:[-_ ][0-2]\d{3}(?:\d{2})?)?$/;

function maskLooseNumber(found: string): string {
  return DAY.test(found) ? found : maskPhone(found);
}

/** What we sent, wherever it is quoted. */
function buildKnownMask({ secrets, names, others }: Sensitive): TextMask {
  const known = [
    ...names.map((name) => ({ value: name.trim(), masked: maskName(name.trim()) })),
    ...others.map((value) => ({ value, masked: value.includes("@") ? maskEmail(value) : maskPhone(value) })),
  ]
    .filter(({ value }) => value.length >= MIN_KNOWN_LENGTH)
    .map((one) => ({ ...one, sought: one.value.toLowerCase() }));
  return (text) => {
    let masked = maskSecrets(text, secrets);
    for (const { value, sought, masked: by } of known) {
      // Building a pattern costs more than all the rest, and hardly any answer quotes what we sent.
      if (!masked.toLowerCase().includes(sought)) continue;
      masked = masked.replace(buildWholeWordPattern(value), () => by);
    }
    return masked;
  };
}

function buildWholeWordPattern(value: string): RegExp {
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  // A phone number is also quoted with its calling code in front, so digits may lead it. A letter after a
  // backslash is an escape of JSON that was not parsed, not part of a word.
  return new RegExp(`(?<!(?<!\\\\)\\p{L})${escaped}(?![\\p{L}\\p{N}])`, "giu");
}

// The repetitions are bounded, so that hostile text cannot make the search slow.
const EMAIL = /[^\s@"'<>(),:;]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;

/** What a text is read in: what is masked already, an address, an id of DOKU or a UUID, a number, a word. */
const PIECE =
  /((?<![\p{L}\p{N}])(?:SK-|HMACSHA256=|\+?\d{1,3}|[^\s•"'<>(),:;])?•••(?:@[\p{L}\p{N}.-]{1,255}|\d{1,4})?)|([^\s@"'<>(),:;•]{1,64}@[\p{L}\p{N}.-]{1,255})|(\b(?:B(?:SN|RN)-[\d-]{4,40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b)|(\+?\d[\d\s().-]{6,24}\d)|[\p{L}\p{M}\p{N}_]{1,64}/giu;

function maskNumber(found: string): string {
  return found.replace(/\D/g, "").length >= 8 ? maskPhone(found) : HIDDEN;
}

/** What each pattern below cannot do without; looked for first, since hardly any text has one of them. */
const SECRET_SIGNS = /HMACSHA256=|\bSK-|"|https?:/;

function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) masked = masked.replaceAll(secret, HIDDEN);
  if (!SECRET_SIGNS.test(masked)) return masked;
  return masked
    .replace(/(HMACSHA256=)[\w+/=-]+/g, `$1${HIDDEN}`)
    .replace(/\bSK-[\w.-]+/g, `SK-${HIDDEN}`)
    .replace(
      /("[\w-]{0,32}(?:shared_?key|secret|password|token)[\w-]{0,32}"\s{0,8}:\s{0,8})"[^"]*"?/gi,
      `$1"${HIDDEN}"`,
    )
    .replace(/(https?:\/\/[^\s"'<>?]{1,2000})\?[^\s"'<>]+/g, `$1?${HIDDEN}`);
}

/** Controls become spaces; marks that hide or reorder text, lone surrogates and private characters go. */
function removeInvisible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/\p{Cc}+/gu, " ").replace(/[\p{Cf}\p{Cs}\p{Co}]+/gu, "");
}

function cutToBytes(text: string, maxBytes: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  // A byte of the form 10xxxxxx continues a character, which must not be cut in two.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return new TextDecoder().decode(bytes.subarray(0, end));
}

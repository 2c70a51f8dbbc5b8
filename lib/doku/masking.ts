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
 * An answer as it may be stored and logged: at most 4 KiB of UTF-8, no secrets, personal data masked,
 * DOKU's ids readable. Where the answer is JSON of bounded depth, give it as `json` (its members say
 * what they are); else `text` is searched for what looks like personal data. Linear in the text.
 */
export function maskAnswer(answer: { text: string; json: unknown; sensitive: Sensitive }): string {
  const maskText = buildTextMask(answer.sensitive);
  const masked =
    answer.json === undefined
      ? maskText(answer.text.slice(0, MAX_READ_LENGTH))
      : JSON.stringify(maskValue(answer.json, maskText));
  return cutToBytes(removeInvisible(masked.slice(0, MAX_READ_LENGTH)), MAX_MASKED_BYTES);
}

/** DOKU's words for people: one line of at most `maxLength` UTF-16 units, no secrets, nothing invisible. */
export function cleanWords(words: string, maxLength: number, secrets: readonly string[]): string {
  const visible = removeInvisible(words.slice(0, MAX_READ_LENGTH));
  const line = maskSecrets(visible, secrets).replace(/\s+/g, " ").trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).replace(/\p{Cs}$/u, "")}…`;
}

type TextMask = (text: string) => string;

const SECRET_KEY = /secret|(?:shared|api|access|private)_?key|password|token|signature|authori[sz]ation/i;
const PRIVATE_KEY = /birth|identity|^nik$|npwp|address|passport/i;
const PERSON_KEY = /contact|representative|owner|director|invited|person|user/i;
const ERROR_KEY = /error|message/i;

/** Masks at most `MAX_MEMBERS` members and items, however many a hostile answer has, and drops the rest. */
function maskValue(root: unknown, maskText: TextMask): unknown {
  let remaining = MAX_MEMBERS;
  return mask(root, []);

  function mask(value: unknown, path: readonly string[]): unknown {
    if (typeof value !== "object" || value === null) return maskScalar(value, path, maskText);
    // Without a prototype, an answer's own "__proto__" is a key like any other.
    const masked: Record<string, unknown> = Object.create(null);
    const items: unknown[] = [];
    for (const [key, member] of Object.entries(value)) {
      if (remaining <= 0) break;
      remaining -= 1;
      if (Array.isArray(value)) items.push(mask(member, path));
      else masked[maskText(key)] = SECRET_KEY.test(key) ? HIDDEN : mask(member, [...path, key]);
    }
    return Array.isArray(value) ? items : masked;
  }
}

function maskScalar(value: unknown, path: readonly string[], maskText: TextMask): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const text = String(value).slice(0, MAX_READ_LENGTH);
  const key = path.at(-1) ?? "";
  // Under `errors` and `message` the key names a field and the value is a sentence about it.
  if (!path.some((step) => ERROR_KEY.test(step))) {
    if (PRIVATE_KEY.test(key)) return HIDDEN;
    if (/e-?mail/i.test(key)) return maskEmail(text);
    if (/(?:phone|mobile|whatsapp)(?!.*code)/i.test(key)) return maskPhone(text);
    if (/name$/i.test(key) && path.slice(-2).some((step) => PERSON_KEY.test(step))) return maskName(text);
  }
  return typeof value === "number" ? value : maskText(text);
}

/** Personal data in running text: what we sent, wherever it is quoted, and whatever has its look. */
function buildTextMask({ secrets, names, others }: Sensitive): TextMask {
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
    if (masked.includes("@")) masked = masked.replace(EMAIL, maskEmail);
    return masked.replace(PHONE, maskNumber);
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
// Digits that stand alone: DOKU's ids (BSN-0103-1700206906468) and UUIDs have a letter or a dash beside them.
const PHONE = /(?<!(?<!\\)[\w-])\+?\d[\d\s().-]{6,24}\d(?![\w-])/g;

function maskNumber(found: string): string {
  const isPhone = found.replace(/\D/g, "").length >= 8 && !/^\d{4}-\d{2}-\d{2}/.test(found);
  return isPhone ? maskPhone(found) : found;
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

import { type DokuField, findProblemField } from "./problem-field";

type Simple = "missing" | "email" | "number" | "mobile" | "used" | "unknown" | "format";

type Meaning =
  | { kind: Simple }
  /** `named` are the signs that DOKU named, each once; "" where it named none. */
  | { kind: "characters"; named: string }
  /** Both null where DOKU told no limit. */
  | { kind: "length"; min: number | null; max: number | null; unit: "characters" | "digits" };

/** What DOKU holds against one field, or against one of which it does not say which (null). */
export type RefusalMeaning = { field: DokuField | null } & (
  | Meaning
  /** Words that nobody has put into the dictionary: they speak for themselves. */
  | { kind: "other"; words: string }
);

/** More sentences than a person reads at once. */
const MAX_SENTENCES = 5;

/**
 * What DOKU's words of a refusal mean, sentence by sentence, in English and Indonesian. They come as one text whose
 * sentences are parted by "; ", and `field` is the one that was found in them when they came. Pure; in words that were
 * masked it knows the same, for it goes by plain words alone.
 */
export function readRefusal(words: string, field: DokuField | null = null): RefusalMeaning[] {
  const sentences = words
    .slice(0, 4_000)
    .split(/;\s+/)
    .filter((sentence) => sentence.trim() !== "")
    .slice(0, MAX_SENTENCES);
  return sentences.map((sentence) => {
    const about = findProblemField([sentence]) ?? (sentences.length === 1 ? field : null);
    const meaning = MEANINGS.map((read) => read(sentence)).find((found) => found !== null);
    return { field: about, ...(meaning ?? { kind: "other", words: sentence.trim() }) };
  });
}

/** In the order in which they are tried: what says more comes first. */
const MEANINGS: readonly ((sentence: string) => Meaning | null)[] = [
  readCharacters,
  simple("missing", [
    /\b(?:must|should|has to) be (?:filled|provided|present|specified)\b/i,
    /\b(?:is|are) (?:required|mandatory|missing|empty|blank|null)\b/i,
    /\b(?:must|can|may|should) ?not be (?:blank|empty|null)\b|\bcan't be (?:blank|empty|null)\b/i,
    /\b(?:wajib|harus|belum) diisi\b|\btidak boleh kosong\b|\bwajib ada\b/i,
  ]),
  simple("used", [
    /\b(?:has|have|had) (?:already )?been (?:used|registered|taken)\b/i,
    /\balready (?:in use|exists?|used|registered|taken|been)\b|\b(?:is|are) used\b/i,
    /\bduplicated?\b|\bmust be unique\b/i,
    /\b(?:sudah|telah) (?:pernah )?(?:terdaftar|digunakan|dipakai|terpakai|ada)\b/i,
  ]),
  simple("email", [
    /\b(?:well-formed|well-\S+|valid|proper|correct) e-?mail\b/i,
    /\bmust be an e-?mail\b|\be-?mail (?:is )?(?:not valid|invalid)\b|\binvalid e-?mail\b/i,
    /\be-?mail (?:address )?format\b|\bformat e-?mail\b|\be-?mail tidak valid\b/i,
  ]),
  readLength,
  simple("number", [
    /\bmust be (?:a number|numeric|digits)\b|\b(?:only|must contain only) (?:digits|numbers)\b/i,
    /\b(?:harus|hanya) (?:berupa |boleh )?angka\b/i,
  ]),
  simple("mobile", [
    /\b(?:not a|must be a) (?:valid )?(?:mobile|cell) ?(?:phone )?number\b/i,
    /\b(?:bukan|harus(?: berupa)?) nomor (?:ponsel|hp|seluler)\b/i,
  ]),
  simple("unknown", [
    /\b(?:not|cannot be|could not be) found\b|\b(?:does|do) not exist\b|\bnot registered\b|\bunknown\b|\bexpired\b/i,
    /\btidak (?:ditemukan|terdaftar|dikenal)\b/i,
  ]),
  simple("format", [
    /\b(?:invalid|not valid|incorrect|malformed|wrong)\b|\bformat\b|\bmust match\b|\bpattern\b/i,
    /\btidak (?:valid|sesuai)\b|\bsalah\b/i,
  ]),
];

function simple(kind: Simple, patterns: readonly RegExp[]) {
  return (sentence: string): Meaning | null =>
    patterns.some((pattern) => pattern.test(sentence)) ? { kind } : null;
}

const FORBIDS =
  /\b(?:must|may|can|should) ?not (?:contain|have|include)|\b(?:does|do) not allow\b|\bnot allowed\b|\bcontains?\b.*\b(?:invalid|illegal|forbidden|special)\b|\btidak boleh (?:mengandung|memuat|ada)\b/iu;
const OF_CHARACTERS =
  /\b(?:special|invalid|illegal|forbidden|unsupported) (?:characters?|symbols?|signs?)\b|\bcharacters?\b.*\b(?:not allowed|allowed only|invalid)\b|\bkarakter (?:khusus|spesial|tidak valid)\b|\btanda khusus\b/i;

/** A refusal of signs: those that DOKU names after "must not contain", or else that it takes some only. */
function readCharacters(sentence: string): Meaning | null {
  const forbids = FORBIDS.exec(sentence);
  const named = forbids ? signsIn(sentence.slice(forbids.index + forbids[0].length)) : "";
  if (named !== "") return { kind: "characters", named };
  return OF_CHARACTERS.test(sentence) ? { kind: "characters", named: "" } : null;
}

/** The signs of a text that has no words of its own but "and", "or", "atau": what is quoted there, without the quotes. */
function signsIn(text: string): string {
  const rest = text
    .replace(/\b(?:and|or|dan|atau|the|any|of|characters?|symbols?|signs?|karakter|tanda|special)\b/gi, " ")
    .replace(/…/g, " ");
  if (/[\p{L}\p{N}]/u.test(rest)) return "";
  const signs = [...rest.replace(/\s/g, "")];
  const quotes = signs.filter((sign) => QUOTES.includes(sign)).length;
  const shown = quotes > 1 ? signs.filter((sign) => !QUOTES.includes(sign)) : signs;
  // A full stop or a comma ends or parts the words of a sentence.
  const bare = shown.filter((sign, place) => sign !== "," && !(sign === "." && place === shown.length - 1));
  return [...new Set(bare)].join("");
}

const QUOTES = "\"'`“”‘’";

const NUMBER = String.raw`(\d{1,5})`;
const RANGES = [
  new RegExp(`between ${NUMBER} and ${NUMBER}`, "i"),
  new RegExp(`\\b${NUMBER} (?:to|-|–|sampai|hingga) ${NUMBER} (?:characters?|digits?|karakter|digit)`, "i"),
  new RegExp(`\\bsize must be \\S+ ${NUMBER} and ${NUMBER}`, "iu"),
];
const AT_MOST = new RegExp(
  `(?:at most|no more than|no longer than|not exceed|exceeds?|maximum(?: length)?(?: is| of)?|max(?:imum)?\\.?(?: length)?:?|less than or equal to|paling banyak|maksimal|maksimum|tidak boleh (?:lebih dari|melebihi))\\D{0,20}?${NUMBER}`,
  "i",
);
const AT_LEAST = new RegExp(
  `(?:at least|minimum(?: length)?(?: is| of)?|min\\.?(?: length)?:?|paling sedikit|minimal)\\D{0,20}?${NUMBER}`,
  "i",
);

function readLength(sentence: string): Meaning | null {
  const unit = /\bdigits?\b|\bangka\b/i.test(sentence) ? "digits" : "characters";
  for (const range of RANGES) {
    const [, from, to] = range.exec(sentence) ?? [];
    if (from && to) return { kind: "length", min: Number(from) || null, max: Number(to), unit };
  }
  const [, most] = AT_MOST.exec(sentence) ?? [];
  const [, least] = AT_LEAST.exec(sentence) ?? [];
  if (most || least)
    return { kind: "length", min: least ? Number(least) : null, max: most ? Number(most) : null, unit };
  return /\btoo (?:long|short)\b|\bterlalu (?:panjang|pendek)\b/i.test(sentence)
    ? { kind: "length", min: null, max: null, unit }
    : null;
}

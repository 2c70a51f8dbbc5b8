import type { DokuField } from "@/lib/doku/problem-field";
import type { RefusalMeaning } from "@/lib/doku/refusal-meaning";
import { unusualCharacters } from "@/lib/text/characters";

/** The fields in which a sign can be taken out without asking anybody: what is left still says who it is. */
const MENDABLE_FIELDS = ["businessName", "representativeName"] as const;
export type MendableField = (typeof MENDABLE_FIELDS)[number];
export type Names = Readonly<Record<MendableField, string>>;

/** A value as it stands, and as it is without what DOKU refuses in it. */
export type Remedy = { field: MendableField; before: string; after: string };

export function isMendable(field: DokuField | null): field is MendableField {
  return MENDABLE_FIELDS.some((known) => known === field);
}

/**
 * The signs of a value that a refusal is about, each once: those that DOKU named, or else those outside what it was
 * seen to accept. Pure.
 */
export function refusedSigns(meaning: RefusalMeaning, value: string): string[] {
  if (meaning.kind !== "characters") return [];
  const named = [...meaning.named];
  return named.length > 0 ? named.filter((sign) => value.includes(sign)) : unusualCharacters(value);
}

/** The refusal with its field, where DOKU did not say which and only one of the names has such signs. Pure. */
export function locateRefusal(meaning: RefusalMeaning, names: Names): RefusalMeaning {
  if (meaning.kind !== "characters" || meaning.field !== null) return meaning;
  const [field, ...others] = MENDABLE_FIELDS.filter((name) => refusedSigns(meaning, names[name]).length > 0);
  return field && others.length === 0 ? { ...meaning, field } : meaning;
}

/**
 * How the names are put right without asking anybody, where all that DOKU refused are signs in them; null where that is
 * not so, or where nothing would be left of a name. Pure.
 */
export function remedyOf(meanings: readonly RefusalMeaning[], names: Names): Remedy[] | null {
  const remedies: Remedy[] = [];
  for (const meaning of meanings) {
    const { field } = locateRefusal(meaning, names);
    if (meaning.kind !== "characters" || !isMendable(field)) return null;
    const before = names[field];
    const after = withoutSigns(before, refusedSigns(meaning, before));
    if (after === before || after === "") return null;
    remedies.push({ field, before, after });
  }
  return remedies.length > 0 ? remedies : null;
}

/** Signs that have another in their place, which DOKU takes. */
const PLAIN_SIGNS: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "`": "'",
  "–": "-",
  "—": "-",
};

function withoutSigns(text: string, signs: readonly string[]): string {
  const plain = [...text].map((sign) => (signs.includes(sign) ? plainSignOf(sign, signs) : sign)).join("");
  return plain.replace(/ {2,}/g, " ").replace(/^[ ,-]+|[ ,-]+$/g, "");
}

/** `é` without its mark, `’` as `'`; else nothing. A sign that parts words leaves them parted. */
function plainSignOf(sign: string, signs: readonly string[]): string {
  const plain = PLAIN_SIGNS[sign] ?? sign.normalize("NFKD").replace(/\p{M}/gu, "");
  const isTaken = plain !== sign && unusualCharacters(plain).length === 0 && !signs.includes(plain);
  if (isTaken) return plain;
  return /[\p{L}\p{N}\p{M}]/u.test(sign) ? "" : " ";
}

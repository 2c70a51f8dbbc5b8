import type { Locale } from "@/lib/i18n/locale";
import { namedBy } from "@/lib/registrations/input/field-words";
import {
  headingOf,
  ofEachField,
  REGISTRATION_FIELDS,
  type RegistrationField,
  withUnderscores,
} from "@/lib/registrations/input/registration-fields";
import { judgeFields } from "@/lib/spreadsheet/rows/column-fields";
import { columnOf, type HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { removeInvisibleMarks } from "@/lib/text/characters";

/** What the column of each field is called. The English labels of the form differ from the names only in spaces. */
export const COLUMN_NAMES: Readonly<Record<Locale, Record<RegistrationField, string>>> = {
  en: ofEachField(withUnderscores),
  id: ofEachField(headingOf),
};

/** What the result file adds behind their own columns. */
export const OWN_COLUMNS = [
  "status",
  "business_id",
  "brand_ids",
  "problem",
  "what_to_do",
  "row_key",
] as const;
export type OwnColumn = (typeof OWN_COLUMNS)[number];

const OWN_PREFIX = "mitra_";
/** An index of the database takes no longer keys. */
const KEY_LIMIT = 200;

/** A heading as it is compared and remembered: case, spaces, underscores, hyphens, `*`, `:` and full stops do not count. */
export function headingKey(heading: string): string {
  const key = removeInvisibleMarks(heading.normalize("NFKC"))
    .toLowerCase()
    .replace(/[\s_\-*:.]+/gu, "");
  return Array.from(key.slice(0, 2 * KEY_LIMIT))
    .slice(0, KEY_LIMIT)
    .join("");
}

const KNOWN: ReadonlyMap<string, RegistrationField> = new Map(
  Object.values(COLUMN_NAMES).flatMap((names) =>
    REGISTRATION_FIELDS.map((field) => [headingKey(names[field]), field] as const),
  ),
);

/** What people write behind or before a name of ours, which says nothing else: `1. Nama bisnis (wajib)`. */
const ADORNMENTS =
  /^\s*(?:\(?\d{1,2}[.):]\s*|[a-z][.)]\s+)|[([][^)\]]*\b(?:wajib|required|mandatory|harus|opsional|optional|jika ada|if any|contoh|example|e\.g)\b[^)\]]*[)\]]/gi;

/** The field that a heading names as we do, in one language or the other. */
function knownField(heading: string): RegistrationField | null {
  return KNOWN.get(headingKey(heading)) ?? KNOWN.get(headingKey(heading.replace(ADORNMENTS, ""))) ?? null;
}

/** How many fields the cells of a row name as we do, in one language or the other. */
export function countFieldNames(cells: readonly string[]): number {
  return new Set(cells.flatMap((cell) => knownField(cell) ?? [])).size;
}

/** The same, with the names that people have for them. */
export function countNamedThings(cells: readonly string[]): number {
  return new Set(cells.flatMap((cell) => knownField(cell) ?? namedBy(cell) ?? [])).size;
}

export type HeadingMatch = {
  /** What each heading fills, in the order of the headings; `?` for one that may name a field which has no column yet. */
  fields: HeadingField[];
  /** Required fields without a column. */
  missing: RegistrationField[];
  /** Fields with two columns or more, which a person has to decide between. */
  doubled: RegistrationField[];
};

/**
 * Which field each column fills. What a person decided earlier (`remembered`: by `headingKey`, a field or "") goes
 * before the names we know. Where all six columns of a result file of ours are there, those are ours. The words that
 * people have for a field are never taken for it without a person.
 */
export function matchHeadings(
  headings: readonly string[],
  remembered: ReadonlyMap<string, string>,
): HeadingMatch {
  const ours = findOwnColumns(headings);
  const decided = headings.map((heading, column) => ours.get(column) ?? fieldOf(heading, remembered));
  // One column was to fill both addresses while there was no other.
  const hasOtherEmail = headings.some(
    (heading, column) => decided[column] !== "bothEmails" && isEmail(heading),
  );
  const certain = decided.map(
    (field, column): HeadingField =>
      field === "bothEmails" && hasOtherEmail ? (knownField(headings[column] ?? "") ?? "") : field,
  );
  const fields = certain.map((field, column) => {
    const isDecided = field !== "" || remembered.get(headingKey(headings[column] ?? "")) === "";
    return isDecided || !mayFill(headings[column] ?? "", certain) ? field : "?";
  });
  return { fields, ...judgeFields(fields) };
}

/** The six columns that the result file adds, in their order, under names that none of the columns of theirs bears. */
export function ownHeadings(headings: readonly string[], fields: readonly HeadingField[]): string[] {
  const theirs = headings.filter((_, column) => fields[column] !== "ours" && fields[column] !== "row_key");
  const taken = new Set(theirs.map(headingKey));
  return OWN_COLUMNS.map((column) => {
    let name: string = column;
    while (taken.has(headingKey(name))) name = OWN_PREFIX + name;
    return name;
  });
}

function fieldOf(heading: string, remembered: ReadonlyMap<string, string>): HeadingField {
  const decided = remembered.get(headingKey(heading));
  if (decided === "" || decided === "bothEmails" || decided === "callingCode") return decided;
  const field = REGISTRATION_FIELDS.find((each) => each === decided) ?? knownField(heading);
  return field ?? (isCallingCode(heading) ? "callingCode" : "");
}

const OF_PHONES = "(?:no|nomor)?(?:hp|wa|whatsapp|te?lp|tele(?:pon|phone)|ponsel|phone|mobile)(?:number)?";
const CALLING_CODE = new RegExp(
  `^(?:(?:kode|prefix)(?:panggilan)?negara(?:${OF_PHONES})?|(?:${OF_PHONES})?countr(?:y|ies)(?:calling|dial(?:ing)?|phone)?code|(?:${OF_PHONES})?(?:country)?(?:calling|dial(?:l?ing)?)code|phonecode|phoneprefix|countryprefix)$`,
);

/** Whether a heading names the country code of a phone number. */
function isCallingCode(heading: string): boolean {
  const words = heading.replace(/\([^)]*\)?|\+/g, "");
  return CALLING_CODE.test(headingKey(words));
}

function isEmail(heading: string): boolean {
  const thing = namedBy(heading);
  return thing === "email" || thing === "representativeEmail" || thing === "invitedUserEmail";
}

/** Whether a heading may name one of the fields that no other column fills for certain. */
function mayFill(heading: string, certain: readonly HeadingField[]): boolean {
  const thing = namedBy(heading);
  const isFree = (...fields: RegistrationField[]) => fields.some((field) => columnOf(certain, field) < 0);
  switch (thing) {
    case null:
    case "other":
      return false;
    case "email":
      return isFree("representativeEmail", "invitedUserEmail");
    case "name":
      return isFree("businessName", "representativeName");
    case "contact":
      return isFree("representativeName", "phoneNumber");
    case "reference":
      return isFree("referralCode", "partnerReference");
    default:
      return isFree(thing);
  }
}

/**
 * The columns that an earlier result file added, by place. Of two that could be ours, the one with more `mitra_`
 * before its name is, and of equals the last: ours were written behind theirs.
 */
function findOwnColumns(headings: readonly string[]): Map<number, HeadingField> {
  const found = new Map<number, HeadingField>();
  for (const column of OWN_COLUMNS) {
    const place = findOwnColumn(headings, column);
    if (place === null) return new Map();
    found.set(place, column === "row_key" ? "row_key" : "ours");
  }
  return found;
}

function findOwnColumn(headings: readonly string[], column: OwnColumn): number | null {
  const prefix = headingKey(OWN_PREFIX);
  const suffix = headingKey(column);
  let best: { place: number; prefixes: number } | null = null;
  for (const [place, heading] of headings.entries()) {
    const key = headingKey(heading);
    if (!key.endsWith(suffix)) continue;
    const before = key.slice(0, key.length - suffix.length);
    const prefixes = before.length / prefix.length;
    if (before !== prefix.repeat(Math.floor(prefixes))) continue;
    if (best === null || prefixes >= best.prefixes) best = { place, prefixes };
  }
  return best?.place ?? null;
}

import type { Locale } from "@/lib/i18n/locale";
import { type HeadingField, REQUIRED_FIELDS } from "@/lib/imports/heading-field";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/problem";
import { removeInvisibleMarks } from "@/lib/registrations/text";

/** What the column of each field is called. The English labels of the form differ from the names only in spaces. */
export const COLUMN_NAMES = {
  en: {
    businessName: "business_name",
    representativeName: "representative_name",
    representativeEmail: "representative_email",
    phoneNumber: "phone_number",
    invitedUserEmail: "invited_user_email",
    referralCode: "referral_code",
    partnerReference: "partner_reference",
  },
  id: {
    businessName: "Nama bisnis",
    representativeName: "Nama perwakilan",
    representativeEmail: "Email perwakilan",
    phoneNumber: "Nomor telepon",
    invitedUserEmail: "Email pengguna yang diundang",
    referralCode: "Kode referral",
    partnerReference: "Referensi partner",
  },
} as const satisfies Record<Locale, Record<RegistrationField, string>>;

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

/** How many fields the cells of a row name as we do, in one language or the other. */
export function countFieldNames(cells: readonly string[]): number {
  return new Set(cells.flatMap((cell) => KNOWN.get(headingKey(cell)) ?? [])).size;
}

/** A row that names so many fields is one of headings, wherever it stands. */
export const ENOUGH_FIELD_NAMES = 2;

export type HeadingMatch = {
  /** What each heading fills, in the order of the headings. */
  fields: HeadingField[];
  /** Required fields without a column. */
  missing: RegistrationField[];
  /** Fields with two columns or more, which a person has to decide between. */
  doubled: RegistrationField[];
};

/**
 * Which field each column fills. What a person decided earlier (`remembered`: by `headingKey`, a field or "") goes
 * before the names we know. Where all six columns of a result file of ours are there, those are ours.
 */
export function matchHeadings(
  headings: readonly string[],
  remembered: ReadonlyMap<string, string>,
): HeadingMatch {
  const ours = findOwnColumns(headings);
  const fields = headings.map(
    (heading, column) => ours.get(column) ?? fieldOf(headingKey(heading), remembered),
  );
  const count = (field: RegistrationField) => fields.filter((each) => each === field).length;
  return {
    fields,
    missing: REQUIRED_FIELDS.filter((field) => count(field) === 0),
    doubled: REGISTRATION_FIELDS.filter((field) => count(field) > 1),
  };
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

function fieldOf(key: string, remembered: ReadonlyMap<string, string>): RegistrationField | "" {
  const decided = remembered.get(key);
  if (decided === "") return "";
  return REGISTRATION_FIELDS.find((field) => field === decided) ?? KNOWN.get(key) ?? "";
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

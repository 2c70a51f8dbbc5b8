import { type NamedThing, namedBy } from "@/lib/registrations/input/field-words";
import { normalisePhone } from "@/lib/registrations/input/phone";
import {
  type Holding,
  holdingOf,
  type RegistrationField,
} from "@/lib/registrations/input/registration-fields";
import { columnOf, filledBy, type HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { placeholderIn } from "@/lib/text/placeholder";

/** Why a column is taken for a field: its heading is ours or was decided before, or it is a guess that a person confirms. */
export type ProposedBy = "name" | "heading" | "values" | "shared";

export type ProposedColumn = {
  field: HeadingField;
  /** Null for a column that stays theirs. */
  by: ProposedBy | null;
  /** The field that it could fill as well as the column that was taken for it. */
  rival: RegistrationField | null;
};

/**
 * What each column of a file probably is, by the words of its heading and by what its values look like. What is
 * certain (`fields`) stays; the rest are guesses, of which each says so. Two columns that could fill one field are a
 * question: the likelier one is taken, the other says what it could be. Pure.
 */
export function proposeColumns(
  headings: readonly string[],
  fields: readonly HeadingField[],
  rows: readonly (readonly string[])[],
): ProposedColumn[] {
  const columns = headings.map((heading, place) => {
    const values = rows.map((cells) => cells[place] ?? "");
    return { place, thing: namedBy(heading), heading, values, look: lookOf(values) };
  });
  const proposed = fields.map((field): ProposedColumn => {
    const isCertain = field !== "" && field !== "?";
    return { field: isCertain ? field : "", by: isCertain ? "name" : null, rival: null };
  });
  const open = columns.filter(({ place, thing }) => {
    // What a person once said stays theirs is not asked about again.
    return fields[place] === "?" || (fields[place] === "" && thing === null);
  });
  const claims = open.flatMap(claimsOf).toSorted((one, other) => other.score - one.score);
  const isFree = (field: RegistrationField) =>
    columnOf(
      proposed.map((column) => column.field),
      field,
    ) < 0;
  for (const { place, field, by } of claims) {
    const column = proposed[place];
    if (column?.field === "" && isFree(field)) proposed[place] = { field, by, rival: null };
  }
  shareEmail(proposed);
  return proposed.map((column, place) => {
    if (column.field !== "") return column;
    const best = claims.find((claim) => claim.place === place && claim.score >= RIVAL_SCORE);
    const holder = proposed.find(({ field }) => best && filledBy(field).includes(best.field));
    return best && holder?.by !== "name" ? { ...column, rival: best.field } : column;
  });
}

/** Where one column of addresses is all there is, it may fill both fields. */
function shareEmail(proposed: ProposedColumn[]): void {
  const emails = proposed.flatMap(({ field }, place) =>
    field === "representativeEmail" || field === "invitedUserEmail" ? [place] : [],
  );
  const [only] = emails;
  if (only === undefined || emails.length > 1 || proposed.some(({ field }) => field === "bothEmails")) return;
  proposed[only] = { field: "bothEmails", by: "shared", rival: null };
}

/** How likely a column fills a field; of equals the first column, and the first field, is taken. */
type Claim = { place: number; field: RegistrationField; by: "heading" | "values"; score: number };
/** Below it, values alone speak. */
const RIVAL_SCORE = 3;

type Column = {
  place: number;
  thing: NamedThing | null;
  heading: string;
  values: readonly string[];
  look: Look;
};

function claimsOf(column: Column): Claim[] {
  const { place, thing, look } = column;
  const claim = (field: RegistrationField, score: number): Claim => ({
    place,
    field,
    by: score >= RIVAL_SCORE ? "heading" : "values",
    score: score + preferenceOf(column, field),
  });
  const fit = (field: RegistrationField, score: number) => (fits(field, look) ? [claim(field, score)] : []);
  switch (thing) {
    case "other":
      return [];
    case "email":
      return [...fit("representativeEmail", 3), ...fit("invitedUserEmail", 3)];
    case "name":
      return [...fit("businessName", 3), ...fit("representativeName", 3)];
    case "contact":
      return look === "phone" ? [claim("phoneNumber", 3)] : fit("representativeName", 3);
    case "reference":
      if (look === "phone") return [claim("phoneNumber", 2)];
      return isShared(column.values) ? fit("referralCode", 3) : fit("partnerReference", 3);
    case null:
      return byValues(column, claim);
    default:
      return fits(thing, look) ? [claim(thing, 4)] : byValues(column, claim);
  }
}

function byValues(
  { thing, look, values }: Column,
  claim: (field: RegistrationField, score: number) => Claim,
): Claim[] {
  switch (look) {
    case "email":
      return [
        claim("representativeEmail", thing === "representativeName" ? 2 : 1),
        claim("invitedUserEmail", 1),
      ];
    case "phone":
      return [claim("phoneNumber", thing === "representativeName" ? 2 : 1)];
    case "text":
      return shareOf(values, (value) => BUSINESS_WORDS.test(value)) >= MANY ? [claim("businessName", 1)] : [];
    case "code":
    case "other":
    case null:
      return [];
  }
}

/** Less than one: it decides between columns that say the same. */
function preferenceOf({ heading, thing, values, look }: Column, field: RegistrationField): number {
  const filled = shareOf(values, () => true, values.length) / 10;
  if (field === "phoneNumber") {
    const isPersonal = /pic|owner|pemilik|perwakilan|penanggung|person/i.test(heading);
    const mobile = look === "phone" ? shareOf(values, isMobile) / 2 : 0;
    return filled + mobile + (isPersonal ? 0.2 : 0);
  }
  if (field === "businessName") {
    const hasWords = shareOf(values, (value) => BUSINESS_WORDS.test(value)) / 2;
    return filled + hasWords - (/brand|mer[ek]k/i.test(heading) ? 0.3 : 0);
  }
  return field === "representativeName" && thing === "name" ? filled + 0.05 : filled;
}

function isMobile(value: string): boolean {
  const reading = normalisePhone(value, "ID");
  return reading.ok && reading.callingCode === "62" && /^8[1-9]/.test(reading.number);
}

/** What the values of a column look like; null where there are none. */
type Look = "email" | "phone" | "code" | "text" | "other" | null;

const MOST = 0.6;
const MANY = 0.3;
const LOOKED_AT = 50;
const PHONE_BEGINNING = /^[\s(+'"=]*(?:\+|0|62|8|wa|hp|tel)/i;
const BUSINESS_WORDS =
  /\b(?:toko|warung|kedai|kopi|coffee|cafe|kafe|pt|cv|ud|tbk|bakery|roti|store|shop|resto|restoran|rumah makan|salon|apotek|bengkel|laundry|mart|minimarket|catering|katering|butik|studio|bakso|ayam|sate|mie|nasi|koperasi|outlet|jaya|abadi|makmur|sentosa|group)\b/i;

const LOOKS: readonly (readonly [Exclude<Look, "other" | null>, (value: string) => boolean])[] = [
  ["email", (value) => /[^\s@]@[\w-]+\.\w/.test(value)],
  ["phone", looksLikePhone],
  ["code", (value) => /^(?=.*\d)[\w.-]{1,64}$/.test(value) || /^[A-Z]{2,6}$/.test(value)],
  ["text", (value) => /\p{L}{2}/u.test(value) && value.length <= 80 && !/[@]|:\/\//.test(value)],
];

function looksLikePhone(value: string): boolean {
  if (!PHONE_BEGINNING.test(value) || /\p{L}{4}/u.test(value)) return false;
  const reading = normalisePhone(value, "ID");
  if (!reading.ok) return reading.code === "phone_two_numbers" || reading.code === "phone_excel_scientific";
  return reading.number.length >= 8 && !reading.warnings.includes("phone_unusual_length");
}

function lookOf(values: readonly string[]): Look {
  const filled = valuesIn(values);
  if (filled.length === 0) return null;
  return LOOKS.find(([, isLike]) => shareOf(filled, isLike) >= MOST)?.[0] ?? "other";
}

function valuesIn(values: readonly string[]): string[] {
  return values
    .map((value) => value.trim())
    .filter((value) => value !== "" && placeholderIn(value) === null)
    .slice(0, LOOKED_AT);
}

function shareOf(
  values: readonly string[],
  isLike: (value: string) => boolean,
  of = valuesIn(values).length,
): number {
  return of === 0 ? 0 : valuesIn(values).filter(isLike).length / of;
}

/** Whether a code stands in several rows, as that of a seller does, and is short enough for one. */
function isShared(values: readonly string[]): boolean {
  const filled = valuesIn(values);
  return filled.length > new Set(filled).size && filled.every((value) => /^[A-Za-z0-9]{1,6}$/.test(value));
}

const FITTING: Readonly<Record<Holding, readonly Look[]>> = {
  business: ["text", "code", "other", null],
  person: ["text", null],
  email: ["email", "other", null],
  phone: ["phone", "code", "other", null],
  code: ["code", "text", "other", null],
};

function fits(field: RegistrationField, look: Look): boolean {
  return FITTING[holdingOf(field)].includes(look);
}

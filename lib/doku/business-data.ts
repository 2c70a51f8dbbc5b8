import type { CallFailure } from "./call-ending";
import { cleanWords } from "./masking";

/** A value that DOKU tells, as it is, by where in the answer it stands. */
export type StatusFact = { place: StatusPlace; raw: string };

const STATUS_PLACES = [
  "status",
  "brands.status",
  "brands.finance_status",
  "brands.risk_engine_status",
  "services.status",
] as const;
type StatusPlace = (typeof STATUS_PLACES)[number];

/** All that is taken from an answer of Get Business Data; its `shared_key` and its links to documents are not. */
export type BusinessData = {
  id: string | null;
  name: string | null;
  email: string | null;
  businessType: string | null;
  legalEntity: string | null;
  rejectionReason: string | null;
  statuses: StatusFact[];
  brands: { id: string; name: string | null }[];
};

/** What DOKU's documents leave open about Get Business Data; each credential has its own answers. */
export type LookSwitches = {
  /** With `{brand_id}` in it; null is the documented one. */
  path: string | null;
  /** Whether the four parameters of Check Requirements are sent along. */
  sendsQuery: boolean;
  /** Whether the signature covers them. */
  signsQuery: boolean;
  /** Whether the answer stands in a member `business`. */
  isWrapped: boolean;
};

/** How asking for a business's data ended. */
export type LookEnding = { kind: "told"; data: BusinessData } | CallFailure;

type ReadBusinessData =
  | { kind: "read"; data: BusinessData }
  /** No object that tells anything of a business. */
  | { kind: "nothing" }
  /** It is about another business. */
  | { kind: "other_business" };

/** What was asked for: the ids that we know. */
type AskedBusiness = { businessId: string; brandId: string };

const TOLD_LENGTHS = { name: 225, email: 254 } as const;

/** What is kept of a text where DOKU repeats it as it was sent; not every sign is. */
export function asTold(sent: string, field: keyof typeof TOLD_LENGTHS): string {
  return cleanWords(sent, TOLD_LENGTHS[field], []);
}

const MAX_ITEMS = 100;
const MAX_STATUSES = 50;
/** No status is longer, so none is cut that anybody would know. */
const MAX_RAW_LENGTH = 80;
const DOKU_ID = /^[^\s\p{C}]{1,128}$/u;

/**
 * Reads what Get Business Data answers, flat or wrapped in `business`: `isWrapped` says which it is where both are there.
 * Only what is named here comes through, bounded and in one line each. Expects JSON of bounded depth; never throws.
 */
export function readBusinessData(
  json: unknown,
  {
    isWrapped,
    businessId,
    brandId,
    secrets,
  }: AskedBusiness & { isWrapped: boolean; secrets: readonly string[] },
): ReadBusinessData {
  const business = businessOf(json, isWrapped);
  if (business === null) return { kind: "nothing" };
  const { id } = business;
  if (isPresent(id) && id !== businessId) return { kind: "other_business" };

  const text = (value: unknown, maxLength: number) => textOf(value, maxLength, secrets);
  const brands = recordsOf(business.brands);
  // Without an id its brands tell whose it is.
  const brandIds = brands.map((brand) => brand.id).filter(isPresent);
  if (!isPresent(id) && brandIds.length > 0 && !brandIds.includes(brandId)) return { kind: "other_business" };
  const data: BusinessData = {
    id: isPresent(id) ? businessId : null,
    name: text(business.name, TOLD_LENGTHS.name),
    email: text(business.email, TOLD_LENGTHS.email),
    businessType: text(business.type, MAX_RAW_LENGTH),
    legalEntity: legalEntityOf(business.legal_entity, text),
    rejectionReason: rejectionOf(business.rejection_reason, text),
    statuses: statusesOf({ business: [business], brands, services: recordsOf(business.services) }, text),
    brands: brandsOf(brands, text, secrets),
  };
  return tellsNothing(data) ? { kind: "nothing" } : { kind: "read", data };
}

type Json = Readonly<Record<string, unknown>>;
type TextReader = (value: unknown, maxLength: number) => string | null;

/** By the switch, and where that does not fit the answer, by what is there. */
function businessOf(json: unknown, isWrapped: boolean): Json | null {
  if (!isRecord(json)) return null;
  const inner = own(json, "business");
  if (!isRecord(inner)) return pick(json);
  const isFlat = isPresent(own(json, "id"));
  return pick(isFlat && !isWrapped ? json : inner);
}

/** The members of the answer itself, none that it inherits. */
function pick(json: Json): Json {
  return Object.assign(Object.create(null), json);
}

function legalEntityOf(value: unknown, text: TextReader): string | null {
  if (!isRecord(value)) return text(value, MAX_RAW_LENGTH);
  return text(own(value, "code"), MAX_RAW_LENGTH) ?? text(own(value, "name"), MAX_RAW_LENGTH);
}

function rejectionOf(value: unknown, text: TextReader): string | null {
  const reasons = Array.isArray(value) ? value.slice(0, MAX_ITEMS) : [value];
  return text(reasons.filter((reason) => typeof reason === "string").join("; "), 500);
}

type StatusHolders = {
  business: readonly Json[];
  brands: readonly Json[];
  services: readonly Json[];
};

/** Each value once for each place, in the order of the places. */
function statusesOf(holders: StatusHolders, text: TextReader): StatusFact[] {
  const facts = STATUS_PLACES.flatMap((place) => {
    const [holder, key] = placeOf(place);
    const raws = holders[holder].map((one) => text(one[key], MAX_RAW_LENGTH));
    return [...new Set(raws)].flatMap((raw) => (raw === null ? [] : [{ place, raw }]));
  });
  return facts.slice(0, MAX_STATUSES);
}

function placeOf(place: StatusPlace): [holder: keyof StatusHolders, key: string] {
  switch (place) {
    case "status":
      return ["business", "status"];
    case "brands.status":
      return ["brands", "status"];
    case "brands.finance_status":
      return ["brands", "finance_status"];
    case "brands.risk_engine_status":
      return ["brands", "risk_engine_status"];
    case "services.status":
      return ["services", "status"];
  }
}

function brandsOf(
  brands: readonly Json[],
  text: TextReader,
  secrets: readonly string[],
): BusinessData["brands"] {
  const named = new Map<string, string | null>();
  for (const { id, name } of brands) {
    // What would be masked in a text is no id.
    const isId = typeof id === "string" && DOKU_ID.test(id) && cleanWords(id, id.length, secrets) === id;
    if (isId && !named.has(id)) named.set(id, text(name, 225));
  }
  return [...named].map(([id, name]) => ({ id, name }));
}

function tellsNothing({ statuses, brands, ...texts }: BusinessData): boolean {
  return statuses.length + brands.length === 0 && Object.values(texts).every((value) => value === null);
}

function recordsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS).filter(isRecord).map(pick) : [];
}

function textOf(value: unknown, maxLength: number, secrets: readonly string[]): string | null {
  const isTold = typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
  return (isTold && cleanWords(String(value), maxLength, secrets)) || null;
}

function own(json: Json, key: string): unknown {
  return Object.hasOwn(json, key) ? json[key] : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { cleanWords } from "./masking";

/** For whom DOKU is asked which documents it wants. */
export type RequirementQuery = {
  businessType: "PERSONAL" | "CORPORATE";
  businessLegalEntity: string;
  brandBusinessLine: string;
  /** ISO 3166, two letters. */
  businessContactNationality: string;
};

export type RequiredDocument = {
  code: string;
  name: string;
  /** Upper case, without a dot. */
  extensions: string[];
  /** Megabytes; null where DOKU names no limit. */
  maxSizeMb: number | null;
};

/** The query's text, in the order of DOKU's page. */
export function spellRequirementQuery(query: RequirementQuery): string {
  const { businessType, businessLegalEntity, brandBusinessLine, businessContactNationality } = query;
  return new URLSearchParams({
    businessType,
    businessLegalEntity,
    brandBusinessLine,
    businessContactNationality,
  }).toString();
}

const MAX_DOCUMENTS = 60;
const MAX_LOOKED_AT = 5_000;
const MAX_EXTENSIONS = 12;
const MAX_MEGABYTES = 10_000;

/**
 * The documents in an answer of Check Requirements: in nested groups, whatever those are called, what has a code, a name
 * and a limit. What has another shape is passed over. Expects JSON of bounded depth; never throws.
 */
export function readRequiredDocuments(json: unknown): RequiredDocument[] {
  const documents = new Map<string, RequiredDocument>();
  const waiting: unknown[] = [json];
  for (let at = 0; at < waiting.length && at < MAX_LOOKED_AT && documents.size < MAX_DOCUMENTS; at += 1) {
    const group = waiting[at];
    if (typeof group !== "object" || group === null) continue;
    const document = documentOf(group);
    if (document === null) waiting.push(...Object.values(group).slice(0, MAX_LOOKED_AT));
    else if (!documents.has(document.code)) documents.set(document.code, document);
  }
  return [...documents.values()];
}

function documentOf(leaf: object): RequiredDocument | null {
  const members: Readonly<Record<string, unknown>> = Object.assign(Object.create(null), leaf);
  const { code, name, extensions, max_size } = members;
  if (typeof code !== "string" || typeof name !== "string") return null;
  const isLimited = Array.isArray(extensions) || max_size !== undefined;
  const [cleanCode, cleanName] = [cleanWords(code, 100, []), cleanWords(name, 200, [])];
  if (!isLimited || cleanCode === "" || cleanName === "") return null;
  return {
    code: cleanCode,
    name: cleanName,
    extensions: readExtensions(extensions),
    maxSizeMb: readMegabytes(max_size),
  };
}

function readExtensions(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const spelt = value.slice(0, MAX_EXTENSIONS).flatMap((extension) => {
    const text = typeof extension === "string" ? extension.trim().replace(/^\./, "").toUpperCase() : "";
    return /^[A-Z0-9]{1,10}$/.test(text) ? [text] : [];
  });
  return [...new Set(spelt)];
}

function readMegabytes(value: unknown): number | null {
  const size = typeof value === "string" && /^\d{1,5}(?:\.\d{1,3})?$/.test(value) ? Number(value) : value;
  return typeof size === "number" && size > 0 && size <= MAX_MEGABYTES ? size : null;
}

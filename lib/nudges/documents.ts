import type { RequiredDocument, RequirementQuery } from "@/lib/doku/required-documents";
import type { Locale } from "@/lib/i18n/locale";
import { cutTo } from "./message-text";

/** A document that DOKU asks for; its name in DOKU's words. */
export type NudgeDocument = Pick<RequiredDocument, "name" | "extensions" | "maxSizeMb">;

const PERSONAL_ENTITY = "PERSEORANGAN";
const CORPORATE_ENTITIES = [
  "PT",
  "CV",
  "UD",
  "KOPERASI",
  "FIRMA",
  "PP",
  "BUMN",
  "PTN_BH",
  "YAYASAN",
  "PERKUMPULAN_BERBADAN_HUKUM",
  "BLU",
];
/** Nobody tells us what the merchant sells and where its people are from; most sell goods, and are Indonesians. */
const ASSUMED = { brandBusinessLine: "RETAIL", businessContactNationality: "ID" };

/** Asks for the documents of a legal entity; a person's own business is assumed until DOKU told otherwise. Pure. */
export function documentQueryFor(legalEntity: string | null): RequirementQuery {
  const told = legalEntity?.trim().toUpperCase().replaceAll(" ", "_") ?? "";
  const corporate = CORPORATE_ENTITIES.find((known) => known === told);
  return corporate
    ? { businessType: "CORPORATE", businessLegalEntity: corporate, ...ASSUMED }
    : { businessType: "PERSONAL", businessLegalEntity: PERSONAL_ENTITY, ...ASSUMED };
}

/** The query as the key under which its list is kept. Pure. */
export function documentKey(query: RequirementQuery): string {
  const { businessType, businessLegalEntity, brandBusinessLine, businessContactNationality } = query;
  return [businessType, businessLegalEntity, brandBusinessLine, businessContactNationality].join("/");
}

/** The key under which it is kept when DOKU was last asked for that list; it is that of no list. Pure. */
export const askedKey = (key: string): string => `${key}/asked`;

/** The query of a list's key; null for any other text. Pure. */
export function queryOfKey(key: string): RequirementQuery | null {
  const [, legalEntity = ""] = key.split("/");
  const query = documentQueryFor(legalEntity);
  return documentKey(query) === key ? query : null;
}

const BUILT_IN = {
  PERSONAL: {
    id: ["KTP", "Foto diri (selfie)", "Foto usaha atau produk"],
    en: ["ID card (KTP)", "A photo of yourself", "A photo of the business or its products"],
  },
  CORPORATE: {
    id: ["Akta pendirian", "NIB", "NPWP perusahaan", "KTP direktur", "Foto usaha atau produk"],
    en: [
      "Deed of establishment",
      "Business registration number (NIB)",
      "Tax number of the company (NPWP)",
      "ID card (KTP) of the director",
      "A photo of the business or its products",
    ],
  },
} as const satisfies Record<RequirementQuery["businessType"], Record<Locale, readonly string[]>>;

const MAX_DOCUMENTS = 20;
const LONGEST_NAME = 100;

/** The lines of the documents in a reminder: DOKU's own list, or a usual one where there is none. Pure. */
export function documentLines(
  documents: readonly NudgeDocument[] | null,
  { businessType }: Pick<RequirementQuery, "businessType">,
  locale: Locale,
): string {
  const told = documents?.slice(0, MAX_DOCUMENTS).map((document) => lineOf(document, locale)) ?? [];
  const lines = told.length > 0 ? told : BUILT_IN[businessType][locale];
  return lines.map((line) => `• ${line}`).join("\n");
}

function lineOf({ name, extensions, maxSizeMb }: NudgeDocument, locale: Locale): string {
  const most = locale === "id" ? "maks." : "max.";
  const facts = [
    ...(extensions.length > 0 ? [extensions.join(", ")] : []),
    ...(maxSizeMb === null ? [] : [`${most} ${maxSizeMb} MB`]),
  ].join("; ");
  const label = cutTo(LONGEST_NAME, name.replace(/\s+/g, " ").trim());
  return facts ? `${label} (${facts})` : label;
}

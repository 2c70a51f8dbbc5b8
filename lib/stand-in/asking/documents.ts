/** The parameters of Check Requirements, with the values that DOKU's page prints; its list of lines breaks off. */
const PARAMETERS = {
  businessType: /^(?:PERSONAL|CORPORATE)$/,
  businessLegalEntity:
    /^(?:PERSEORANGAN|PT|CV|UD|KOPERASI|FIRMA|PP|BUMN|PTN_BH|YAYASAN|PERKUMPULAN_BERBADAN_HUKUM|BLU)$/,
  brandBusinessLine: /^[A-Z_]{1,64}$/,
  businessContactNationality: /^[A-Z]{2}$/,
} as const;

/** One sentence for each parameter that is missing or has no such value. */
export function findQueryProblems(query: URLSearchParams): string[] {
  return Object.entries(PARAMETERS).flatMap(([name, pattern]) => {
    const value = query.get(name);
    if (value === null || value === "") return [`${name} is required`];
    return pattern.test(value) ? [] : [`${name} is not valid`];
  });
}

const IMAGES = ["PNG", "JPG", "JPEG"];
const PAPERS = ["PDF", ...IMAGES];

/** Nested groups of documents as DOKU's sample has them; only PHOTO_PROOF is documented, the others are made up. */
export function requirementsOf(query: URLSearchParams): object {
  const brand = { photo_proof: leaf("PHOTO_PROOF", "Brand Photo Proof", IMAGES, 15) };
  const isForeign = query.get("businessContactNationality") !== "ID";
  const person = {
    identity: isForeign
      ? leaf("PASSPORT", "Passport of the Contact", PAPERS, 10)
      : leaf("KTP", "ID Card of the Contact", IMAGES, 10),
    self_photo: leaf("SELF_PHOTO", "Photo of the Contact with the ID Card", IMAGES, 10),
  };
  if (query.get("businessType") === "PERSONAL") return { business: { brand, contact: person } };
  const legal = {
    nib: leaf("NIB", "Business Identification Number", ["PDF"], 10),
    npwp: leaf("NPWP", "Tax Number of the Business", PAPERS, 10),
    deed: { latest: leaf("DEED", `Deed of the ${query.get("businessLegalEntity")}`, ["PDF"], 25) },
  };
  // A group with words of its own, which is no document.
  return { business: { brand, contact: person, legal_entity: legal, note: { text: "Bring originals" } } };
}

function leaf(code: string, name: string, extensions: readonly string[], megabytes: number): object {
  return { code, name, extensions, max_size: megabytes };
}

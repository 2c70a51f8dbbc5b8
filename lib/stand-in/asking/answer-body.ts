import type { OddAnswer } from "./odd-answers";
import type { Review } from "./reviews";

/**
 * What must never be kept, logged or shown by whoever reads an answer: the key that DOKU shares, the signature of a link
 * to a document, a token. Always the same, so that whatever was written can be searched for them.
 */
export const SECRETS_OF_ANSWERS = {
  sharedKey: "SK-kunciBersamaKenari7391",
  linkSignature: "tandaTanganTautanKenari5524",
  token: "tokenAksesKenari8846",
} as const;

/** What Get Business Data tells: as DOKU's sample has it, or in a member `business`. */
export function businessDataBody(
  businessId: string,
  review: Review,
  { isWrapped, answer }: { isWrapped: boolean; answer: OddAnswer | null },
): object {
  const told = dataOf(
    answer === "other_business" ? "BSN-0103-0000000000001" : businessId,
    oddOf(review, answer),
  );
  return isWrapped ? { business: told } : told;
}

function oddOf(review: Review, answer: OddAnswer | null): Review {
  switch (answer) {
    case "many_brands":
      return {
        ...review,
        brands: Array.from({ length: 3_000 }, (_, at) => ({ id: `BRN-0103-${at}`, name: `Brand ${at}` })),
      };
    case "long_status":
      return { ...review, status: "LONG_".repeat(2_000) };
    case "hostile":
      return {
        ...review,
        name: '<img src=x onerror="alert(1)">\u0000\u001b[31m\u202eKopi',
        email: '"><script>alert(1)</script>@contoh.id',
        status: "<b>AKTIF</b>\r\nX: 1",
      };
    default:
      return review;
  }
}

function dataOf(id: string, review: Review): object {
  const { name, email, brands, status, brandStatus, financeStatus, riskEngineStatus, serviceStatus } = review;
  const [entity = ""] = /^(?:PT|CV|UD)(?=\W)/i.exec(name) ?? [];
  return {
    id,
    name,
    description: "",
    email,
    phone_calling_code: "62",
    phone_number: "81510229216",
    platform: "DASHBOARD",
    type: entity === "" ? "PERSONAL" : "CORPORATE",
    website_readiness: false,
    mobile_app_readiness: false,
    legal_entity:
      entity === ""
        ? { code: "PERSEORANGAN", name: "Perseorangan" }
        : { code: entity.toUpperCase(), name: entity.toUpperCase() },
    ...told("status", status),
    ...told("rejection_reason", review.rejectionReason),
    brands: brands.map((brand) => ({
      ...brand,
      category: "RETAIL",
      limits: { daily: 50_000_000 },
      ...told("status", brandStatus),
      ...told("finance_status", financeStatus),
      ...told("risk_engine_status", riskEngineStatus),
      photo_proofs: [{ code: "PHOTO_PROOF", url: linkOf(brand.id) }],
    })),
    services: serviceStatus === null ? [] : [{ name: "VIRTUAL_ACCOUNT", status: serviceStatus }],
    documents: [{ code: "KTP", url: linkOf(id) }],
    shared_key: SECRETS_OF_ANSWERS.sharedKey,
  };
}

function told(key: string, value: string | null): object {
  return value === null ? {} : { [key]: value };
}

function linkOf(id: string): string {
  return `https://files.doku.example/${id}.jpg?Expires=1794467100&Signature=${SECRETS_OF_ANSWERS.linkSignature}`;
}

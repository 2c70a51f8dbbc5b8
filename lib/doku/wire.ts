import * as z from "zod/mini";

/** Where Create Business Lite lives, on every host of DOKU. Source: developers.doku.com, create-business-lite-api. */
export const BUSINESS_LITE_PATH = "/adv-core-api/partner/v1.0/business/lite/registration";

/** Get Business Data, by a brand under the partner; its page prints another address, which is a slip. */
export const BUSINESS_DATA_PATH = "/adv-core-api/partner/v1.0/business/{brand_id}";
/** Check Requirements. */
export const REQUIREMENTS_PATH = "/adv-core-api/partner/v1.0/file";
/** Generate Token, and its documented body. */
export const TOKEN_PATH = "/adv-core-api/partner/v1.0/token";
export const TOKEN_BODY = JSON.stringify({ grant_type: "client_credentials", valid_time: "360" });

/** What Create Business Lite is told. The phone parts are digits without trunk 0; both go out as strings. */
export type BusinessLiteInput = {
  partnerRefId: string;
  businessName: string;
  representativeName: string;
  representativeEmail: string;
  phoneCallingCode: string;
  phoneNumber: string;
  invitedUserEmail: string;
  referralCode: string | null;
};

/**
 * The exact JSON text to freeze, sign and send, its fields in the order of DOKU's page.
 * The phone parts are strings as in every DOKU sample, though its table says int; `referral` is left
 * out when there is no code.
 */
export function buildBusinessLiteBody(input: BusinessLiteInput): string {
  return JSON.stringify({
    business: {
      partner_ref_id: input.partnerRefId,
      name: input.businessName,
      contact: {
        name: input.representativeName,
        email: input.representativeEmail,
        phone_calling_code: input.phoneCallingCode,
        phone_number: input.phoneNumber,
      },
    },
    ...(input.referralCode ? { referral: { code: input.referralCode } } : {}),
    invited_user: { email: input.invitedUserEmail },
  });
}

const MAX_BRANDS = 100;

// DOKU may change the length and format of its ids, so an id is opaque text: no white space, nothing
// invisible, and short enough to be an id.
const dokuId = z.string().check(z.regex(/^[^\s\p{C}]{1,128}$/u));

const businessLiteAnswer = z.object({
  business: z.object({
    id: dokuId,
    partner_ref_id: z.nullish(z.string()),
    brands: z.nullish(z.array(z.object({ id: dokuId })).check(z.maxLength(MAX_BRANDS))),
  }),
});

const anyBusinessId = z.object({ business: z.object({ id: dokuId }) });

/** A business as DOKU's answer tells it. `partnerRefId` is null where none was echoed; no brand yet is an empty list. */
export type AnsweredBusiness = { id: string; brandIds: string[]; partnerRefId: string | null };

/** The business in an answer of Create Business Lite, or null when any part we rely on has another shape. */
export function readAnsweredBusiness(answer: unknown): AnsweredBusiness | null {
  const parsed = businessLiteAnswer.safeParse(answer);
  if (!parsed.success) return null;
  const { id, partner_ref_id, brands } = parsed.data.business;
  return {
    id,
    partnerRefId: partner_ref_id ?? null,
    brandIds: [...new Set((brands ?? []).map((brand) => brand.id))],
  };
}

/** A business id wherever an answer holds one in the usual place, sound or not; for a person's eyes only. */
export function readReportedBusinessId(answer: unknown): string | null {
  const parsed = anyBusinessId.safeParse(answer);
  return parsed.success ? parsed.data.business.id : null;
}

const sentPersonalValues = z.object({
  business: z.object({
    contact: z.object({ name: z.string(), email: z.string(), phone_number: z.string() }),
  }),
  invited_user: z.object({ email: z.string() }),
});

/** The personal data in a body we sent, so that an answer that quotes it back can be masked. */
export function readSentPersonalData(bodyText: string): { names: string[]; others: string[] } {
  const parsed = sentPersonalValues.safeParse(parseOwnJson(bodyText));
  if (!parsed.success) return { names: [], others: [] };
  const { contact } = parsed.data.business;
  return {
    names: [contact.name],
    others: [contact.email, contact.phone_number, parsed.data.invited_user.email],
  };
}

function parseOwnJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

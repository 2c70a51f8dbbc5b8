import { EMAIL_LIMIT, normaliseEmail, suggestEmail } from "./email";
import { isPartnerReference, PARTNER_REFERENCE_LIMIT } from "./partner-reference";
import { normalisePhone, type Phone } from "./phone";
import { PHONE_TEXT_LIMIT } from "./phone-text";
import type { Problem, ProblemCode, RegistrationField } from "./problem";
import { cleanLine, countCharacters, listUnusualCharacters } from "./text";

/** The most characters each field takes, after cleaning. */
export const REGISTRATION_LIMITS = {
  businessName: 225,
  representativeName: 225,
  representativeEmail: EMAIL_LIMIT,
  phoneNumber: PHONE_TEXT_LIMIT,
  invitedUserEmail: EMAIL_LIMIT,
  referralCode: 6,
  partnerReference: PARTNER_REFERENCE_LIMIT,
} as const satisfies Record<RegistrationField, number>;

/** What one field says: its value as it will be sent with what is worth a second look, or why it cannot be sent. */
export type Reading<Value> =
  | { ok: true; value: Value; warnings: Problem[] }
  | { ok: false; problem: Problem };

/** A name as cleaned, kept otherwise as typed. */
export function readName(field: "businessName" | "representativeName", text: string): Reading<string> {
  const name = cleanLine(text);
  if (name === "") {
    return refuse(field, field === "businessName" ? "business_name_missing" : "representative_name_missing");
  }
  const problem = findTooLong(field, name);
  return problem ? { ok: false, problem } : { ok: true, value: name, warnings: warnUnusual(field, name) };
}

/** An address as `normaliseEmail` gives it; a probable typo and unusual characters warn. */
export function readEmail(field: "representativeEmail" | "invitedUserEmail", text: string): Reading<string> {
  const reading = normaliseEmail(text);
  if (reading.ok) {
    const suggestion = suggestEmail(reading.address);
    const typo: Problem[] =
      suggestion === null ? [] : [{ field, code: "email_typo", params: { suggestion } }];
    return { ok: true, value: reading.address, warnings: [...typo, ...warnUnusual(field, reading.address)] };
  }
  switch (reading.code) {
    case "email_missing":
      return refuse(
        field,
        field === "representativeEmail" ? "representative_email_missing" : "invited_user_email_missing",
      );
    case "too_long":
      return refuse(field, reading.code, { field, ...reading.params });
    case "email_control_characters":
    case "email_format":
      return refuse(field, reading.code);
  }
}

/** A phone number as `normalisePhone` gives it; each warning carries `number` (for display), `digits` and `callingCode`. */
export function readPhone(text: string, country: string): Reading<Phone> {
  const field = "phoneNumber";
  const reading = normalisePhone(text, country);
  if (!reading.ok) {
    return refuse(field, reading.code, "params" in reading ? { field, ...reading.params } : undefined);
  }
  const { warnings, ok: _, ...phone } = reading;
  const params = { number: phone.display, digits: phone.number.length, callingCode: phone.callingCode };
  return { ok: true, value: phone, warnings: warnings.map((code) => ({ field, code, params })) };
}

/** A referral code in the case it was typed, or null where the field is left empty. */
export function readReferralCode(text: string): Reading<string | null> {
  const code = cleanLine(text);
  if (code === "") return { ok: true, value: null, warnings: [] };
  const problem = findTooLong("referralCode", code);
  if (problem) return { ok: false, problem };
  if (!/^[A-Za-z0-9]+$/.test(code)) return refuse("referralCode", "referral_code_format");
  return { ok: true, value: code, warnings: [] };
}

/** A partner reference; it is never made up here, so an empty one is a problem. */
export function readPartnerReference(text: string): Reading<string> {
  const field = "partnerReference";
  const reference = cleanLine(text);
  if (reference === "") return refuse(field, "partner_reference_missing");
  const problem = findTooLong(field, reference);
  if (problem) return { ok: false, problem };
  if (!isPartnerReference(reference)) return refuse(field, "partner_reference_characters");
  return { ok: true, value: reference, warnings: [] };
}

function refuse(
  field: RegistrationField,
  code: ProblemCode,
  params?: Problem["params"],
): { ok: false; problem: Problem } {
  return { ok: false, problem: params ? { field, code, params } : { field, code } };
}

/** The problem of a cleaned text that is longer than its field takes, or null. `params`: `field`, `count`, `max`. */
export function findTooLong(field: RegistrationField, text: string): Problem | null {
  const max = REGISTRATION_LIMITS[field];
  const count = countCharacters(text);
  return count > max ? { field, code: "too_long", params: { field, count, max } } : null;
}

function warnUnusual(field: RegistrationField, text: string): Problem[] {
  const characters = listUnusualCharacters(text);
  return characters === "" ? [] : [{ field, code: "characters_unusual", params: { characters } }];
}

import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { cleanLine } from "@/lib/text/characters";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/text/comparison";
import { normaliseEmail } from "@/lib/text/email";
import {
  findTooLong,
  type Reading,
  readEmail,
  readName,
  readPartnerReference,
  readPhone,
  readReferralCode,
} from "./fields";
import { isPhoneCountry, normalisePhone, type Phone } from "./phone";
import type { Problem } from "./problem";
import {
  DEFAULT_COUNTRY,
  ofEachField,
  REGISTRATION_FIELDS,
  type RegistrationField,
  type RegistrationInput,
} from "./registration-fields";

export { PROBLEM_CODES, type Problem, type ProblemCode } from "./problem";
export { REGISTRATION_FIELDS, type RegistrationInput } from "./registration-fields";

/** What the form or a spreadsheet row hands in, each field a text. */
function inputOf<Text extends z.ZodMiniType<string, string | undefined>>(text: Text, country: Text) {
  return { ...ofEachField(() => text), country };
}

/** Longer than anything that is taken, so that the field says itself what is too long; control characters likewise. */
const TYPED_MAX_LENGTH = 10_000;

/**
 * What comes in from outside: strings only (an object, a number or null is refused), unknown keys dropped, missing
 * fields empty. Whether the words make sense is `registrationSchema`'s matter.
 */
export const registrationInputSchema = z.object(
  inputOf(
    z._default(z.string().check(z.maxLength(TYPED_MAX_LENGTH)), ""),
    z._default(z.string().check(z.maxLength(10)), DEFAULT_COUNTRY),
  ),
);

/** What is compared with other registrations; never shown, never sent. */
export type RegistrationKeys = {
  name: string;
  representativeEmail: string;
  invitedUserEmail: string;
  partnerReference: string;
};

/** A registration that may be sent: the merchant's fields as DOKU will be told them. */
export type CheckedRegistration = {
  businessName: string;
  representativeName: string;
  representativeEmail: string;
  invitedUserEmail: string;
  phone: Phone;
  referralCode: string | null;
  partnerReference: string;
  keys: RegistrationKeys;
  /** What the person typed, for the form to open with again: one line each, without what a database cannot store. */
  typed: RegistrationInput;
};

/** A draft as it is stored; keys that cannot be computed yet are "". */
export type CheckedDraft = RegistrationInput & { keys: RegistrationKeys; phoneE164: string };

/**
 * The one check of a registration, the same in the browser, the server action and the spreadsheet.
 * At most one problem per field, in the order of the form; warnings never block, and notes are only told. Does not know whether a
 * partner reference was used before (`partner_reference_used` is the mutation's to say). Pure, and linear in
 * the length of what is handed in.
 */
export function checkRegistration(
  input: RegistrationInput,
):
  | { ok: true; value: CheckedRegistration; warnings: Problem[]; notes: Problem[] }
  | { ok: false; problems: Problem[]; warnings: Problem[]; notes: Problem[] } {
  const read = {
    businessName: readName("businessName", input.businessName),
    representativeName: readName("representativeName", input.representativeName),
    representativeEmail: readEmail("representativeEmail", input.representativeEmail),
    phoneNumber: readPhone(input.phoneNumber, input.country),
    invitedUserEmail: readEmail("invitedUserEmail", input.invitedUserEmail),
    referralCode: readReferralCode(input.referralCode),
    partnerReference: readPartnerReference(input.partnerReference),
  } satisfies Readings;
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const notes: Problem[] = [];
  for (const reading of Object.values(read)) {
    if (!reading.ok) problems.push(reading.problem);
    else {
      if (reading.warnings.length > 0) warnings.push(...reading.warnings);
      if (reading.notes.length > 0) notes.push(...reading.notes);
    }
  }
  if (!areTaken(read, problems)) return { ok: false, problems, warnings, notes };
  const businessName = read.businessName.value;
  const representativeEmail = read.representativeEmail.value;
  const invitedUserEmail = read.invitedUserEmail.value;
  const partnerReference = read.partnerReference.value;
  const value: CheckedRegistration = {
    businessName,
    representativeName: read.representativeName.value,
    representativeEmail,
    invitedUserEmail,
    phone: read.phoneNumber.value,
    referralCode: read.referralCode.value,
    partnerReference,
    keys: {
      name: comparisonName(businessName),
      representativeEmail: emailKey(representativeEmail),
      invitedUserEmail: emailKey(invitedUserEmail),
      partnerReference: partnerReferenceKey(partnerReference),
    },
    typed: notes.length === 0 ? cleanInput(input) : { ...cleanInput(input), ...takenOf(notes) },
  };
  return { ok: true, value, warnings, notes };
}

type Readings = Record<RegistrationField, Reading<unknown>>;

/** `problems`: all that the readings have. */
function areTaken<All extends Readings>(
  _read: All,
  problems: readonly Problem[],
): _read is All & Record<RegistrationField, { ok: true }> {
  return problems.length === 0;
}

/**
 * The rules of the form as a schema: what a registration that may be sent is read as, or an issue for each field that
 * says otherwise, with the code and the arguments of its words. What only warns is `checkRegistration`'s to tell.
 */
export const registrationSchema = z.pipe(
  z.object(inputOf(z.string(), z.string())),
  z.transform((input, context): CheckedRegistration => {
    const checked = checkRegistration(input);
    if (checked.ok) return checked.value;
    for (const { field, ...problem } of checked.problems) {
      context.issues.push(issueOf(input[field], problem, [field]));
    }
    return z.NEVER;
  }),
);

/**
 * The check of a draft: it may be incomplete and its fields may still be wrong, but nothing is longer than the
 * limits, the country is known, and the partner reference, by which even a draft is unique, is a sound one.
 */
export function checkDraft(
  input: RegistrationInput,
): { ok: true; value: CheckedDraft } | { ok: false; problems: Problem[] } {
  const typed = cleanInput(input);
  const problems: Problem[] = REGISTRATION_FIELDS.flatMap((field) => findTooLong(field, typed[field]) ?? []);
  if (!isPhoneCountry(typed.country)) problems.push({ field: "phoneNumber", code: "phone_country_unknown" });
  const reference = readPartnerReference(input.partnerReference);
  if (!reference.ok && reference.problem.code !== "too_long") problems.push(reference.problem);
  if (problems.length > 0) return { ok: false, problems };
  const phone = normalisePhone(typed.phoneNumber, typed.country);
  const keys = {
    name: comparisonName(typed.businessName),
    representativeEmail: draftEmailKey(typed.representativeEmail),
    invitedUserEmail: draftEmailKey(typed.invitedUserEmail),
    partnerReference: partnerReferenceKey(typed.partnerReference),
  };
  return { ok: true, value: { ...typed, keys, phoneE164: phone.ok ? phone.e164 : "" } };
}

/** What is taken otherwise than it was typed is kept as it is sent, for that is what pages show. */
function takenOf(notes: readonly Problem[]): Partial<RegistrationInput> {
  return Object.fromEntries(
    notes.map(({ field, params }) => [field, String(params?.address ?? params?.plain ?? "")]),
  );
}

function draftEmailKey(text: string): string {
  const reading = normaliseEmail(text);
  return reading.ok ? emailKey(reading.address) : "";
}

/** What is typed as it is kept: in one line, without spaces around it, the country by its code. */
export function cleanInput(input: RegistrationInput): RegistrationInput {
  return {
    businessName: cleanLine(input.businessName),
    representativeName: cleanLine(input.representativeName),
    representativeEmail: cleanLine(input.representativeEmail),
    phoneNumber: cleanLine(input.phoneNumber),
    country: input.country === DEFAULT_COUNTRY ? DEFAULT_COUNTRY : countryOf(input.country),
    invitedUserEmail: cleanLine(input.invitedUserEmail),
    referralCode: cleanLine(input.referralCode),
    partnerReference: cleanLine(input.partnerReference),
  };
}

function countryOf(text: string): string {
  return cleanLine(text).toUpperCase() || DEFAULT_COUNTRY;
}

import { cleanLine, countCharacters, listUnusualCharacters } from "@/lib/text/characters";
import { isExampleEmail, normaliseEmail, suggestEmail } from "@/lib/text/email";
import { type Placeholder, placeholderIn } from "@/lib/text/placeholder";
import { readChat } from "./chat";
import { isPartnerReference } from "./partner-reference";
import { normalisePhone, type Phone } from "./phone";
import type { Problem, ProblemCode } from "./problem";
import { limitOf, type RegistrationField } from "./registration-fields";

/**
 * What one field says: its value as it will be sent, with what is worth a second look and with what is only told
 * (`notes`: the value is taken otherwise than it stands), or why it cannot be sent.
 */
export type Reading<Value> =
  | { ok: true; value: Value; warnings: Problem[]; notes: Problem[] }
  | { ok: false; problem: Problem };

/** A name as cleaned, kept otherwise as typed. One that only says that there is none is missing. */
export function readName(field: "businessName" | "representativeName", text: string): Reading<string> {
  const name = cleanLine(text);
  const placeholder = placeholderIn(name);
  if (name === "" || placeholder === "nothing") {
    return refuse(field, field === "businessName" ? "business_name_missing" : "representative_name_missing");
  }
  const problem = findTooLong(field, name);
  if (problem) return { ok: false, problem };
  return take(name, [
    ...warnPlaceholder(field, name, placeholder),
    ...warnChat(field, name),
    ...warnContact(field, name),
    ...warnCounted(field, name),
    ...warnUnusual(field, name),
  ]);
}

/** An address as `normaliseEmail` gives it; a probable typo and unusual characters warn, what was pasted around it is told. */
export function readEmail(field: "representativeEmail" | "invitedUserEmail", text: string): Reading<string> {
  const reading = normaliseEmail(text);
  if (reading.ok) {
    const suggestion = suggestEmail(reading.address);
    const typo: Problem[] =
      suggestion === null ? [] : [{ field, code: "email_typo", params: { suggestion } }];
    const example: Problem[] = isExampleEmail(reading.address) ? [{ field, code: "email_example" }] : [];
    const notes: Problem[] = reading.isTaken
      ? [{ field, code: "taken_email", params: { address: reading.address } }]
      : [];
    return take(reading.address, [...typo, ...example, ...warnUnusual(field, reading.address)], notes);
  }
  switch (reading.code) {
    case "email_missing":
      return refuse(
        field,
        field === "representativeEmail" ? "representative_email_missing" : "invited_user_email_missing",
      );
    case "too_long":
      return refuse(field, reading.code, { field, ...reading.params });
    default:
      return refuse(field, reading.code, "params" in reading ? { ...reading.params } : undefined);
  }
}

/** A phone number as `normalisePhone` gives it; each warning carries `number` (for display), `digits` and `callingCode`. */
export function readPhone(text: string, country: string): Reading<Phone> {
  const field = "phoneNumber";
  const reading = normalisePhone(text, country);
  if (!reading.ok) {
    const found = reading.code === "phone_letters" ? numberAmongWords(text, country) : null;
    const suggestion: Record<string, string> = found === null ? {} : { suggestion: found };
    return refuse(
      field,
      reading.code,
      "params" in reading ? { field, ...reading.params, ...suggestion } : undefined,
    );
  }
  const { warnings, callingCode, number, e164, display } = reading;
  const phone = { callingCode, number, e164, display };
  if (warnings.length === 0) return take(phone);
  const params = { number: phone.display, digits: phone.number.length, callingCode: phone.callingCode };
  return take(
    phone,
    warnings.map((code) => ({ field, code, params })),
  );
}

const AMONG_WORDS = /^(?:[^\d+*•]*[\s:(,-])?(\+?\d[\d\s().+-]*\d)(?:[\s(,;-][^\d*•]*)?$/u;
/** They stand for digits that somebody left out. */
const HIDDEN_DIGITS = /(?<!\p{L})[xX]+(?!\p{L})/u;

/** The one number that stands before or behind words, for a person to take; null where letters may be digits of it. */
function numberAmongWords(text: string, country: string): string | null {
  const number = AMONG_WORDS.exec(text.trim())?.[1];
  if (number === undefined || HIDDEN_DIGITS.test(text)) return null;
  const reading = normalisePhone(number, country);
  return reading.ok && reading.warnings.length === 0 ? number : null;
}

/** A referral code in the case it was typed, or null where the field is left empty or only says that there is none. */
export function readReferralCode(text: string): Reading<string | null> {
  const field = "referralCode";
  const code = cleanLine(text);
  if (code === "") return take(null);
  const placeholder = placeholderIn(code);
  if (placeholder === "nothing") return take(null, [], [takenForNothing(field, code)]);
  const problem = findTooLong(field, code);
  if (problem) return { ok: false, problem };
  if (!isReferralCode(code))
    return readPlain(field, code, isReferralCode) ?? refuse(field, "referral_code_format");
  return take(code, warnPlaceholder(field, code, placeholder));
}

/** A partner reference; it is never made up here, so an empty one, or one that says that there is none, is a problem. */
export function readPartnerReference(text: string): Reading<string> {
  const field = "partnerReference";
  const reference = cleanLine(text);
  const placeholder = placeholderIn(reference);
  if (reference === "" || placeholder === "nothing") {
    return refuse(field, "partner_reference_missing");
  }
  const problem = findTooLong(field, reference);
  if (problem) return { ok: false, problem };
  if (!isPartnerReference(reference))
    return readPlain(field, reference, isPartnerReference) ?? refuse(field, "partner_reference_characters");
  return take(reference, warnPlaceholder(field, reference, placeholder));
}

function isReferralCode(text: string): boolean {
  return /^[A-Za-z0-9]+$/.test(text);
}

const WIDE = /[\uFF01-\uFF5E]/g;
const HYPHEN = /[\u2010\u2011]/g;
/** Longer dashes, which programs make of a hyphen and people of anything. */
const DASH = /[\u2012-\u2015\u2212]/g;

/**
 * A code that people typed with the wide letters and digits of another keyboard, as the plain ones that it must have;
 * where it has dashes, plain ones are offered. Null where that does not make it one.
 */
function readPlain(
  field: "referralCode" | "partnerReference",
  text: string,
  isCode: (text: string) => boolean,
): Reading<string> | null {
  const plain = text
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(HYPHEN, "-");
  if (isCode(plain)) return take(plain, [], [{ field, code: "taken_plain", params: { plain } }]);
  const suggestion = plain.replace(DASH, "-");
  if (!isCode(suggestion)) return null;
  return refuse(field, field === "referralCode" ? "referral_code_format" : "partner_reference_characters", {
    suggestion,
  });
}

/** Told of an optional field that only says that there is nothing. */
export function takenForNothing(field: RegistrationField, text: string): Problem {
  return { field, code: "taken_empty", params: { text } };
}

function take<Value>(value: Value, warnings: Problem[] = [], notes: Problem[] = []): Reading<Value> {
  return { ok: true, value, warnings, notes };
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
  const max = limitOf(field);
  const count = countCharacters(text);
  return count > max ? { field, code: "too_long", params: { field, count, max } } : null;
}

function warnPlaceholder(field: RegistrationField, text: string, placeholder: Placeholder | null): Problem[] {
  return placeholder === null ? [] : [{ field, code: "placeholder_doubtful", params: { text } }];
}

/** A whole message in place of a name. */
function warnChat(field: RegistrationField, text: string): Problem[] {
  return text.includes(":") && readChat(text) !== null ? [{ field, code: "chat_in_name" }] : [];
}

const NOTHING: readonly Problem[] = [];
const COUNTED = /^(\d{1,3}[.)] +|[•·▪►✓*] *|[-–] +)(?=\p{L})/u;

/** The number of a list's line, or its bullet, before a name. */
function warnCounted(field: RegistrationField, text: string): readonly Problem[] {
  // Nearly every name begins with a letter.
  if ((text.charCodeAt(0) | 0x20) >= 0x61 && text.charCodeAt(0) <= 0x7a) return NOTHING;
  const counter = COUNTED.exec(text)?.[0];
  if (counter === undefined) return NOTHING;
  return [
    { field, code: "name_counted", params: { text: counter.trim(), suggestion: text.slice(counter.length) } },
  ];
}

const PHONE_BEGINNING = /^\(?(?:0|\+|62|8[1-9])[\d\s().+-]{7,}$/;

/** An address or a phone number in place of a name, as where a row slipped by a column. */
function warnContact(field: RegistrationField, text: string): Problem[] {
  const isContact = text.includes("@")
    ? normaliseEmail(text).ok
    : PHONE_BEGINNING.test(text) && normalisePhone(text, "ID").ok;
  return isContact ? [{ field, code: "contact_in_name" }] : [];
}

function warnUnusual(field: RegistrationField, text: string): Problem[] {
  const characters = listUnusualCharacters(text);
  return characters === "" ? [] : [{ field, code: "characters_unusual", params: { characters } }];
}

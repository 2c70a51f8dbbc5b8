import { isUtf8 } from "node:buffer";
import type { Refusal } from "./refusal";

/** What the stand-in needs of a registration that passed. */
export type RegistrationBody = { partnerRefId: string; businessName: string; invitedUserEmail: string };

/** Where a field stands in the body: as DOKU's messages spell it, and taken apart once for all calls. */
type Field = { path: string; keys: readonly string[] };

const EMAIL = /^(?=.{3,254}$)[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const NO_EMAIL = "must be a well-formed email address";

const PARTNER_REF_ID = fieldAt("business.partner_ref_id");
const BUSINESS_NAME = fieldAt("business.name");
const CONTACT_NAME = fieldAt("business.contact.name");
const CONTACT_EMAIL = fieldAt("business.contact.email");
const CALLING_CODE = fieldAt("business.contact.phone_calling_code");
const PHONE_NUMBER = fieldAt("business.contact.phone_number");
const REFERRAL = fieldAt("referral");
const REFERRAL_CODE = fieldAt("referral.code");
const INVITED_EMAIL = fieldAt("invited_user.email");

const MANDATORY = [
  { field: PARTNER_REF_ID, kind: "text" },
  { field: BUSINESS_NAME, kind: "text" },
  { field: CONTACT_NAME, kind: "text" },
  { field: CONTACT_EMAIL, kind: "text" },
  { field: CALLING_CODE, kind: "digits" },
  { field: PHONE_NUMBER, kind: "digits" },
  { field: INVITED_EMAIL, kind: "text" },
] as const;

const FORMATS = [
  { field: CONTACT_EMAIL, pattern: EMAIL, words: NO_EMAIL },
  { field: CALLING_CODE, pattern: /^\d{1,3}$/, words: "must be 1 to 3 digits" },
  { field: PHONE_NUMBER, pattern: /^\d{1,13}$/, words: "must be at most 13 digits" },
  { field: REFERRAL_CODE, pattern: /^.{0,6}$/su, words: "must be at most 6 characters" },
  { field: INVITED_EMAIL, pattern: EMAIL, words: NO_EMAIL },
];

/** Rows 9 to 11 of the contract: a JSON object, its mandatory fields, their formats. `text` is the body as it stood. */
export function checkBody(
  bytes: Buffer,
): { ok: true; body: RegistrationBody; text: string } | { ok: false; refusal: Refusal } {
  const text = isUtf8(bytes) ? bytes.toString("utf8") : null;
  const body = text === null ? null : parseObject(text);
  if (text === null || body === null) return refuse("body_object", ["Request body must be a JSON object"]);
  const missing = mandatoryProblems(body);
  if (missing.length > 0) return refuse("mandatory_fields", missing);
  const malformed = formatProblems(body);
  if (malformed.length > 0) return refuse("field_formats", malformed);
  return {
    ok: true,
    text,
    body: {
      partnerRefId: textAt(body, PARTNER_REF_ID),
      businessName: textAt(body, BUSINESS_NAME),
      invitedUserEmail: textAt(body, INVITED_EMAIL),
    },
  };
}

function parseObject(text: string): object | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    // No JSON: the caller gets the same answer as for a body that is no object.
    return null;
  }
}

function mandatoryProblems(body: object): string[] {
  const problems: string[] = [];
  for (const { field, kind } of MANDATORY) {
    const value = valueAt(body, field);
    if (value === undefined || value === null || (typeof value === "string" && value.trim() === "")) {
      problems.push(`${field.path} must be filled`);
    } else if (typeof value !== "string" && !(kind === "digits" && typeof value === "number")) {
      // DOKU's table says int and its samples send strings, so both are taken.
      problems.push(`${field.path} must be ${kind === "digits" ? "a number" : "a string"}`);
    }
  }
  const referral = valueAt(body, REFERRAL) ?? {};
  const code = valueAt(body, REFERRAL_CODE) ?? "";
  if (!isObject(referral)) problems.push("referral must be an object");
  else if (typeof code !== "string") problems.push("referral.code must be a string");
  return problems;
}

function formatProblems(body: object): string[] {
  const malformed = FORMATS.filter(({ field, pattern }) => !pattern.test(textAt(body, field)));
  return malformed.map(({ field, words }) => `${field.path} ${words}`);
}

function fieldAt(path: string): Field {
  return { path, keys: path.split(".") };
}

function textAt(body: object, field: Field): string {
  return String(valueAt(body, field) ?? "");
}

/** Own properties only: what a caller did not send is never found on a prototype. */
function valueAt(body: object, { keys }: Field): unknown {
  let value: unknown = body;
  for (const key of keys) {
    if (!isObject(value)) return undefined;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(check: Refusal["check"], message: string[]): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { check, status: 400, body: { message } } };
}

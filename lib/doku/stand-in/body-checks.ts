import type { Refusal } from "./refusal";

/** What the stand-in needs of a registration that passed. */
export type RegistrationBody = { partnerRefId: string; businessName: string; invitedUserEmail: string };

type Kind = "text" | "digits";

const MANDATORY = {
  "business.partner_ref_id": "text",
  "business.name": "text",
  "business.contact.name": "text",
  "business.contact.email": "text",
  "business.contact.phone_calling_code": "digits",
  "business.contact.phone_number": "digits",
  "invited_user.email": "text",
} satisfies Record<string, Kind>;

const EMAIL = /^(?=.{3,254}$)[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const NO_EMAIL = "must be a well-formed email address";

/** Rows 9 to 11 of the contract: a JSON object, its mandatory fields, their formats. */
export function checkBody(
  bytes: Uint8Array,
): { ok: true; body: RegistrationBody } | { ok: false; refusal: Refusal } {
  const body = parseObject(bytes);
  if (body === null) return refuse("body_object", ["Request body must be a JSON object"]);
  const missing = mandatoryProblems(body);
  if (missing.length > 0) return refuse("mandatory_fields", missing);
  const malformed = formatProblems(body);
  if (malformed.length > 0) return refuse("field_formats", malformed);
  return {
    ok: true,
    body: {
      partnerRefId: textAt(body, "business.partner_ref_id"),
      businessName: textAt(body, "business.name"),
      invitedUserEmail: textAt(body, "invited_user.email"),
    },
  };
}

function parseObject(bytes: Uint8Array): object | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(parsed) ? parsed : null;
  } catch {
    // Neither UTF-8 nor JSON: the caller gets the same answer as for a body that is no object.
    return null;
  }
}

function mandatoryProblems(body: object): string[] {
  const problems: string[] = [];
  for (const [path, kind] of Object.entries(MANDATORY)) {
    const value = valueAt(body, path);
    if (value === undefined || value === null || (typeof value === "string" && value.trim() === "")) {
      problems.push(`${path} must be filled`);
    } else if (typeof value !== "string" && !(kind === "digits" && typeof value === "number")) {
      // DOKU's table says int and its samples send strings, so both are taken.
      problems.push(`${path} must be ${kind === "digits" ? "a number" : "a string"}`);
    }
  }
  const referral = valueAt(body, "referral") ?? {};
  const code = valueAt(body, "referral.code") ?? "";
  if (!isObject(referral)) problems.push("referral must be an object");
  else if (typeof code !== "string") problems.push("referral.code must be a string");
  return problems;
}

function formatProblems(body: object): string[] {
  const problems: string[] = [];
  const expect = (path: string, pattern: RegExp, words: string) => {
    if (!pattern.test(textAt(body, path))) problems.push(`${path} ${words}`);
  };
  expect("business.contact.email", EMAIL, NO_EMAIL);
  expect("business.contact.phone_calling_code", /^\d{1,3}$/, "must be 1 to 3 digits");
  expect("business.contact.phone_number", /^\d{1,13}$/, "must be at most 13 digits");
  expect("referral.code", /^.{0,6}$/su, "must be at most 6 characters");
  expect("invited_user.email", EMAIL, NO_EMAIL);
  return problems;
}

function textAt(body: object, path: string): string {
  return String(valueAt(body, path) ?? "");
}

/** Own properties only: what a caller did not send is never found on a prototype. */
function valueAt(body: object, path: string): unknown {
  let value: unknown = body;
  for (const key of path.split(".")) {
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

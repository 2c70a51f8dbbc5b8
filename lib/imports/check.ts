import type { HeadingField } from "@/lib/imports/heading-field";
import type { RowFinding } from "@/lib/imports/import-view";
import { readRow } from "@/lib/imports/row-input";
import { contentKey } from "@/lib/imports/row-key";
import { partnerReferenceOfRow } from "@/lib/registrations/derived-id";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/registrations/duplicate-key";
import { readEmail, readPartnerReference } from "@/lib/registrations/fields";
import { normalisePhone } from "@/lib/registrations/phone";
import { isNote } from "@/lib/registrations/problem";
import type { CheckedRegistration, RegistrationInput } from "@/lib/registrations/schema";
import { cleanLine } from "@/lib/registrations/text";

/** What a row is compared by; "" where it cannot be told. */
export type RowKeys = {
  reference: string;
  name: string;
  representativeEmail: string;
  invitedUserEmail: string;
  phone: string;
};

/** What one row says by itself, before it is held against other rows and registrations. */
export type CheckedRow = {
  state: "problems" | "warnings" | "ready";
  problems: RowFinding[];
  warnings: RowFinding[];
  keys: RowKeys;
  /** Who it is by its content. */
  contentKey: string;
};

/** Stands where a row names no reference, which is made when the row is sent: all of them are as sound as this one. */
const REFERENCE_TO_BE_MADE = partnerReferenceOfRow("");

/**
 * A number as a spreadsheet keeps it, without trunk zero and plus, that ends as those do which were shown as 8.15E+10
 * and saved so: the digits are lost, and what is left is still a phone number by its form.
 */
const ROUNDED_NUMBER = /^(?=\d{9})[1-9]\d*0{5}$/;

/**
 * The check of one row: that of the form, but that an empty partner reference is none to complain of. `shape` is what
 * was wrong with the row as a line of its file. Notes stand among the warnings, and are none to accept. Pure.
 */
export function checkRow(
  cells: readonly string[],
  {
    fields,
    environment,
    shape = [],
  }: { fields: readonly HeadingField[]; environment: string; shape?: readonly RowFinding[] },
): CheckedRow {
  const read = readRow(cells, { fields, madeReference: REFERENCE_TO_BE_MADE });
  const { input, checked, problems } = read;
  const warnings: RowFinding[] = [...shape, ...read.warnings, ...read.notes];
  if (ROUNDED_NUMBER.test(input.phoneNumber.trim())) {
    warnings.push({ field: "phoneNumber", code: "phone_rounded" });
  }
  const keys = checked.ok ? keysOfValue(checked.value) : keysOf(input);
  if (!read.isNamed) keys.reference = "";
  return {
    state: problems.length > 0 ? "problems" : warnings.every(isNote) ? "ready" : "warnings",
    problems: [...problems],
    warnings,
    keys,
    contentKey: contentKey({
      environment,
      name: keys.name,
      representativeName: cleanLine(input.representativeName),
      representativeEmail: keys.representativeEmail || cleanLine(input.representativeEmail).toLowerCase(),
      invitedUserEmail: keys.invitedUserEmail || cleanLine(input.invitedUserEmail).toLowerCase(),
      phone: keys.phone || cleanLine(input.phoneNumber),
      referralCode: cleanLine(input.referralCode),
      reference: keys.reference || cleanLine(input.partnerReference).toLowerCase(),
    }),
  };
}

function keysOfValue({ keys, phone }: CheckedRegistration): RowKeys {
  const { name, representativeEmail, invitedUserEmail, partnerReference } = keys;
  return { reference: partnerReference, name, representativeEmail, invitedUserEmail, phone: phone.e164 };
}

/** The keys of a row with problems: those of the fields that can be read. */
function keysOf(input: RegistrationInput): RowKeys {
  const phone = normalisePhone(input.phoneNumber, input.country);
  const reference = readPartnerReference(input.partnerReference);
  return {
    reference: reference.ok ? partnerReferenceKey(reference.value) : "",
    name: comparisonName(cleanLine(input.businessName)),
    representativeEmail: emailKeyOf("representativeEmail", input.representativeEmail),
    invitedUserEmail: emailKeyOf("invitedUserEmail", input.invitedUserEmail),
    phone: phone.ok ? phone.e164 : "",
  };
}

function emailKeyOf(field: "representativeEmail" | "invitedUserEmail", text: string): string {
  const reading = readEmail(field, text);
  return reading.ok ? emailKey(reading.value) : "";
}

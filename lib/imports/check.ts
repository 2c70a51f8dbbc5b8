import type { HeadingField } from "@/lib/imports/heading-field";
import type { RowFinding } from "@/lib/imports/import-view";
import { rowInput } from "@/lib/imports/row-input";
import { contentKey } from "@/lib/imports/row-key";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/registrations/duplicate-key";
import { readEmail, readPartnerReference } from "@/lib/registrations/fields";
import { normalisePhone } from "@/lib/registrations/phone";
import {
  type CheckedRegistration,
  checkRegistration,
  type RegistrationInput,
} from "@/lib/registrations/schema";
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

/** Stands where a row names no reference, which is made when the row is sent. */
const REFERENCE_TO_BE_MADE = "-";

/**
 * A number as a spreadsheet keeps it, without trunk zero and plus, that ends as those do which were shown as 8.15E+10
 * and saved so: the digits are lost, and what is left is still a phone number by its form.
 */
const ROUNDED_NUMBER = /^(?=\d{9})[1-9]\d*0{5}$/;

/**
 * The check of one row: that of the form, but that an empty partner reference is none to complain of. `shape` is what
 * was wrong with the row as a line of its file. Pure.
 */
export function checkRow(
  cells: readonly string[],
  {
    fields,
    environment,
    shape = [],
  }: { fields: readonly HeadingField[]; environment: string; shape?: readonly RowFinding[] },
): CheckedRow {
  const input = rowInput(cells, fields);
  const partnerReference = cleanLine(input.partnerReference) || REFERENCE_TO_BE_MADE;
  const checked = checkRegistration({ ...input, partnerReference });
  const problems: RowFinding[] = checked.ok ? [] : checked.problems;
  const warnings: RowFinding[] = [...shape, ...checked.warnings];
  if (ROUNDED_NUMBER.test(input.phoneNumber.trim())) {
    warnings.push({ field: "phoneNumber", code: "phone_rounded" });
  }
  const keys = checked.ok ? keysOfValue(checked.value, partnerReference) : keysOf(input, partnerReference);
  return {
    state: problems.length > 0 ? "problems" : warnings.length > 0 ? "warnings" : "ready",
    problems,
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

function keysOfValue({ keys, phone }: CheckedRegistration, partnerReference: string): RowKeys {
  const isToBeMade = partnerReference === REFERENCE_TO_BE_MADE;
  const { name, representativeEmail, invitedUserEmail } = keys;
  const reference = isToBeMade ? "" : keys.partnerReference;
  return { reference, name, representativeEmail, invitedUserEmail, phone: phone.e164 };
}

/** The keys of a row with problems: those of the fields that can be read. */
function keysOf(input: RegistrationInput, partnerReference: string): RowKeys {
  const phone = normalisePhone(input.phoneNumber, input.country);
  return {
    reference: referenceKeyOf(partnerReference),
    name: comparisonName(cleanLine(input.businessName)),
    representativeEmail: emailKeyOf("representativeEmail", input.representativeEmail),
    invitedUserEmail: emailKeyOf("invitedUserEmail", input.invitedUserEmail),
    phone: phone.ok ? phone.e164 : "",
  };
}

function referenceKeyOf(partnerReference: string): string {
  if (partnerReference === REFERENCE_TO_BE_MADE) return "";
  const reading = readPartnerReference(partnerReference);
  return reading.ok ? partnerReferenceKey(reading.value) : "";
}

function emailKeyOf(field: "representativeEmail" | "invitedUserEmail", text: string): string {
  const reading = readEmail(field, text);
  return reading.ok ? emailKey(reading.value) : "";
}

import { type CellFinding, judgeCell } from "@/lib/imports/cell-findings";
import type { HeadingField } from "@/lib/imports/heading-field";
import type { RowFinding } from "@/lib/imports/import-view";
import { fieldColumns, rowInput } from "@/lib/imports/row-input";
import { contentKey } from "@/lib/imports/row-key";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/registrations/duplicate-key";
import { readEmail, readPartnerReference } from "@/lib/registrations/fields";
import { normalisePhone } from "@/lib/registrations/phone";
import { REGISTRATION_FIELDS } from "@/lib/registrations/problem";
import {
  type CheckedRegistration,
  checkRegistration,
  type RegistrationInput,
} from "@/lib/registrations/schema";
import { cleanLine, isBlank } from "@/lib/registrations/text";
import type { RowKinds } from "@/lib/spreadsheet/cell-kind";

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
  state: "problems" | "warnings" | "ready" | "skipped";
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
 * The check of one row: that of the form, but that an empty partner reference is none to complain of, and that a cell
 * which Excel changed is told as that. `kinds` is what its cells were in the file, `shape` what was wrong with the row
 * as a line of it. A row with nothing in any column of a field is left out. Pure.
 */
export function checkRow(
  cells: readonly string[],
  {
    fields,
    environment,
    kinds = null,
    shape = [],
  }: {
    fields: readonly HeadingField[];
    environment: string;
    kinds?: RowKinds;
    shape?: readonly RowFinding[];
  },
): CheckedRow {
  const input = rowInput(cells, fields);
  const isEmpty = REGISTRATION_FIELDS.every((field) => isBlank(input[field]));
  const found = isEmpty ? NOTHING_FOUND : cellFindings(cells, fields, kinds);
  // What a cell does not say is compared with nothing.
  for (const { isProblem, finding } of found) if (isProblem && finding.field) input[finding.field] = "";
  const partnerReference = cleanLine(input.partnerReference) || REFERENCE_TO_BE_MADE;
  const checked = checkRegistration({ ...input, partnerReference });
  const own: Findings = {
    problems: checked.ok || isEmpty ? [] : checked.problems,
    warnings: isEmpty ? [...shape, ROW_EMPTY] : [...shape, ...checked.warnings],
  };
  const { problems, warnings } = found.length === 0 ? own : withCells(found, own);
  if (ROUNDED_NUMBER.test(input.phoneNumber.trim())) {
    warnings.push({ field: "phoneNumber", code: "phone_rounded" });
  }
  const keys = checked.ok ? keysOfValue(checked.value, partnerReference) : keysOf(input, partnerReference);
  return {
    state: isEmpty
      ? "skipped"
      : problems.length > 0
        ? "problems"
        : warnings.length > 0
          ? "warnings"
          : "ready",
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

const ROW_EMPTY: RowFinding = { field: null, code: "row_empty" };

type Findings = { problems: RowFinding[]; warnings: RowFinding[] };

const NOTHING_FOUND: readonly CellFinding[] = [];

function cellFindings(
  cells: readonly string[],
  fields: readonly HeadingField[],
  kinds: RowKinds,
): readonly CellFinding[] {
  let found: CellFinding[] | null = null;
  for (const { field, column } of fieldColumns(fields)) {
    const finding = judgeCell(field, cells[column] ?? "", kinds?.[column]);
    if (!finding) continue;
    found ??= [];
    found.push(finding);
  }
  return found ?? NOTHING_FOUND;
}

/** One sentence for a cell is enough: what became of it in Excel says why it does not fit. */
function withCells(found: readonly CellFinding[], { problems, warnings }: Findings): Findings {
  const wrong = found.filter(({ isProblem }) => isProblem).map(({ finding }) => finding);
  const odd = found.filter(({ isProblem }) => !isProblem).map(({ finding }) => finding);
  const isSaid = ({ field }: RowFinding) =>
    field !== null && wrong.some((finding) => finding.field === field);
  const isSpoilt = ({ field, code }: RowFinding) =>
    code === "characters_unusual" && odd.some((finding) => finding.field === field);
  return {
    problems: inOrder([...wrong, ...problems.filter((problem) => !isSaid(problem))]),
    warnings: inOrder([...odd, ...warnings.filter((warning) => !isSaid(warning) && !isSpoilt(warning))]),
  };
}

function inOrder(findings: readonly RowFinding[]): RowFinding[] {
  const place = ({ field }: RowFinding) => (field === null ? -1 : REGISTRATION_FIELDS.indexOf(field));
  return findings.toSorted((a, b) => place(a) - place(b));
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

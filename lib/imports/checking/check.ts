import { calledOff } from "@/lib/imports/checking/called-off";
import { type CellFinding, judgeCell } from "@/lib/imports/checking/cell-findings";
import { isExampleRow } from "@/lib/imports/checking/example-row";
import { readNote } from "@/lib/imports/checking/note-row";
import { fieldColumns, readRow } from "@/lib/imports/checking/row-input";
import { contentKey } from "@/lib/imports/checking/row-key";
import type { RowFinding } from "@/lib/imports/import-view";
import { readEmail, readPartnerReference } from "@/lib/registrations/input/fields";
import { normalisePhone } from "@/lib/registrations/input/phone";
import { isNote } from "@/lib/registrations/input/problem";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { CheckedRegistration, RegistrationInput } from "@/lib/registrations/input/schema";
import { partnerReferenceOfRow } from "@/lib/registrations/intake/derived-id";
import type { RowKinds } from "@/lib/spreadsheet/cells/cell-kind";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { cleanLine } from "@/lib/text/characters";
import { comparisonName, emailKey, partnerReferenceKey } from "@/lib/text/comparison";

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

/** Stands where a row names no reference, which is made when the row is sent: all of them are as sound as this one. */
const REFERENCE_TO_BE_MADE = partnerReferenceOfRow("");

/**
 * A number as a spreadsheet keeps it, without trunk zero and plus, that ends as those do which were shown as 8.15E+10
 * and saved so: the digits are lost, and what is left is still a phone number by its form.
 */
const ROUNDED_NUMBER = /^(?=\d{9})[1-9]\d*0{5}$/;

/**
 * The check of one row: that of the form, but that an empty partner reference is none to complain of, and that a cell
 * which Excel changed is told as that. `kinds` is what its cells were in the file, `shape` what was wrong with the row
 * as a line of it. A row with nothing in any column of a field is left out, as is one that is certainly no merchant
 * (`readNote`). Notes on what is taken stand among the warnings, and are none to accept. Pure.
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
  const found = cellFindings(cells, fields, kinds);
  const read = readRow(withoutWrong(cells, found), { fields, madeReference: REFERENCE_TO_BE_MADE });
  const { input, checked } = read;
  const left = checked.ok ? null : readNote(cells, columnsOf(fields), kinds);
  const own: Findings = {
    problems: left ? [] : [...read.problems],
    warnings: left
      ? [...(left === "row_empty" ? shape : []), LEFT_OUT[left]]
      : [...shape, ...read.asked, ...read.warnings, ...read.notes],
  };
  const off = left ? null : calledOff(cells, fields, input.businessName);
  if (off !== null) own.warnings.push({ field: null, code: "row_called_off", params: { text: off } });
  if (!left && isExampleRow(cells, fields, input)) own.problems.unshift(ROW_EXAMPLE);
  const { problems, warnings } = found.length === 0 || left ? own : withCells(found, own);
  if (ROUNDED_NUMBER.test(input.phoneNumber.trim())) {
    warnings.push({ field: "phoneNumber", code: "phone_rounded" });
  }
  const keys = checked.ok ? keysOfValue(checked.value) : left ? { ...NO_KEYS } : keysOf(input);
  if (!read.isNamed) keys.reference = "";
  return {
    state: left
      ? "skipped"
      : problems.length > 0
        ? "problems"
        : warnings.every(isNote)
          ? "ready"
          : "warnings",
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

/** What is said of a row that is left out for what it says. */
const LEFT_OUT = {
  row_empty: { field: null, code: "row_empty" },
  row_note: { field: null, code: "row_note" },
} as const satisfies Record<string, RowFinding>;

const ROW_EXAMPLE: RowFinding = { field: null, code: "row_example" };

const NO_KEYS: RowKeys = {
  reference: "",
  name: "",
  representativeEmail: "",
  invitedUserEmail: "",
  phone: "",
};

function columnsOf(fields: readonly HeadingField[]): number[] {
  return fieldColumns(fields).map(({ column }) => column);
}

type Findings = { problems: RowFinding[]; warnings: RowFinding[] };

type FoundCell = CellFinding & { column: number };

const NOTHING_FOUND: readonly FoundCell[] = [];

function cellFindings(
  cells: readonly string[],
  fields: readonly HeadingField[],
  kinds: RowKinds,
): readonly FoundCell[] {
  let found: FoundCell[] | null = null;
  for (const { field, column } of fieldColumns(fields)) {
    // A column that fills two fields is judged once.
    if (found?.at(-1)?.column === column) continue;
    const finding = judgeCell(field, cells[column] ?? "", kinds?.[column]);
    if (!finding) continue;
    found ??= [];
    found.push({ ...finding, column });
  }
  return found ?? NOTHING_FOUND;
}

/** What a cell does not say is compared with nothing. */
function withoutWrong(cells: readonly string[], found: readonly FoundCell[]): readonly string[] {
  const wrong = new Set(found.filter(({ isProblem }) => isProblem).map(({ column }) => column));
  return wrong.size === 0 ? cells : cells.map((text, column) => (wrong.has(column) ? "" : text));
}

/** One sentence for a cell is enough: what became of it in Excel says why it does not fit. */
function withCells(found: readonly FoundCell[], { problems, warnings }: Findings): Findings {
  const wrong = found.filter(({ isProblem }) => isProblem).map(({ finding }) => finding);
  const odd = found.filter(({ isProblem }) => !isProblem).map(({ finding }) => finding);
  const isSaid = ({ field }: RowFinding) =>
    field !== null && wrong.some((finding) => finding.field === field);
  const isSpoilt = ({ field, code }: RowFinding) =>
    (code === "characters_unusual" || code === "placeholder_doubtful") &&
    odd.some((finding) => finding.field === field);
  return {
    problems: inOrder([...wrong, ...problems.filter((problem) => !isSaid(problem))]),
    warnings: inOrder([...odd, ...warnings.filter((warning) => !isSaid(warning) && !isSpoilt(warning))]),
  };
}

function inOrder(findings: readonly RowFinding[]): RowFinding[] {
  const place = ({ field }: RowFinding) => (field === null ? -1 : REGISTRATION_FIELDS.indexOf(field));
  return findings.toSorted((a, b) => place(a) - place(b));
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

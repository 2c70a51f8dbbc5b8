import { withCallingCode } from "@/lib/imports/checking/calling-code";
import type { RowFinding } from "@/lib/imports/import-view";
import { takenForNothing } from "@/lib/registrations/input/fields";
import type { Problem } from "@/lib/registrations/input/problem";
import {
  EMPTY_INPUT,
  type RegistrationField,
  type RegistrationInput,
} from "@/lib/registrations/input/registration-fields";
import { checkRegistration } from "@/lib/registrations/input/schema";
import {
  callingCodeColumn,
  columnOf,
  filledBy,
  type HeadingField,
} from "@/lib/spreadsheet/rows/heading-field";
import { cleanLine } from "@/lib/text/characters";
import { placeholderIn } from "@/lib/text/placeholder";

/** What a row hands in, as the form would: the cells of the columns that fill a field; a missing cell is empty. Pure. */
function rowInput(cells: readonly string[], fields: readonly HeadingField[]): RegistrationInput {
  const input = { ...EMPTY_INPUT };
  for (const { field, column } of fieldColumns(fields)) input[field] = cells[column] ?? "";
  return input;
}

type FieldColumn = { field: RegistrationField; column: number };
/** Found once for a file: a hundred thousand rows ask for the same. */
const FOUND = new WeakMap<readonly HeadingField[], readonly FieldColumn[]>();

/** The columns that fill a field, from 0, in their order; one that fills two stands here twice. */
export function fieldColumns(fields: readonly HeadingField[]): readonly FieldColumn[] {
  const known = FOUND.get(fields);
  if (known) return known;
  const columns = fields.flatMap((each, column) => filledBy(each).map((field) => ({ field, column })));
  FOUND.set(fields, columns);
  return columns;
}

/**
 * The one reading of a row, by which it is checked and by which it is sent: what the check says of a row is what
 * becomes of it. A row that names no partner reference has `madeReference`, which is a sound one. Pure.
 */
export function readRow(
  cells: readonly string[],
  { fields, madeReference }: { fields: readonly HeadingField[]; madeReference: string },
) {
  const input = rowInput(cells, fields);
  const asked = joinCallingCode(input, cells, callingColumn(fields));
  const named = cleanLine(input.partnerReference);
  const isNamed = named !== "" && placeholderIn(named) !== "nothing";
  const checked = checkRegistration(isNamed ? input : { ...input, partnerReference: madeReference });
  const told = isNamed || named === "" ? null : takenForNothing("partnerReference", named);
  const once = fields.includes("bothEmails") ? tellOnce : asTheyAre;
  return {
    /** Whether the row brings a partner reference of its own. */
    isNamed,
    input,
    checked,
    problems: checked.ok ? [] : once(checked.problems),
    warnings: once(checked.warnings),
    /** What is to be accepted beside the warnings of the form. */
    asked,
    notes: told ? [...once(checked.notes), told] : once(checked.notes),
  };
}

type CallingColumn = { column: number; isNamed: boolean };
const CALLING = new WeakMap<readonly HeadingField[], CallingColumn>();

/** Where the country code of the phone number may stand: in the column named so, else in one of theirs right before it. */
function callingColumn(fields: readonly HeadingField[]): CallingColumn {
  let calling = CALLING.get(fields);
  if (!calling) {
    const named = callingCodeColumn(fields);
    const before = columnOf(fields, "phoneNumber") - 1;
    const isTheirs = fields[before] === "" || fields[before] === "?";
    calling = { column: named >= 0 ? named : isTheirs ? before : -1, isNamed: named >= 0 };
    CALLING.set(fields, calling);
  }
  return calling;
}

/** `+65`, `(021)`: what a column of theirs right before a phone number is only where it is a beginning of that. */
const BEGINNING = /^(?:\+\d{1,3}|\(?0[2-9]\d{1,2}\)?)$/;
const NOTHING_ASKED: readonly RowFinding[] = [];

/** Puts the country code before the phone number where the row has it apart, and gives what is to be asked of it. */
function joinCallingCode(
  input: RegistrationInput,
  cells: readonly string[],
  { column, isNamed }: CallingColumn,
): readonly RowFinding[] {
  const code = column < 0 ? "" : (cells[column] ?? "");
  if (code === "" || (!isNamed && !BEGINNING.test(code))) return NOTHING_ASKED;
  const { phoneNumber, warning } = withCallingCode(code, input.phoneNumber);
  input.phoneNumber = phoneNumber;
  return warning ? [warning] : NOTHING_ASKED;
}

function asTheyAre(findings: readonly Problem[]): readonly Problem[] {
  return findings;
}

/** What is said of the column that fills both addresses is said of one of them. */
function tellOnce(findings: readonly Problem[]): Problem[] {
  return findings.filter(
    ({ field, code }) =>
      field !== "invitedUserEmail" ||
      !findings.some((other) => other.field === "representativeEmail" && isSaidAlike(other.code, code)),
  );
}

function isSaidAlike(code: string, other: string): boolean {
  return code === other || (code.endsWith("_missing") && other.endsWith("_missing"));
}

import type { HeadingField } from "@/lib/imports/heading-field";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/problem";
import { type RegistrationInput, registrationInputSchema } from "@/lib/registrations/schema";

const EMPTY_INPUT = registrationInputSchema.parse({});

/** What a row hands in, as the form would: the cells of the columns that fill a field; a missing cell is empty. Pure. */
export function rowInput(cells: readonly string[], fields: readonly HeadingField[]): RegistrationInput {
  const input = { ...EMPTY_INPUT };
  for (const { field, column } of fieldColumns(fields)) input[field] = cells[column] ?? "";
  return input;
}

type FieldColumn = { field: RegistrationField; column: number };
/** Found once for a file: a hundred thousand rows ask for the same. */
const FOUND = new WeakMap<readonly HeadingField[], readonly FieldColumn[]>();

/** The columns that fill a field, from 0. */
export function fieldColumns(fields: readonly HeadingField[]): readonly FieldColumn[] {
  const known = FOUND.get(fields);
  if (known) return known;
  const columns = fields.flatMap((field, column) => (isRegistrationField(field) ? [{ field, column }] : []));
  FOUND.set(fields, columns);
  return columns;
}

function isRegistrationField(field: HeadingField): field is RegistrationField {
  return REGISTRATION_FIELDS.some((known) => known === field);
}

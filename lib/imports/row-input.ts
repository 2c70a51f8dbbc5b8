import type { HeadingField } from "@/lib/imports/heading-field";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/problem";
import { type RegistrationInput, registrationInputSchema } from "@/lib/registrations/schema";

const EMPTY_INPUT = registrationInputSchema.parse({});

/** What a row hands in, as the form would: the cells of the columns that fill a field; a missing cell is empty. Pure. */
export function rowInput(cells: readonly string[], fields: readonly HeadingField[]): RegistrationInput {
  const input = { ...EMPTY_INPUT };
  fields.forEach((field, column) => {
    if (isRegistrationField(field)) input[field] = cells[column] ?? "";
  });
  return input;
}

/** Whether a column fills a field of the form. */
export function isRegistrationField(field: HeadingField): field is RegistrationField {
  return REGISTRATION_FIELDS.some((known) => known === field);
}

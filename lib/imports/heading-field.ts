import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/problem";

/**
 * What a column of a spreadsheet fills: a field, `row_key` (who the row is, from an earlier result file), `ours` (another
 * column of an earlier result file, which is left out), or "" for a column that stays theirs.
 */
export type HeadingField = RegistrationField | "row_key" | "ours" | "";

/** The fields that a file must have a column for. */
export const REQUIRED_FIELDS = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
] as const satisfies readonly RegistrationField[];

/** Whether `text` is a field of the table, as it is stored. */
export function isHeadingField(text: string): text is HeadingField {
  return (
    text === "" ||
    text === "row_key" ||
    text === "ours" ||
    REGISTRATION_FIELDS.some((field) => field === text)
  );
}

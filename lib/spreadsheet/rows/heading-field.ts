import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";

/**
 * What a column of a spreadsheet fills: a field, `bothEmails` (the one column that fills both addresses), `callingCode`
 * (the country code of the phone number beside it), `row_key` (who the row is, from an earlier result file), `ours` (another column of an earlier result file, which is left out), "" for
 * a column that stays theirs, or `?` for one that looks like a field, which a person has not confirmed yet.
 */
export type HeadingField = RegistrationField | "bothEmails" | "callingCode" | "row_key" | "ours" | "?" | "";

/** The fields that a file must have a column for. */
export const REQUIRED_FIELDS = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
] as const satisfies readonly RegistrationField[];

const FILLED: ReadonlyMap<HeadingField, readonly RegistrationField[]> = new Map<
  HeadingField,
  readonly RegistrationField[]
>([
  ...REGISTRATION_FIELDS.map((field) => [field, [field]] as const),
  ["bothEmails", ["representativeEmail", "invitedUserEmail"]],
]);
const NOTHING: readonly RegistrationField[] = [];

/** The fields that a column fills. */
export function filledBy(column: HeadingField): readonly RegistrationField[] {
  return FILLED.get(column) ?? NOTHING;
}

/** The place of the column that fills a field, from 0; -1 where there is none. */
export function columnOf(fields: readonly HeadingField[], field: RegistrationField): number {
  return fields.findIndex((column) => filledBy(column).includes(field));
}

/** The place of the column with the country codes of the phone numbers: the last one before those; -1 where none is. */
export function callingCodeColumn(fields: readonly HeadingField[]): number {
  const before = fields.slice(0, Math.max(columnOf(fields, "phoneNumber"), 0)).lastIndexOf("callingCode");
  return before >= 0 ? before : fields.indexOf("callingCode");
}

/** Whether `text` is what a person may say a column is, or what an earlier result file says. */
export function isHeadingField(text: string): text is HeadingField {
  return (
    text === "" ||
    text === "row_key" ||
    text === "ours" ||
    text === "bothEmails" ||
    text === "callingCode" ||
    REGISTRATION_FIELDS.some((field) => field === text)
  );
}

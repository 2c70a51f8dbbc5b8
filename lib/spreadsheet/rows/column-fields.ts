import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { filledBy, type HeadingField, REQUIRED_FIELDS } from "@/lib/spreadsheet/rows/heading-field";

/** Which required fields have no column, and which fields have more than one. */
export function judgeFields(fields: readonly HeadingField[]): {
  missing: RegistrationField[];
  doubled: RegistrationField[];
} {
  const filled = fields.flatMap(filledBy);
  const count = (field: RegistrationField) => filled.filter((each) => each === field).length;
  return {
    missing: REQUIRED_FIELDS.filter((field) => count(field) === 0),
    doubled: REGISTRATION_FIELDS.filter((field) => count(field) > 1),
  };
}

/** Whether rows can be checked with these columns: all that is needed is there once, and nothing waits for a person. */
export function isMatched(fields: readonly HeadingField[]): boolean {
  const { missing, doubled } = judgeFields(fields);
  return missing.length === 0 && doubled.length === 0 && !fields.includes("?");
}

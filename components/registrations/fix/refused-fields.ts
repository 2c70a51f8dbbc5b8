import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";

/** What DOKU refused, for the form that mends it. */
export type FormRefusal = {
  /** DOKU's own words. */
  words: string;
  /** What they mean, in one line. */
  text: string;
  /** The fields that are refused, each with what is wrong with it and what would be right, if that is known. */
  fields: Partial<Record<RegistrationField, { sentence: string; remedy: string | null }>>;
};

/** The fields that DOKU refused, in the order of the form. */
export function refusedFields(refusal: FormRefusal | null): RegistrationField[] {
  return REGISTRATION_FIELDS.filter((name) => refusal?.fields[name]);
}

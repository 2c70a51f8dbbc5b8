import type { RegistrationInput } from "@/lib/registrations/input/schema";

/** What was typed, under the names of the table's columns. */
export function typedColumns(typed: RegistrationInput) {
  return {
    partnerRefId: typed.partnerReference,
    businessName: typed.businessName,
    representativeName: typed.representativeName,
    representativeEmail: typed.representativeEmail,
    phoneInput: typed.phoneNumber,
    phoneCountry: typed.country,
    invitedUserEmail: typed.invitedUserEmail,
    referralCode: typed.referralCode,
  };
}
export type TypedColumns = ReturnType<typeof typedColumns>;

/** Whether a registration holds just what was typed. */
export function isSameInput(existing: TypedColumns, typed: RegistrationInput): boolean {
  const columns = typedColumns(typed);
  return (Object.keys(columns) as (keyof TypedColumns)[]).every(
    (column) => existing[column] === columns[column],
  );
}

/** What was typed for a registration, as its columns hold it. */
export function typedOf(existing: TypedColumns): RegistrationInput {
  return {
    partnerReference: existing.partnerRefId,
    businessName: existing.businessName,
    representativeName: existing.representativeName,
    representativeEmail: existing.representativeEmail,
    phoneNumber: existing.phoneInput,
    country: existing.phoneCountry,
    invitedUserEmail: existing.invitedUserEmail,
    referralCode: existing.referralCode,
  };
}

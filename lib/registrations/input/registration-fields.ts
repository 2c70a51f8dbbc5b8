/** What a field holds decides how it is masked. */
type Holding = "name" | "email" | "phone" | "code";

/** The fields of the form, in its order, each with the table's column that keeps what is typed in it. */
const FIELDS = {
  businessName: { column: "businessName", holds: "name" },
  representativeName: { column: "representativeName", holds: "name" },
  representativeEmail: { column: "representativeEmail", holds: "email" },
  phoneNumber: { column: "phoneInput", holds: "phone" },
  invitedUserEmail: { column: "invitedUserEmail", holds: "email" },
  referralCode: { column: "referralCode", holds: "code" },
  partnerReference: { column: "partnerRefId", holds: "code" },
} as const satisfies Record<string, { column: string; holds: Holding }>;

export type RegistrationField = keyof typeof FIELDS;
export const REGISTRATION_FIELDS = Object.keys(FIELDS) as RegistrationField[];

export function holdingOf(field: RegistrationField): Holding {
  return FIELDS[field].holds;
}

/** A record with something of each field. */
export function ofEachField<Value>(
  of: (field: RegistrationField) => Value,
): Record<RegistrationField, Value> {
  return Object.fromEntries(REGISTRATION_FIELDS.map((field) => [field, of(field)])) as Record<
    RegistrationField,
    Value
  >;
}

/** What is typed: the fields, and the ISO code of the country prefix chosen beside the phone number. */
export type RegistrationInput = Record<RegistrationField | "country", string>;

export const DEFAULT_COUNTRY = "ID";

/** A form in which nothing is typed yet. */
export const EMPTY_INPUT: RegistrationInput = { ...ofEachField(() => ""), country: DEFAULT_COUNTRY };

const COLUMNS = { ...ofEachField((field) => FIELDS[field].column), country: "phoneCountry" } as const;
const INPUT_FIELDS = Object.keys(COLUMNS) as (keyof RegistrationInput)[];

/** What was typed, under the names of the table's columns. */
export type TypedColumns = Record<(typeof COLUMNS)[keyof typeof COLUMNS], string>;

export function typedColumns(typed: RegistrationInput): TypedColumns {
  return Object.fromEntries(INPUT_FIELDS.map((field) => [COLUMNS[field], typed[field]])) as TypedColumns;
}

/** What was typed for a registration, as its columns hold it. */
export function typedOf(existing: TypedColumns): RegistrationInput {
  return Object.fromEntries(
    INPUT_FIELDS.map((field) => [field, existing[COLUMNS[field]]]),
  ) as RegistrationInput;
}

/** Whether a registration holds just what was typed. */
export function isSameInput(existing: TypedColumns, typed: RegistrationInput): boolean {
  return INPUT_FIELDS.every((field) => existing[COLUMNS[field]] === typed[field]);
}

/** The columns by their names in SQL: `partnerRefId` is `partner_ref_id`. */
export const TYPED_COLUMN_NAMES = Object.fromEntries(
  Object.values(COLUMNS).map((name) => [
    name,
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]),
) as TypedColumns;

/** All that was typed, in the SELECT of a statement on `registration r`. */
export const TYPED_SQL = Object.entries(TYPED_COLUMN_NAMES)
  .map(([name, column]) => `r.${column} as "${name}"`)
  .join(", ");

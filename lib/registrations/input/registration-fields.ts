/** What a field holds decides how it is masked, and what a sheet's column that fills it looks like. */
export type Holding = "business" | "person" | "email" | "phone" | "code";

/**
 * The fields of the form, in its order: the table's column that keeps what is typed, the most characters that are taken
 * after cleaning, and what the template calls it in Indonesian (in English it bears the field's name).
 */
const FIELDS = {
  businessName: { column: "businessName", holds: "business", limit: 225, heading: "Nama bisnis" },
  representativeName: {
    column: "representativeName",
    holds: "person",
    limit: 225,
    heading: "Nama perwakilan",
  },
  representativeEmail: {
    column: "representativeEmail",
    holds: "email",
    limit: 254,
    heading: "Email perwakilan",
  },
  phoneNumber: { column: "phoneInput", holds: "phone", limit: 100, heading: "Nomor telepon" },
  invitedUserEmail: {
    column: "invitedUserEmail",
    holds: "email",
    limit: 254,
    heading: "Email pengguna yang diundang",
  },
  referralCode: { column: "referralCode", holds: "code", limit: 6, heading: "Kode referral" },
  partnerReference: { column: "partnerRefId", holds: "code", limit: 64, heading: "Referensi partner" },
} as const satisfies Record<string, { column: string; holds: Holding; limit: number; heading: string }>;

export type RegistrationField = keyof typeof FIELDS;
export const REGISTRATION_FIELDS = Object.keys(FIELDS) as RegistrationField[];

export function holdingOf(field: RegistrationField): Holding {
  return FIELDS[field].holds;
}

/** The most characters that a field takes, after cleaning. */
export function limitOf(field: RegistrationField): number {
  return FIELDS[field].limit;
}

/** What the template calls a field in Indonesian. */
export function headingOf(field: RegistrationField): string {
  return FIELDS[field].heading;
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

/** `partnerRefId` is `partner_ref_id`. */
export function withUnderscores(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The columns by their names in SQL. */
export const TYPED_COLUMN_NAMES = Object.fromEntries(
  Object.values(COLUMNS).map((name) => [name, withUnderscores(name)]),
) as TypedColumns;

/** All that was typed, in the SELECT of a statement on `registration r`. */
export const TYPED_SQL = Object.entries(TYPED_COLUMN_NAMES)
  .map(([name, column]) => `r.${column} as "${name}"`)
  .join(", ");

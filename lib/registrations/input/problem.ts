import type { RegistrationField } from "./registration-fields";

/** Everything that can be said about a field; each is the message `problems.<code>` in both languages. */
export const PROBLEM_CODES = [
  "business_name_missing",
  "representative_name_missing",
  "representative_email_missing",
  "invited_user_email_missing",
  "too_long",
  "email_format",
  "email_two",
  "email_words",
  "email_space",
  "email_comma",
  "email_no_at",
  "email_no_ending",
  "email_two_ats",
  "email_letters",
  "email_is_phone",
  "email_is_link",
  "email_control_characters",
  "email_typo",
  "email_example",
  "characters_unusual",
  "placeholder_doubtful",
  "chat_in_name",
  "contact_in_name",
  "name_counted",
  "put_back",
  "taken_email",
  "taken_plain",
  "taken_empty",
  "phone_missing",
  "phone_country_unknown",
  "phone_calling_code_unknown",
  "phone_excel_scientific",
  "phone_decimal",
  "phone_negative",
  "phone_extension",
  "phone_two_numbers",
  "phone_letters",
  "phone_date",
  "phone_area_code_missing",
  "phone_too_short",
  "phone_too_long",
  "phone_landline_no_whatsapp",
  "phone_call_centre",
  "phone_unusual_length",
  "phone_foreign",
  "referral_code_format",
  "partner_reference_missing",
  "partner_reference_characters",
  "partner_reference_used",
  "partner_reference_kept",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One sentence beside one field. `params` holds the arguments of its message. */
export type Problem = {
  field: RegistrationField;
  code: ProblemCode;
  params?: Record<string, string | number>;
};

/** What is only told of a value that is taken otherwise than it stands: nobody has to accept it. */
export const NOTE_CODES = ["taken_email", "taken_plain", "taken_empty", "changed_since"] as const;

export function isNote({ code }: { code: string }): boolean {
  return NOTE_CODES.some((note) => note === code);
}

/** A sentence without the list at its end of what there is to choose from, where that is there to be pressed. */
export function withoutChoices(sentence: string, { params }: { params?: Problem["params"] }): string {
  const list = `: ${params?.options ?? ""}`;
  return sentence.endsWith(list) ? sentence.slice(0, -list.length) : sentence;
}

/** The values that a problem or a warning offers in place of what stands there; each may be taken with one press. */
export function choicesOf({ params }: { params?: Problem["params"] }): string[] {
  const { options, suggestion } = params ?? {};
  if (typeof suggestion === "string") return [suggestion];
  return typeof options === "string" && options !== "" ? options.split(", ") : [];
}

import { buildBusinessLiteBody } from "@/lib/doku/wire";
import { requestIdOf } from "@/lib/registrations/derived-id";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/retry-policy";
import type { CheckedRegistration, RegistrationInput } from "@/lib/registrations/schema";

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

/** What a checked registration becomes when it is queued: a frozen envelope, due at `now`. */
export function envelopeColumns(
  checked: CheckedRegistration,
  {
    reason,
    now,
    formKey,
    replaces,
  }: {
    /** Why it is registered although it looks like another one. */
    reason: string | null;
    now: Date;
    /** The registration's, under which it was first made. */
    formKey: string;
    /** The Request-Id that the registration had until now, if it may have been sent (`replacedIdOf`). */
    replaces: string | null;
  },
) {
  const bodyText = buildBusinessLiteBody({
    partnerRefId: checked.partnerReference,
    businessName: checked.businessName,
    representativeName: checked.representativeName,
    representativeEmail: checked.representativeEmail,
    phoneCallingCode: checked.phone.callingCode,
    phoneNumber: checked.phone.number,
    invitedUserEmail: checked.invitedUserEmail,
    referralCode: checked.referralCode,
  });
  return {
    ...typedColumns(checked.typed),
    partnerRefKey: checked.keys.partnerReference,
    nameKey: checked.keys.name,
    representativeEmailKey: checked.keys.representativeEmail,
    invitedUserEmailKey: checked.keys.invitedUserEmail,
    phoneE164: checked.phone.e164,
    duplicateReason: reason,
    status: "QUEUED",
    cause: null,
    requestId: requestIdOf({ formKey, replaces, bodyText }),
    bodyText,
    queuedAt: now,
    giveUpAt: new Date(now.getTime() + GIVE_UP_AFTER_MS),
    nextRunAt: now,
    nextKind: null,
    problem: null,
    problemField: null,
  } as const;
}

/** The columns of the table that hold an envelope's texts, by their names here. */
const TEXT_COLUMNS = {
  partnerRefId: "partner_ref_id",
  partnerRefKey: "partner_ref_key",
  businessName: "business_name",
  representativeName: "representative_name",
  representativeEmail: "representative_email",
  phoneInput: "phone_input",
  phoneCountry: "phone_country",
  invitedUserEmail: "invited_user_email",
  referralCode: "referral_code",
  nameKey: "name_key",
  representativeEmailKey: "representative_email_key",
  invitedUserEmailKey: "invited_user_email_key",
  phoneE164: "phone_e164",
  duplicateReason: "duplicate_reason",
  requestId: "request_id",
  bodyText: "body_text",
} satisfies Partial<Record<keyof ReturnType<typeof envelopeColumns>, string>>;

const TEXTS = Object.entries(TEXT_COLUMNS);

/**
 * For statements that write many envelopes, which they read from JSON as a record `e`: the columns of the record, the
 * table's columns, their values in the same order, and the assignments of an UPDATE.
 */
export const ENVELOPE_SQL = {
  record: TEXTS.map(([name]) => `"${name}" text`).join(", "),
  columns: TEXTS.map(([, column]) => column).join(", "),
  values: TEXTS.map(([name]) => `e."${name}"`).join(", "),
  assignments: TEXTS.map(([name, column]) => `${column} = e."${name}"`).join(", "),
} as const;

/**
 * Keeps the envelopes that registrations (`$1`, an array of ids) are about to lose: what was sent before stays
 * readable beside its attempts. What was never sent is not kept.
 */
export const KEEP_PAST_ENVELOPES_SQL = `
  insert into past_envelope (registration_id, request_id, body_text, credential_id)
  select id, request_id, body_text, credential_id from registration
   where id = any($1::uuid[]) and attempt_count > 0 and request_id is not null and body_text is not null
  on conflict do nothing`;

import { buildBusinessLiteBody } from "@/lib/doku/wire";
import { TYPED_COLUMN_NAMES, typedColumns } from "@/lib/registrations/input/registration-fields";
import type { CheckedRegistration } from "@/lib/registrations/input/schema";
import { requestIdOf } from "@/lib/registrations/intake/derived-id";

/** The texts of the frozen envelope that a checked registration becomes when it is queued. */
export function envelopeTexts(
  checked: CheckedRegistration,
  {
    reason,
    formKey,
    replaces,
  }: {
    /** Why it is registered although it looks like another one. */
    reason: string | null;
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
    requestId: requestIdOf({ formKey, replaces, bodyText }),
    bodyText,
  };
}

/** The columns of the table that hold an envelope's texts, by their names here. */
const TEXT_COLUMNS = {
  ...TYPED_COLUMN_NAMES,
  partnerRefKey: "partner_ref_key",
  nameKey: "name_key",
  representativeEmailKey: "representative_email_key",
  invitedUserEmailKey: "invited_user_email_key",
  phoneE164: "phone_e164",
  duplicateReason: "duplicate_reason",
  requestId: "request_id",
  bodyText: "body_text",
} satisfies Record<keyof ReturnType<typeof envelopeTexts>, string>;

const TEXTS = Object.entries(TEXT_COLUMNS);

/**
 * For statements that write many envelopes, which they read from JSON as records `e`: the columns of the record, the
 * table's columns, their values in the same order, and the assignments of an UPDATE.
 */
export const ENVELOPE_SQL = {
  record: TEXTS.map(([name]) => `"${name}" text`).join(", "),
  columns: TEXTS.map(([, column]) => column).join(", "),
  values: TEXTS.map(([name]) => `e."${name}"`).join(", "),
  assignments: TEXTS.map(([name, column]) => `${column} = e."${name}"`).join(", "),
} as const;

import type { Authority } from "@/lib/authority/permissions";
import { matchOf } from "@/lib/registrations/list/match";
import type { Match } from "@/lib/registrations/registration-view";
import { seesContacts } from "@/lib/registrations/sight";

/** What a search may have found a row by. */
export type FoundBy = {
  phone: string;
  email: string;
  invitedEmail: string;
  requestId: string | null;
  businessIds: string[];
  brandIds: string[];
};

/** As JSON, of a registration `r` and the arrays of its `ids` at DOKU. */
export const FOUND_BY = `
  json_build_object('phone', r.phone_e164, 'email', r.representative_email, 'invitedEmail', r.invited_user_email,
                    'requestId', r.request_id, 'businessIds', coalesce(ids."businessIds", '[]'), 'brandIds', coalesce(ids."brandIds", '[]'))`;

/** Who sees no contacts is not told that a row has one like what was typed, though it was found by something else. */
export function reasonOf(
  actor: Authority,
  query: string,
  row: { businessName: string; representativeName: string; partnerReference: string },
  { phone, email, invitedEmail, requestId, businessIds, brandIds }: FoundBy,
): Match | null {
  return matchOf(query, {
    names: `${row.businessName} ${row.representativeName}`,
    reference: row.partnerReference,
    ...{ requestId, businessIds, brandIds },
    contacts: seesContacts(actor) ? { phone, email, invitedEmail } : null,
  });
}

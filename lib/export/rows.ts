import type { UserActor } from "@/lib/authority/actor";
import type { ExportRow } from "@/lib/export/cells";
import { type Reading, readByCursor } from "@/lib/export/reading";
import { selectMatching } from "@/lib/registrations/list/counts";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { planWalk } from "@/lib/registrations/list/query";
import { seesContacts, showLabel } from "@/lib/registrations/sight";

/** Reads all that matches a filter of the list, in its order. */
export async function readForExport(actor: UserActor, filter: ListFilter): Promise<Reading<ExportRow>> {
  const whole = { ...filter, cursor: null };
  const { text, values } = selectMatching(actor, whole);
  const { order } = planWalk(whole);
  const reading = await readByCursor<ExportRow>({ matching: text, rows: rowsOf(text, order), values });
  return seesContacts(actor) ? reading : { ...reading, batches: shownBatches(actor, reading.batches) };
}

async function* shownBatches(
  actor: UserActor,
  batches: AsyncIterable<ExportRow[]>,
): AsyncGenerator<ExportRow[]> {
  for await (const rows of batches) yield rows.map((row) => shownTo(actor, row));
}

/** The contacts themselves are masked by whoever writes the file, who may have been asked to. */
function shownTo(actor: UserActor, row: ExportRow): ExportRow {
  return {
    ...row,
    businessName: showLabel(actor, row.businessName),
    representativeName: showLabel(actor, row.representativeName),
  };
}

// Looked up row by row, so that the first rows come at once and in order, however many there are.
const rowsOf = (matching: string, order: "asc" | "desc") => `
  select r.business_name as "businessName", r.representative_name as "representativeName", r.status,
         r.archived_at is not null as archived, r.partner_ref_id as "partnerReference", known.ids as "businessIds",
         known.brands as "brandIds", r.owner_name as "ownerName", r.credential_label as "credentialLabel",
         r.referral_code as "referralCode", r.cause, r.created_at as "createdAt", r.updated_at as "updatedAt",
         r.invited_at as "invitedAt", r.representative_email as "representativeEmail",
         r.invited_user_email as "invitedUserEmail", r.phone_e164 as "phoneE164"
    from (${matching}) matching
   cross join lateral (
     select registration.*, u.name as owner_name, c.label as credential_label
       from registration join "user" u on u.id = owner_id join credential c on c.id = credential_id
      where registration.id = matching.id offset 0) r
   cross join lateral (
     select string_agg(b.business_id, ', ' order by b.received_at) as ids,
            string_agg((select string_agg(br.brand_id, ', ' order by br.brand_id) from brand br where br.business_row_id = b.id),
                       ', ' order by b.received_at) as brands
       from business b where b.registration_id = matching.id) known
   order by matching.at ${order}, matching.id ${order}`;

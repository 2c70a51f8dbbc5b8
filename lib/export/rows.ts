import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import type { BulkSelection } from "@/lib/bulk/request";
import { requireFilter } from "@/lib/bulk/selection";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { ExportRow } from "@/lib/export/cells";
import { type Reading, readByCursor } from "@/lib/export/reading";
import { selectMatching } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER, type ListFilter, type ListSort } from "@/lib/registrations/list/filter";
import { planWalk } from "@/lib/registrations/list/query";
import { readWithin, type Statement } from "@/lib/registrations/list/timed-read";
import { seesContacts, showCode, showLabel, showNote, showWords } from "@/lib/registrations/sight";

const COPY_TIMEOUT_MS = 3_000;

/** Reads all that matches a filter of the list, or of it the rows that were selected, in its order. */
export async function readForExport(
  actor: UserActor,
  filter: ListFilter,
  ids: readonly string[] = [],
): Promise<Reading<ExportRow>> {
  const whole = { ...filter, cursor: null };
  const { text, values } = ids.length > 0 ? selectChosen(whole, ids) : selectMatching(actor, whole);
  const { order } = planWalk(whole);
  const reading = await readByCursor<ExportRow>({ matching: text, rows: rowsOf(text, order), values });
  return seesContacts(actor) ? reading : { ...reading, batches: shownBatches(actor, reading.batches) };
}

/** Rows by their ids, with the time by which the list is sorted. */
function selectChosen(filter: ListFilter, ids: readonly string[]): Statement {
  return {
    text: `select r.id, ${planWalk(filter).column} as at from registration r where r.id = any($1::uuid[]) and r.environment = $2`,
    values: [ids, env().doku.environment],
  };
}

/** Rows by a selection, in the order of the list, of at most `limit`; they hold no contacts beyond what the list shows. */
export async function readForCopy(
  actor: UserActor,
  selection: BulkSelection,
  { sort, limit }: { sort: ListSort; limit: number },
): Promise<ExportRow[]> {
  requireCan(actor, "registrations.export");
  const filter = { ...(selection.kind === "ids" ? EMPTY_FILTER : requireFilter(selection.query)), sort };
  const { text, values } =
    selection.kind === "ids" ? selectChosen(filter, selection.ids) : selectMatching(actor, filter);
  const { order } = planWalk(filter);
  const first = `select id, at from (${text}) chosen order by at ${order}, id ${order} limit ${limit}`;
  const rows = await readWithin<ExportRow>(COPY_TIMEOUT_MS, { text: rowsOf(first, order), values });
  if (!rows) throw new AppError("not_possible_now");
  return seesContacts(actor) ? rows : rows.map((row) => shownTo(actor, row));
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
    problem: showWords(actor, row.problem),
    progressRaw: showCode(actor, row.progressRaw),
    followUpNote: showNote(actor, row.followUpNote),
  };
}

// Looked up row by row, so that the first rows come at once and in order, however many there are.
const rowsOf = (matching: string, order: "asc" | "desc") => `
  select r.business_name as "businessName", r.representative_name as "representativeName", r.status,
         r.archived_at is not null as archived, r.partner_ref_id as "partnerReference", known.ids as "businessIds",
         known.brands as "brandIds", r.owner_name as "ownerName", r.credential_label as "credentialLabel",
         r.referral_code as "referralCode", r.cause, r.problem, r.created_at as "createdAt", r.updated_at as "updatedAt",
         r.invited_at as "invitedAt", coalesce(r.progress::text, 'NOT_CHECKED') as progress, r.progress_raw as "progressRaw",
         r.progress_since as "progressSince",
         r.follow_up_at as "followUpAt", r.follow_up_note as "followUpNote", r.representative_email as "representativeEmail",
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

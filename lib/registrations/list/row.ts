import type { Actor } from "@/lib/authority/actor";
import { IS_UNSERVED_SQL } from "@/lib/credentials/gate/unserved";
import { FOUND_BY, type FoundBy, reasonOf } from "@/lib/registrations/list/found-by";
import type { WalkPlan } from "@/lib/registrations/list/query";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { showCode, showLabel, showNote, showWords } from "@/lib/registrations/sight";

type DatedField = "createdAt" | "updatedAt" | "invitedAt" | "nextRunAt" | "progressSince" | "followUpAt";
type ShownField = "businessName" | "representativeName" | "problem" | "progressRaw" | "followUpNote";

type FoundRow = Omit<RegistrationRow, DatedField | ShownField | "match"> & {
  found: FoundBy | null;
  businessName: string;
  representativeName: string;
  problem: string | null;
  /** What the sort goes by. */
  at: Date | string;
  createdAt: Date;
  updatedAt: Date;
  invitedAt: Date | null;
  nextRunAt: Date | null;
  progressSince: Date | null;
  followUpAt: Date | null;
  progressRaw: string | null;
  followUpNote: string | null;
};

/** What a statement with `withRows` gives: facts of the reading beside each row, and one line without a row if there is none. */
export type PageRow = (FoundRow | { [Column in keyof FoundRow]: null }) & ReadingFacts;
type ReadingFacts = {
  lookedThrough: number | null;
  lastAt: Date | string | null;
  lastId: string | null;
  isFull: boolean;
};

type Facts = { lookedThrough?: string; lastAt?: string; lastId?: string; isFull?: string };

/** Joins what a row shows to the ids of one page, which were found in indexes alone. */
export function withRows(
  { plan: { order }, isSearch = false }: { plan: WalkPlan; isSearch?: boolean },
  ctes: string,
  facts: Facts = {},
): string {
  return `with ${ctes}
    select facts.*, page.id, page.at, ${ROW_COLUMNS}, ${isSearch ? FOUND_BY : "null::json"} as found
      from (select ${facts.lookedThrough ?? "null::int"} as "lookedThrough", ${facts.lastAt ?? "null::timestamptz"} as "lastAt",
                   ${facts.lastId ?? "null::uuid"} as "lastId", ${facts.isFull ?? "false"} as "isFull") facts
      left join page on true
      left join registration r on r.id = page.id
      left join "user" u on u.id = r.owner_id
      left join credential c on c.id = r.credential_id
      left join lateral (
        select min(b.business_id) as business_id, min(brand.brand_id) as brand_id, count(brand.id)::int as brands
               ${isSearch ? ', json_agg(b.business_id) as "businessIds", json_agg(brand.brand_id) as "brandIds"' : ""}
          from business b left join brand on brand.business_row_id = b.id
         where b.registration_id = r.id) ids on true
     order by page.at ${order}, page.id ${order}`;
}

const ROW_COLUMNS = `
  r.business_name as "businessName", r.representative_name as "representativeName",
  r.partner_ref_id as "partnerReference", r.status, r.archived_at is not null as archived,
  r.owner_id as "ownerId", u.name as "ownerName", c.label as "credentialLabel", r.referral_code as "referralCode",
  r.created_at as "createdAt", r.updated_at as "updatedAt", r.invited_at as "invitedAt",
  ids.business_id as "businessId", ids.brand_id as "brandId", ids.brands as "brandCount",
  coalesce(r.progress::text, 'NOT_CHECKED') as progress, r.progress_raw as "progressRaw", r.progress_since as "progressSince",
  r.follow_up_at as "followUpAt", r.follow_up_note as "followUpNote",
  r.cause, r.problem, r.next_run_at as "nextRunAt", coalesce(r.claim_until > clock_timestamp(), false) as sending,
  c.paused_at is not null as paused,
  case when r.next_run_at is null then false else ${IS_UNSERVED_SQL} end as unserved`;

/** A row as this person may see it. */
export function toRow(
  actor: Actor,
  query: string,
  { at, lookedThrough, lastAt, lastId, isFull, found, ...row }: FoundRow & ReadingFacts,
): RegistrationRow {
  return {
    ...row,
    businessName: showLabel(actor, row.businessName),
    representativeName: showLabel(actor, row.representativeName),
    problem: showWords(actor, row.problem),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    invitedAt: row.invitedAt?.toISOString() ?? null,
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
    progressSince: row.progressSince?.toISOString() ?? null,
    followUpAt: row.followUpAt?.toISOString() ?? null,
    progressRaw: showCode(actor, row.progressRaw),
    followUpNote: showNote(actor, row.followUpNote),
    match: found && reasonOf(actor, query, row, found),
  };
}

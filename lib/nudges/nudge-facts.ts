import { type ProgressCode, whoMustAct } from "@/lib/progress/progress";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { OwnTexts } from "./message-text";
import type { NudgeChannel } from "./nudge-view";

/** When the merchant was last reminded, how, and by whom; `now` is the database's clock. */
export type Fresh = {
  nudgedAt: Date | null;
  lastByName: string | null;
  lastChannel: NudgeChannel | null;
  now: Date;
};

/** What decides whether a merchant may be reminded, and what is written to them. */
export type NudgeFacts = Fresh & {
  id: string;
  credentialId: string;
  status: RegistrationStatus;
  archived: boolean;
  progress: ProgressCode | null;
  partnerReference: string;
  requestId: string | null;
  businessName: string;
  representativeName: string;
  representativeEmail: string;
  invitedUserEmail: string;
  phoneE164: string;
  legalEntity: string | null;
  stirredAt: Date | null;
  followUpAt: Date | null;
  /** DOKU's ids of it. */
  ids: string[];
};

/** The facts of the registration `$1` of the environment `$2`. */
export const NUDGE_FACTS_SQL = `
  select r.id, r.credential_id as "credentialId", r.status, r.archived_at is not null as archived, r.progress,
         r.partner_ref_id as "partnerReference", r.request_id as "requestId", r.business_name as "businessName",
         r.representative_name as "representativeName", r.representative_email as "representativeEmail",
         r.invited_user_email as "invitedUserEmail", r.phone_e164 as "phoneE164", d.legal_entity as "legalEntity",
         r.nudged_at as "nudgedAt", r.stirred_at as "stirredAt", r.follow_up_at as "followUpAt", last.name as "lastByName",
         last.channel as "lastChannel", clock_timestamp() as now,
         array(select b.business_id from business b where b.registration_id = r.id
               union all
               select d.brand_id from business b join brand d on d.business_row_id = b.id
                where b.registration_id = r.id) as ids
    from registration r left join doku_view d on d.registration_id = r.id
    left join lateral (
      select u.name, n.channel from nudge n join "user" u on u.id = n.actor_id
       where n.registration_id = r.id and n.at = r.nudged_at limit 1) last on r.nudged_at is not null
   where r.id = $1 and r.environment = $2`;

/** Whether a reminder makes sense: the merchant is invited, and it is their turn. Pure. */
export function isMerchantsTurn({
  status,
  archived,
  progress,
}: Pick<NudgeFacts, "status" | "archived" | "progress">): boolean {
  return (
    status === "INVITED" &&
    whoMustAct({ status, archived, progress: progress ?? "NOT_CHECKED" }) === "merchant"
  );
}

/** What no message to the merchant may say, and their own words, a part of which is not kept from them. Pure. */
export function ownTextsOf(facts: NudgeFacts): OwnTexts {
  const { businessName, representativeName, representativeEmail, invitedUserEmail, ids } = facts;
  const words = [businessName, representativeName, representativeEmail, invitedUserEmail];
  return {
    words,
    ids: [...ids, facts.partnerReference, facts.requestId ?? ""].filter(
      (id) => id.length >= SHORTEST_ID && !words.some((own) => own.includes(id)),
    ),
  };
}

/** A shorter reference may be met by chance in any text. */
const SHORTEST_ID = 6;

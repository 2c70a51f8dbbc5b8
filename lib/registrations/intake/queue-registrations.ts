import type { AuditDetails } from "@/lib/audit/record";
import type { CurrentCredential } from "@/lib/credentials/gate/current";
import { BLOCKED_MS_SQL, openSql } from "@/lib/credentials/gate/gate";
import { CLAIM_SECONDS, type Claim } from "@/lib/registrations/delivery/claim";
import type { CheckedRegistration } from "@/lib/registrations/input/schema";
import { replacedIdOf } from "@/lib/registrations/intake/derived-id";
import { ENVELOPE_SQL, envelopeTexts } from "@/lib/registrations/intake/envelope-columns";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/life/retry-policy";
import { LET_GO } from "@/lib/registrations/life/state";
import { SUBMIT } from "@/lib/registrations/queue";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** What is to be sent: of a form, of a row of a spreadsheet. */
export type ToQueue = {
  /** The registration's; of a new one it is made up beforehand. */
  id: string;
  checked: CheckedRegistration;
  /** The draft, or the refused or failed registration, that gets a new envelope; its row is locked. Null for a new one. */
  existing: { status: RegistrationStatus; requestId: string | null } | null;
  /** Under which it is made, or was: never twice. */
  formKey: string;
  /** Why it is registered although it looks like another one. */
  reason: string | null;
  auditDetails?: AuditDetails;
  /** How soon a job of its own comes; null where it is sent with others. */
  jobInSeconds: number | null;
};

/** Parts of the statement. `which` says which `credential c`; `claiming` is for new ones alone. */
type Parts = { which: string; fixing: string; written: string; unless: string; claiming: Claiming };
type Claiming = { columns: string; values: string; gate: string; started: string; answer: string };

const queueSql = ({ which, fixing, written, unless, claiming }: Parts) => `
  with clock as (
    select clock_timestamp() as now
  ), e as (
    select * from jsonb_to_recordset($1::jsonb)
      as e(id uuid, "formKey" uuid, "isNew" boolean, action text, details jsonb, "jobInSeconds" int, ${ENVELOPE_SQL.record})
${fixing}  ), made as (
    insert into registration (id, environment, credential_id, status, ${ENVELOPE_SQL.columns}, owner_id, created_by_id,
        form_key, import_id, queued_at, give_up_at, next_run_at, blocked_base_ms, created_at, updated_at${claiming.columns})
    select e.id, c.environment, c.id, 'QUEUED', ${ENVELOPE_SQL.values}, $3::uuid, $3::uuid,
           e."formKey", $4::uuid, now, now + make_interval(secs => ${GIVE_UP_AFTER_MS / 1_000}), now, ${BLOCKED_MS_SQL}, now, now${claiming.values}
      from e cross join clock cross join credential c${claiming.gate}
     where e."isNew" and ${which} ${unless}
    on conflict do nothing
    returning id, claim_epoch
  ), queued as (
    select e.*, c.environment, c.id as "credentialId", c.replay, written.claim_epoch as epoch
      from e join (${written}) written using (id) cross join credential c
     where ${which}
  ), audited as (
    insert into audit_entry (actor_kind, actor_id, action, environment, registration_id, details)
    select 'user', $3::uuid, action, environment, id, details from queued
${claiming.started}  )
  select id, case when "jobInSeconds" is not null then
           (${SUBMIT.addSql({ registrationId: "id" }, 'now + make_interval(secs => "jobInSeconds")', { isFirst: fixing === "" })}).id end as job${claiming.answer}
    from queued cross join clock`;

const FIXING = `  ), past as (
    insert into past_envelope (registration_id, request_id, body_text, credential_id)
    select r.id, r.request_id, r.body_text, r.credential_id from e join registration r on r.id = e.id
     where not e."isNew" and r.attempt_count > 0 and r.request_id is not null and r.body_text is not null
    on conflict do nothing
  ), fixed as (
    update registration r
       set status = 'QUEUED', cause = null, problem = null, problem_field = null, next_kind = null,
           credential_id = c.id, ${LET_GO}, ${ENVELOPE_SQL.assignments},
           queued_at = now, give_up_at = now + make_interval(secs => ${GIVE_UP_AFTER_MS / 1_000}), next_run_at = now,
           updated_at = now, blocked_base_ms = ${BLOCKED_MS_SQL}
      from e cross join clock cross join credential c
     where r.id = e.id and not e."isNew" and c.id = $2::uuid
    returning r.id
`;

const QUEUE = queueSql({
  which: "c.id = $2::uuid",
  fixing: FIXING,
  written: "select id, 0 as claim_epoch from fixed union all select id, claim_epoch from made",
  unless: "",
  claiming: { columns: "", values: "", gate: "", started: "", answer: "" },
});

// Of new ones alone: an UPDATE that finds nothing costs the form its time too. Two that are alike go one after the
// other, so that the second meets the first. The gate of a credential with a rate limit has a place for each, which is
// not taken here.
const QUEUE_UNLESS_ALIKE = queueSql({
  which: "c.environment = $2::environment and c.client_id = $5",
  fixing: "",
  written: "select id, claim_epoch from made",
  unless: `
       and not exists (select 1 from registration r where r.environment = c.environment and r.partner_ref_key = e."partnerRefKey")
       and resembles_nothing(c.environment, e."representativeEmailKey", e."invitedUserEmailKey", e."phoneE164", e."nameKey")`,
  claiming: {
    columns: ", claim_holder, claim_until, claim_epoch, attempt_count",
    values: `,
           case when is_open then $6 end, case when is_open then now + make_interval(secs => ${CLAIM_SECONDS}) end,
           is_open::int, is_open::int`,
    gate: ` cross join lateral (
             select $6::text is not null and c.rate_limit is null and ${openSql({ keyVersion: "$7::text", now: "now" })} as is_open
           ) gate`,
    started: `  ), started as (
    insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, actor_id, started_at)
    select $8::uuid, id, 1, 'first', "requestId", $6, epoch, $7, $3::uuid, clock_timestamp()
      from queued where epoch > 0
    returning id, registration_id
`,
    answer: `,
         (select started.id from started where started.registration_id = queued.id) as "attemptId",
         id as "registrationId", 1 as "attemptNumber", epoch, environment, "credentialId", replay,
         "partnerRefId", "requestId", "bodyText", clock_timestamp() as now`,
  },
});

/**
 * The statement that makes registrations due now, each with its frozen envelope and its audit entry, and answers the
 * `id`s of those it wrote; for any client that runs SQL. Times are the database's.
 *
 * A new one whose form key or reference somebody has taken is not written. One that is fixed keeps the envelope that it
 * loses beside its attempts, if that was ever sent; a reference that is taken fails it.
 */
export function queueStatement(
  rows: readonly ToQueue[],
  {
    actorId,
    credentialId,
    importId = null,
  }: { actorId: string; credentialId: string; importId?: string | null },
): Statement {
  return { name: "queue", text: QUEUE, values: [envelopesOf(rows), credentialId, actorId, importId] };
}

/** What `newStatement` answers, no row or one. Without `attemptId` it is not claimed. */
export type NewRow = { id: string; job: unknown } & (
  | { attemptId: null }
  | ({ attemptId: string; now: Date } & ClaimedColumns)
);
type ClaimedColumns = Pick<
  Claim,
  | "registrationId"
  | "attemptNumber"
  | "epoch"
  | "environment"
  | "credentialId"
  | "replay"
  | "partnerRefId"
  | "requestId"
  | "bodyText"
>;

/**
 * The same for one new registration under a credential that is told by its Client-Id, and only if it resembles no other
 * one, also none that is being written at this moment. Where `claimer` has the secret and the credential's gate is open
 * it is claimed with it, as if by `claimForSend`; the time of that claim has begun before (`startClaimTime`).
 */
export function newStatement(
  row: ToQueue,
  of: {
    actorId: string;
    credential: Pick<CurrentCredential, "environment" | "clientId">;
    claimer: { holder: string; keyVersion: string; attemptId: string } | null;
  },
): Statement {
  const { environment, clientId } = of.credential;
  const { holder = null, keyVersion = null, attemptId = null } = of.claimer ?? {};
  const values = [envelopesOf([row]), environment, of.actorId, null, clientId, holder, keyVersion, attemptId];
  return { name: "queue.new", text: QUEUE_UNLESS_ALIKE, values };
}

type Statement = { name: string; text: string; values: unknown[] };

function envelopesOf(rows: readonly ToQueue[]): string {
  return JSON.stringify(
    rows.map(({ id, checked, existing, formKey, reason, auditDetails = {}, jobInSeconds }) => ({
      ...{ id, formKey, isNew: existing === null, details: auditDetails, jobInSeconds },
      action: existing && existing.status !== "DRAFT" ? "registration.fixed" : "registration.created",
      ...envelopeTexts(checked, { reason, formKey, replaces: replacedIdOf(existing) }),
    })),
  );
}

import type { AuditDetails } from "@/lib/audit/record";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate/gate";
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

const queueSql = ({ fixing, written, unless }: { fixing: string; written: string; unless: string }) => `
  with clock as (
    select clock_timestamp() as now
  ), e as (
    select * from jsonb_to_recordset($1::jsonb)
      as e(id uuid, "formKey" uuid, "isNew" boolean, action text, details jsonb, "jobInSeconds" int, ${ENVELOPE_SQL.record})
${fixing}  ), made as (
    insert into registration (id, environment, credential_id, status, ${ENVELOPE_SQL.columns}, owner_id, created_by_id,
        form_key, import_id, queued_at, give_up_at, next_run_at, blocked_base_ms, created_at, updated_at)
    select e.id, c.environment, c.id, 'QUEUED', ${ENVELOPE_SQL.values}, $3::uuid, $3::uuid,
           e."formKey", $4::uuid, now, now + make_interval(secs => ${GIVE_UP_AFTER_MS / 1_000}), now, ${BLOCKED_MS_SQL}, now, now
      from e cross join clock cross join credential c
     where e."isNew" and c.id = $2::uuid ${unless}
    on conflict do nothing
    returning id
  ), queued as (
    select e.*, c.environment
      from e join (${written}) written using (id) cross join credential c
     where c.id = $2::uuid
  ), audited as (
    insert into audit_entry (actor_kind, actor_id, action, environment, registration_id, details)
    select 'user', $3::uuid, action, environment, id, details from queued
  )
  select id, case when "jobInSeconds" is not null then
           (${SUBMIT.addSql({ registrationId: "id" }, 'now + make_interval(secs => "jobInSeconds")')}).id end as job
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
  fixing: FIXING,
  written: "select id from fixed union all select id from made",
  unless: "",
});

// Of new ones alone: an UPDATE that finds nothing costs the form its time too. Two that are alike go one after the
// other, so that the second meets the first.
const QUEUE_UNLESS_ALIKE = queueSql({
  fixing: "",
  written: "select id from made",
  unless: `
       and not exists (select 1 from registration r where r.environment = c.environment and r.partner_ref_key = e."partnerRefKey")
       and resembles_nothing(c.environment, e."representativeEmailKey", e."invitedUserEmailKey", e."phoneE164", e."nameKey")`,
});

/**
 * The statement that makes registrations due now, each with its frozen envelope and its audit entry, and answers the
 * `id`s of those it wrote; for any client that runs SQL. Times are the database's.
 *
 * A new one whose form key or reference somebody has taken is not written, nor, with `unlessAlike`, one that resembles
 * another, also one that is being written at this moment. One that is fixed keeps the envelope that it loses beside its
 * attempts, if that was ever sent; a reference that is taken fails it.
 */
export function queueStatement(
  rows: readonly ToQueue[],
  {
    actorId,
    credentialId,
    importId = null,
    unlessAlike = false,
  }: { actorId: string; credentialId: string; importId?: string | null; unlessAlike?: boolean },
): { name: string; text: string; values: unknown[] } {
  const envelopes = rows.map(
    ({ id, checked, existing, formKey, reason, auditDetails = {}, jobInSeconds }) => ({
      ...{ id, formKey, isNew: existing === null, details: auditDetails, jobInSeconds },
      action: existing && existing.status !== "DRAFT" ? "registration.fixed" : "registration.created",
      ...envelopeTexts(checked, { reason, formKey, replaces: replacedIdOf(existing) }),
    }),
  );
  return {
    name: unlessAlike ? "queue.unless-alike" : "queue",
    text: unlessAlike ? QUEUE_UNLESS_ALIKE : QUEUE,
    values: [JSON.stringify(envelopes), credentialId, actorId, importId],
  };
}

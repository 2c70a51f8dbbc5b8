import type { UserActor } from "@/lib/auth/actor";
import type { CurrentCredential } from "@/lib/credentials/current";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate";
import { database } from "@/lib/db";
import { ENVELOPE_SQL, envelopeColumns } from "@/lib/registrations/envelope-columns";
import { createOrderedIds } from "@/lib/registrations/ordered-id";
import { FALLBACK_DELAY_SECONDS, JOB_MAX_ATTEMPTS, SUBMIT_TASK } from "@/lib/registrations/queue";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/retry-policy";
import type { CheckedRegistration } from "@/lib/registrations/schema";

// Writes nothing where anything is to be looked at: another registration that is alike, also one that is being written
// at this moment, or the form's own row. Times are the database's.
const REGISTER = `
  with e as (
    select *, clock_timestamp() as now from jsonb_to_record($1::jsonb) as e(${ENVELOPE_SQL.record})
  ), registered as (
    insert into registration (id, environment, credential_id, status, ${ENVELOPE_SQL.columns}, owner_id, created_by_id,
        form_key, queued_at, give_up_at, next_run_at, blocked_base_ms, created_at, updated_at)
    select $2, c.environment, c.id, 'QUEUED', ${ENVELOPE_SQL.values}, $4, $4,
           $5, e.now, e.now + make_interval(secs => $6), e.now, ${BLOCKED_MS_SQL}, e.now, e.now
      from e join credential c on c.id = $3
     where not exists (select 1 from registration r where r.environment = c.environment and r.partner_ref_key = e."partnerRefKey")
       and resembles_nothing(c.environment, e."representativeEmailKey", e."invitedUserEmailKey", e."phoneE164", e."nameKey")
    on conflict do nothing
    returning id, environment, queued_at
  ), audited as (
    insert into audit_entry (actor_kind, actor_id, action, environment, registration_id)
    select 'user', $4, 'registration.created', environment, id from registered
  )
  select id, graphile_worker.add_job($7, json_build_object('registrationId', id::text), job_key => id::text,
           run_at => queued_at + make_interval(secs => $8), max_attempts => $9)
    from registered`;

/**
 * Registers a merchant that resembles nothing, from a form that made no row yet: registration, frozen envelope,
 * fallback job and audit entry in one statement, which is one visit to the database instead of twelve. Answers
 * the id, or null where nothing was written because there is something to look at first.
 */
export async function registerAtOnce({
  actor,
  credential,
  checked,
  formKey,
}: {
  actor: UserActor;
  credential: CurrentCredential;
  checked: CheckedRegistration;
  formKey: string;
}): Promise<string | null> {
  const now = new Date();
  const { rows } = await database().pool.query<{ id: string }>({
    name: "register-at-once",
    text: REGISTER,
    values: [
      JSON.stringify(envelopeColumns(checked, { reason: null, now, formKey, replaces: null })),
      createOrderedIds(now, 1)[0],
      credential.id,
      actor.id,
      formKey,
      GIVE_UP_AFTER_MS / 1_000,
      SUBMIT_TASK,
      FALLBACK_DELAY_SECONDS,
      JOB_MAX_ATTEMPTS,
    ],
  });
  return rows[0]?.id ?? null;
}

import type { Pool, PoolClient } from "pg";
import { recordGateNews } from "@/lib/credentials/gate";
import { inTransaction } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { letGo } from "@/lib/registrations/answers-in-hand";
import type { EndedClaim } from "@/lib/registrations/claim";
import { recordEnding } from "@/lib/registrations/record-ending";

/** One send that is over. */
export type EndedSend = { claim: EndedClaim; ending: AttemptEnding; random: number };

/** Thrown inside the batch to undo it: one of its rows is not the ordinary case. */
class NotOrdinary extends Error {}

/**
 * Records many endings. Those that were accepted and meet nothing unusual go in one transaction of set
 * operations; if any of them turns out to be unusual (another process has its claim, an id is known
 * already), and for every other outcome, each is recorded by itself, where every case is handled. One that cannot be
 * recorded keeps none of the others back; it is thrown when they are done.
 */
export async function recordEndings(pool: Pool, ended: readonly EndedSend[]): Promise<void> {
  const accepted = ended.filter(({ ending }) => ending.outcome === "accepted" && ending.business !== null);
  const isRecorded = accepted.length > 1 && (await recordAccepted(pool, accepted));
  if (isRecorded) for (const { claim } of accepted) letGo(claim);
  const rest = isRecorded ? ended.filter((send) => !accepted.includes(send)) : ended;
  const failures: unknown[] = [];
  for (const { claim, ending, random } of rest)
    await recordEnding(pool, claim, ending, random).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function recordAccepted(pool: Pool, accepted: readonly EndedSend[]): Promise<boolean> {
  try {
    await inTransaction(pool, (tx) => writeAccepted(tx, accepted));
    return true;
  } catch (error) {
    // Whatever it was, each row is now recorded by itself: there an answer in hand waits for the database.
    if (!(error instanceof NotOrdinary))
      logger.warn({ err: error, rows: accepted.length }, "a batch was not recorded at once");
    return false;
  }
}

// Locked in the order of their ids, so that two batches that share a row wait instead of deadlocking.
const LOCK_AND_END = `
  with locked as (
    select r.id from registration r join unnest($1::uuid[], $2::int[], $3::text[]) as c(id, epoch, request_id)
      on r.id = c.id and r.claim_epoch = c.epoch and r.request_id = c.request_id and r.status <> 'INVITED'
     order by r.id for no key update of r
  ), ended as (
    update attempt a
       set ended_at = clock_timestamp(), outcome = 'accepted', reason = e.reason, bytes_written = true,
           http_status = e.http_status, masked_answer = e.masked_answer, latency_ms = e.latency_ms, signature = e.signature,
           sent_at = e.sent_at, request_timestamp = e.request_timestamp
      from unnest($4::uuid[], $5::text[], $6::int[], $7::text[], $8::int[], $9::signature_verdict[],
                  $10::timestamptz[], $11::text[])
           as e(id, reason, http_status, masked_answer, latency_ms, signature, sent_at, request_timestamp)
     where a.id = e.id and a.outcome is null
    returning 1
  )
  select (select count(*)::int from locked) as locked, (select count(*)::int from ended) as ended`;

const KEEP_BUSINESSES = `
  with businesses as (
    insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
    select gen_random_uuid(), b.environment, b.business_id, b.partner_ref_id, b.registration_id, 'doku', clock_timestamp()
      from unnest($1::environment[], $2::text[], $3::text[], $4::uuid[]) as b(environment, business_id, partner_ref_id, registration_id)
     where not exists (select 1 from business known where known.registration_id = b.registration_id)
    on conflict (environment, business_id) do nothing
    returning id, environment, business_id, registration_id
  ), brands as (
    insert into brand (id, environment, brand_id, business_row_id, received_at)
    select gen_random_uuid(), businesses.environment, b.brand_id, businesses.id, clock_timestamp()
      from unnest($5::uuid[], $6::text[]) as b(registration_id, brand_id)
      join businesses on businesses.registration_id = b.registration_id
    on conflict (environment, brand_id) do nothing
    returning 1
  ), audit as (
    insert into audit_entry (actor_kind, action, environment, registration_id, details)
    select 'system', 'registration.business_received', environment, registration_id,
           jsonb_build_object('businessId', business_id, 'source', 'doku')
      from businesses
  ), invited as (
    update registration r
       set status = 'INVITED', invited_at = clock_timestamp(), next_run_at = null, next_kind = null, claim_holder = null,
           claim_until = null, last_outcome = 'accepted', death_count = 0, problem = null, problem_field = null,
           cause = null,
           updated_at = clock_timestamp()
      from businesses where r.id = businesses.registration_id
    returning r.id
  ), removed as (
    -- Rows of a batch have no job of their own as a rule, and asking for each would cost more than the rest.
    select graphile_worker.remove_job(j.key)
      from graphile_worker._private_jobs j where j.key in (select id::text from invited)
  )
  select (select count(*)::int from businesses) as businesses, (select count(*)::int from brands) as brands,
         (select count(*)::int from removed) as removed`;

async function writeAccepted(tx: PoolClient, accepted: readonly EndedSend[]): Promise<void> {
  const kept = accepted.flatMap(({ claim, ending }) =>
    ending.business ? [{ claim, ending, business: ending.business }] : [],
  );
  const locked = await tx.query<{ locked: number; ended: number }>({
    name: "record-batch.end",
    text: LOCK_AND_END,
    values: [
      kept.map(({ claim }) => claim.registrationId),
      kept.map(({ claim }) => claim.epoch),
      kept.map(({ claim }) => claim.requestId),
      kept.map(({ claim }) => claim.attemptId),
      kept.map(({ ending }) => ending.reason),
      kept.map(({ ending }) => ending.httpStatus),
      kept.map(({ ending }) => ending.maskedAnswer),
      kept.map(({ ending }) => ending.latencyMs),
      kept.map(({ ending }) => ending.signature),
      kept.map(({ claim }) => claim.sentAt),
      kept.map(({ ending }) => ending.requestTimestamp),
    ],
  });
  if (locked.rows[0]?.locked !== kept.length || locked.rows[0].ended !== kept.length) throw new NotOrdinary();
  const brands = kept.flatMap(({ claim, business }) =>
    [...new Set(business.brandIds)].map((brandId) => ({ registrationId: claim.registrationId, brandId })),
  );
  const written = await tx.query<{ businesses: number; brands: number }>({
    name: "record-batch.keep",
    text: KEEP_BUSINESSES,
    values: [
      kept.map(({ claim }) => claim.environment),
      kept.map(({ business }) => business.id),
      kept.map(({ claim }) => claim.partnerRefId),
      kept.map(({ claim }) => claim.registrationId),
      brands.map(({ registrationId }) => registrationId),
      brands.map(({ brandId }) => brandId),
    ],
  });
  if (written.rows[0]?.businesses !== kept.length || written.rows[0].brands !== brands.length)
    throw new NotOrdinary();
  for (const credentialId of new Set(kept.map(({ claim }) => claim.credentialId))) {
    await recordGateNews(tx, credentialId, { kind: "usable" });
  }
}

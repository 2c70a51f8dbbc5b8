import type { Pool, PoolClient } from "pg";
import { decideGate, type GateFacts } from "@/lib/credentials/gate";
import { nextPlacesAt, readPlaces, takePlaces } from "@/lib/credentials/rate-limit";
import { inTransaction, type ProcessClocks, startDatabaseClock } from "@/lib/db";
import { CLAIM_SECONDS, type Claim, JUST_RESTORED_SQL, startClaimTime } from "@/lib/registrations/claim";

export type BatchResult =
  | { kind: "claimed"; claims: Claim[] }
  /** The credential may not send before then. */
  | { kind: "wait"; until: Date; forMs: number }
  /** To be taken by itself: the gate lets one try, a claim ran out, or its senders died before. */
  | { kind: "one"; registrationId: string }
  /** Nothing is due but what others have claimed, the first of it until then; null where nothing is. */
  | { kind: "empty"; claimedUntil: Date | null }
  /** Until a person resumes the credential. */
  | { kind: "paused" }
  /** This process does not have the credential's secret; another one may. */
  | { kind: "secret_missing" };

const READ_GATE = `
  select environment, client_id as "clientId", replay, rate_limit as "rateLimit", paused_at as "pausedAt",
         slow_until as "slowUntil", fault_count as "faultCount", breaker_until as "breakerUntil",
         usable_at as "usableAt", probe_until as "probeUntil", key_version as "keyVersion", clock_timestamp() as now
    from credential where id = $1`;

type GateRow = GateFacts & {
  environment: Claim["environment"];
  clientId: string;
  replay: Claim["replay"];
  rateLimit: number | null;
  now: Date;
};

// Rows that were claimed before and not let go in order are left to the single path, which accounts for
// the attempt that may be open; so are replays that were planned before they counted as unproven. What a backup has just
// brought back is left to the sweep, which looks for what is overdue.
const DUE = `
  select r.id from registration r
   where r.credential_id = $1 and r.next_run_at <= statement_timestamp() and r.status in ('QUEUED', 'UNCONFIRMED')
     and r.claim_holder is null and r.archived_at is null and r.death_count = 0
     and r.request_id is not null and r.body_text is not null
     and ((select c.replay from credential c where c.id = $1) = 'proven'
          or (r.status = 'QUEUED' or r.next_kind = 'send_again')
             and r.created_at > coalesce(${JUST_RESTORED_SQL}, '-infinity'))
   order by r.next_run_at
   limit $2`;

// What no batch takes: rows with a claim, which are being sent or which nobody is left to send, and those whose senders
// died. With nothing else due they are few, and whoever had a job for them may have dropped it.
const FIRST_LEFT = `
  select r.id, r.claim_until as until, coalesce(r.claim_until <= clock_timestamp(), true) as "isFree" from registration r
   where r.credential_id = $1 and r.next_run_at <= statement_timestamp() and r.status in ('QUEUED', 'UNCONFIRMED')
     and (r.claim_holder is not null or r.death_count > 0) and r.archived_at is null
     and r.request_id is not null and r.body_text is not null
   order by r.claim_until nulls first
   limit 1`;

const CLAIM_BATCH = `
  with due as (${DUE} for no key update skip locked),
  claimed as (
    update registration r
       set claim_holder = $3, claim_epoch = r.claim_epoch + 1,
           claim_until = clock_timestamp() + make_interval(secs => $4),
           attempt_count = r.attempt_count + 1
      from due where r.id = due.id
    returning r.id, r.claim_epoch, r.attempt_count, r.partner_ref_id, r.request_id, r.body_text,
              coalesce(r.next_kind, case when r.attempt_count = 1 then 'first'
                when r.status = 'UNCONFIRMED' then 'check' else 'retry' end::attempt_kind) as kind
  ), started as (
    insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, started_at)
    select gen_random_uuid(), id, attempt_count, kind, request_id, $3, claim_epoch, $5, clock_timestamp() from claimed
    returning id as attempt_id, registration_id
  )
  select claimed.id, claimed.claim_epoch, claimed.attempt_count, claimed.partner_ref_id, claimed.request_id,
         claimed.body_text, started.attempt_id
    from claimed join started on started.registration_id = claimed.id`;

type ClaimedRow = {
  id: string;
  claim_epoch: number;
  attempt_count: number;
  partner_ref_id: string;
  request_id: string;
  body_text: string;
  attempt_id: string;
};

/**
 * Claims up to `limit` due registrations of a credential and writes their attempts, in one statement
 * that is committed before the first of them is sent. Under a rate limit it claims as many as have a place
 * within reach. Only while the credential's gate is open; else it says what to do instead.
 */
export async function claimBatch(
  pool: Pool,
  {
    credentialId,
    holder,
    limit,
    keyVersionFor,
    random,
    clocks,
  }: {
    credentialId: string;
    holder: string;
    limit: number;
    keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
    random: number;
    clocks?: ProcessClocks | undefined;
  },
): Promise<BatchResult> {
  const mayWrite = startClaimTime(clocks);
  return inTransaction(pool, async (tx) => {
    const gate = (
      await tx.query<GateRow>({ name: "claim-batch.gate", text: READ_GATE, values: [credentialId] })
    ).rows[0];
    const databaseNowMs = startDatabaseClock(gate?.now);
    const keyVersion = gate ? keyVersionFor(gate) : null;
    if (!gate) return { kind: "empty", claimedUntil: null };
    if (keyVersion === null) return { kind: "secret_missing" };
    const decided = decideGate(gate, { keyVersion, now: gate.now, random });
    if (decided.kind === "paused") return decided;
    if (decided.kind === "wait") return waitUntil(decided.until, gate.now);
    if (decided.kind === "try") {
      const due = (await tx.query<{ id: string }>(DUE, [credentialId, 1])).rows[0];
      return due ? { kind: "one", registrationId: due.id } : takeLeftOver(tx, credentialId);
    }
    const places = gate.rateLimit === null ? null : await readPlaces(tx, credentialId);
    if (places?.free === 0) return waitUntil(nextPlacesAt(places), gate.now);
    const { rows } = await tx.query<ClaimedRow>({
      name: "claim-batch.claim",
      text: CLAIM_BATCH,
      values: [
        credentialId,
        places ? Math.min(limit, places.free) : limit,
        holder,
        CLAIM_SECONDS,
        keyVersion,
      ],
    });
    if (rows.length === 0) return takeLeftOver(tx, credentialId);
    const placesAtMs = places ? await takePlaces(tx, credentialId, places, rows.length) : [];
    const claims = rows.map((row, index) =>
      toClaim(row, {
        credentialId,
        holder,
        gate,
        databaseNowMs,
        mayWrite,
        placeAtMs: placesAtMs[index] ?? null,
      }),
    );
    return { kind: "claimed", claims };
  });
}

/** Nothing is due for a batch: what is left is taken up by itself, or there is nothing to do. */
async function takeLeftOver(tx: PoolClient, credentialId: string): Promise<BatchResult> {
  const { rows } = await tx.query<{ id: string; until: Date | null; isFree: boolean }>(FIRST_LEFT, [
    credentialId,
  ]);
  const first = rows[0];
  if (first?.isFree) return { kind: "one", registrationId: first.id };
  return { kind: "empty", claimedUntil: first?.until ?? null };
}

function waitUntil(until: Date, now: Date): BatchResult {
  return { kind: "wait", until, forMs: Math.max(0, until.getTime() - now.getTime()) };
}

function toClaim(
  row: ClaimedRow,
  {
    gate,
    ...shared
  }: { gate: GateRow } & Pick<Claim, "credentialId" | "holder" | "databaseNowMs" | "placeAtMs" | "mayWrite">,
): Claim {
  return {
    ...shared,
    registrationId: row.id,
    attemptId: row.attempt_id,
    attemptNumber: row.attempt_count,
    epoch: row.claim_epoch,
    environment: gate.environment,
    partnerRefId: row.partner_ref_id,
    requestId: row.request_id,
    bodyText: row.body_text,
    replay: gate.replay,
    sentAt: null,
  };
}

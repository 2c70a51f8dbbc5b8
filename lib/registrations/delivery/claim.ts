import type { Pool, PoolClient } from "pg";
import { decideGate, type GateFacts, takeProbe } from "@/lib/credentials/gate/gate";
import { nextPlacesAt, readPlaces, takePlaces } from "@/lib/credentials/gate/rate-limit";
import { inTransaction, type ProcessClocks, startDatabaseClock, startStopwatch } from "@/lib/db";
import { causeOf } from "@/lib/registrations/cause";
import { endAbandoned, readEnvelopes } from "@/lib/registrations/delivery/envelope";
import { decideNextStep, type NextStep } from "@/lib/registrations/life/next-step";
import { writeNextSteps } from "@/lib/registrations/life/state";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

/** Longer than the longest send (25 s in total), so that a living holder never loses its claim. */
export const CLAIM_SECONDS = 60;
/** A call that begins later than this after the claim could outlast it, with a margin for its recording. */
const SEND_WITHIN_MS = 30_000;

/** A row over which this many processes died in a row runs alone … */
const DEATHS_BEFORE_ALONE = 3;
/** … and after this many a person decides. */
export const DEATHS_BEFORE_PARKED = 6;
const ALONE_RETRY_MS = 1_000;
const POISON_LOCK = 0x706f6973;
/** Another process took the place of the one that tries in this very moment. */
export const LOST_RACE_MS = 300;

/** A job may come a moment before its row is due by the database's clock. */
export const DUE_TOLERANCE_MS = 50;

/** What a claim hands to the sender: everything that must not change while the call is under way. */
export type Claim = {
  registrationId: string;
  attemptId: string;
  attemptNumber: number;
  /** The id of the process that claimed. */
  holder: string;
  epoch: number;
  environment: "simulator" | "sandbox" | "production";
  credentialId: string;
  partnerRefId: string;
  requestId: string;
  bodyText: string;
  replay: ReplayMode;
  /** Milliseconds since 1970 by the database's clock, as read with the claim and carried on since. */
  databaseNowMs: () => number;
  /** When it may be sent, by that clock, where the credential has a rate limit. */
  placeAtMs: number | null;
  /** When the call began, by that clock; null before. */
  sentAt: Date | null;
  /** Whether a call may still begin under it (see `startClaimTime`). */
  mayWrite: () => boolean;
};

/** What is needed of a claim to record how its call ended. */
export type EndedClaim = Pick<
  Claim,
  | "registrationId"
  | "attemptId"
  | "attemptNumber"
  | "holder"
  | "epoch"
  | "environment"
  | "credentialId"
  | "partnerRefId"
  | "requestId"
  | "sentAt"
>;

/**
 * Begins a claim's time, before it is asked for; the answer says whether a call may still begin. A process that was
 * frozen, or waited too long, must not send: others may have taken the registration over, and a person may have
 * settled it.
 */
export function startClaimTime(clocks?: ProcessClocks): () => boolean {
  const elapsedMs = startStopwatch(clocks);
  return () => elapsedMs() <= SEND_WITHIN_MS;
}

type Asking = {
  holder: string;
  random: number;
  /** The fingerprint of the secret this process would sign with, or null where it has none. */
  keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
  clocks?: ProcessClocks | undefined;
};

/** What a credential's row says of sending now, by the database's clock. */
type Credential = GateFacts &
  Pick<Claim, "credentialId" | "environment" | "replay"> & {
    clientId: string;
    rateLimit: number | null;
    now: Date;
  };

const CREDENTIAL_SQL = `
  c.id as "credentialId", c.environment, c.client_id as "clientId", c.replay, c.rate_limit as "rateLimit",
  c.paused_at as "pausedAt", c.slow_until as "slowUntil", c.fault_count as "faultCount",
  c.breaker_until as "breakerUntil", c.usable_at as "usableAt", c.probe_until as "probeUntil",
  c.key_version as "keyVersion", clock_timestamp() as now`;

/** Claims what `which` selects as `id`, with the `status` that tells what is tried, and writes the attempts. */
const takeSql = (which: string) => `
  with due as (${which}),
  claimed as (
    update registration r
       set claim_holder = $3, claim_epoch = r.claim_epoch + 1,
           claim_until = clock_timestamp() + make_interval(secs => $4),
           attempt_count = r.attempt_count + 1
      from due where r.id = due.id
    returning r.id, r.claim_epoch, r.attempt_count, r.partner_ref_id, r.request_id, r.body_text,
              coalesce(r.next_kind, case when r.attempt_count = 1 then 'first'
                when due.status = 'UNCONFIRMED' then 'check' else 'retry' end::attempt_kind) as kind
  ), started as (
    insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, actor_id, started_at)
    select gen_random_uuid(), id, attempt_count, kind, request_id, $3, claim_epoch, $5, $6, clock_timestamp()
      from claimed
    returning id as attempt_id, registration_id
  )
  select claimed.id as "registrationId", claimed.claim_epoch as epoch, claimed.attempt_count as "attemptNumber",
         claimed.partner_ref_id as "partnerRefId", claimed.request_id as "requestId",
         claimed.body_text as "bodyText", started.attempt_id as "attemptId"
    from claimed join started on started.registration_id = claimed.id`;

/**
 * When a backup was put back, for as long after that as a claim may last which it does not know: processes that took
 * one before may still send under it. So long nobody claims what the backup brought back, where replays are not proven.
 */
const JUST_RESTORED_SQL = `
  (select max(d.noticed_at) from database_restore d
    where d.noticed_at > statement_timestamp() - make_interval(secs => ${CLAIM_SECONDS})
      and d.noticed_at <= statement_timestamp())`;

type TakenRow = Pick<
  Claim,
  "registrationId" | "epoch" | "attemptNumber" | "partnerRefId" | "requestId" | "bodyText" | "attemptId"
>;

type Taking = {
  statement: { name: string; text: string };
  of: string;
  limit: number;
  /** Of the one registration, before its last attempt was accounted for. */
  status?: RegistrationStatus;
  credential: Credential;
  holder: string;
  keyVersion: string;
  actorId: string | null;
} & Pick<Claim, "databaseNowMs" | "mayWrite">;

/** Under a rate limit it takes as many as have a place within reach; where none has, it says when to ask again. */
async function take(tx: PoolClient, taking: Taking): Promise<Claim[] | { again: Date }> {
  const { statement, of, limit, credential, holder, keyVersion, actorId, databaseNowMs, mayWrite } = taking;
  const ofOne = taking.status ? [taking.status] : [];
  const { credentialId, environment, replay } = credential;
  const places = credential.rateLimit === null ? null : await readPlaces(tx, credentialId);
  if (places?.free === 0) return { again: nextPlacesAt(places) };
  const most = places ? Math.min(limit, places.free) : limit;
  const values = [of, most, holder, CLAIM_SECONDS, keyVersion, actorId, ...ofOne];
  const { rows } = await tx.query<TakenRow>({ ...statement, values });
  const placesAtMs = places ? await takePlaces(tx, credentialId, places, rows.length) : [];
  return rows.map((row, index) => ({
    ...row,
    ...{ holder, credentialId, environment, replay, databaseNowMs, mayWrite },
    placeAtMs: placesAtMs[index] ?? null,
    sentAt: null,
  }));
}

export type ClaimResult =
  | { kind: "claimed"; claim: Claim }
  /** Another process is sending; its claim ends at `until`. */
  | { kind: "busy"; until: Date }
  | { kind: "not_due"; at: Date }
  /** The credential is paused, or this process may not send at the moment. */
  | { kind: "waiting"; because: "credential_paused" | "holder_lost" }
  /** This process does not have the credential's secret; another one may. */
  | { kind: "waiting"; because: "secret_missing"; credentialId: string }
  /** Nothing is to be sent: settled, parked for a person, archived, or gone. */
  | { kind: "nothing_to_send" };

export type ClaimRequest = Asking & { registrationId: string; actorId: string | null };

type LockedRow = Credential & {
  status: RegistrationStatus;
  hasEnvelope: boolean;
  nextRunAt: Date | null;
  nextKind: string | null;
  claimUntil: Date | null;
  /** A process that claimed it never said how it ended, or has it. */
  isClaimed: boolean;
  epoch: number;
  deathCount: number;
  createdAt: Date;
  /** When a backup was put back a moment ago, where that holds what it brought back (`JUST_RESTORED_SQL`). */
  restoredAt: Date | null;
};

const LOCK_THIS = `
  select r.status, r.request_id is not null and r.body_text is not null as "hasEnvelope", r.next_run_at as "nextRunAt",
         r.next_kind as "nextKind", r.claim_until as "claimUntil", r.claim_holder is not null as "isClaimed",
         r.claim_epoch as epoch, r.death_count as "deathCount", r.created_at as "createdAt",
         case when c.replay = 'unproven' then ${JUST_RESTORED_SQL} end as "restoredAt", ${CREDENTIAL_SQL}
    from registration r join credential c on c.id = r.credential_id
   where r.id = $1 and r.archived_at is null
     for no key update of r`;

const TAKE_THIS = {
  name: "claim.this",
  text: takeSql("select $1::uuid as id, $7::registration_status as status limit $2"),
};

/**
 * Takes the registration for one send and writes the attempt, in one transaction that is committed
 * before the first byte leaves. Refuses (without waiting) whatever is not to be sent now.
 *
 * An attempt left open by a holder whose claim ran out is ended as *unknown* first, because what it
 * sent may have arrived; the next step is decided anew from that.
 */
export async function claimForSend(pool: Pool, request: ClaimRequest): Promise<ClaimResult> {
  const mayWrite = startClaimTime(request.clocks);
  return inTransaction(pool, async (tx) => {
    const { registrationId, holder, actorId } = request;
    const row = (await tx.query<LockedRow>(LOCK_THIS, [registrationId])).rows[0];
    const databaseNowMs = startDatabaseClock(row?.now);
    if (!row || (row.status !== "QUEUED" && row.status !== "UNCONFIRMED")) return { kind: "nothing_to_send" };
    if (row.claimUntil && row.claimUntil > row.now) return { kind: "busy", until: row.claimUntil };
    const { nextRunAt, deathCount } = row.isClaimed ? await closeAbandonedAttempt(tx, request, row) : row;
    if (!nextRunAt || !row.hasEnvelope) return { kind: "nothing_to_send" };
    if (await isNotForMachines(tx, request, row)) return { kind: "nothing_to_send" };
    if (nextRunAt.getTime() > row.now.getTime() + DUE_TOLERANCE_MS) return { kind: "not_due", at: nextRunAt };
    if (row.restoredAt && row.createdAt <= row.restoredAt)
      return { kind: "not_due", at: new Date(row.restoredAt.getTime() + CLAIM_SECONDS * 1_000) };
    const keyVersion = request.keyVersionFor(row);
    if (keyVersion === null)
      return { kind: "waiting", because: "secret_missing", credentialId: row.credentialId };
    const kept =
      (await keptByPoison(tx, request, row, deathCount)) ?? (await keptByGate(tx, request, row, keyVersion));
    if (kept) return kept;
    const taking = {
      credential: row,
      status: row.status,
      holder,
      keyVersion,
      actorId,
      databaseNowMs,
      mayWrite,
    };
    const taken = await take(tx, { ...taking, statement: TAKE_THIS, of: registrationId, limit: 1 });
    if ("again" in taken) return { kind: "not_due", at: taken.again };
    const [claim] = taken;
    return claim ? { kind: "claimed", claim } : { kind: "nothing_to_send" };
  });
}

/**
 * A replay that was planned when replays were proven, and they are not any more: it waits for a person, as everything
 * not sure does that nobody asked to send again.
 */
async function isNotForMachines(
  tx: PoolClient,
  { registrationId }: ClaimRequest,
  row: LockedRow,
): Promise<boolean> {
  if (row.replay === "proven" || row.status === "QUEUED" || row.nextKind === "send_again") return false;
  await tx.query(
    "update registration set next_run_at = null, next_kind = null, cause = $2, updated_at = clock_timestamp() where id = $1",
    [registrationId, causeOf("UNCONFIRMED", null)],
  );
  return true;
}

/** Why the credential's gate keeps the row back, or null where it may pass (having taken the place of the one that tries). */
async function keptByGate(
  tx: PoolClient,
  { holder, random }: ClaimRequest,
  row: LockedRow,
  keyVersion: string,
): Promise<ClaimResult | null> {
  const { credentialId, now } = row;
  const gate = decideGate(row, { keyVersion, now, random });
  switch (gate.kind) {
    case "open":
      return null;
    case "paused":
      return { kind: "waiting", because: "credential_paused" };
    case "wait":
      return { kind: "not_due", at: gate.until };
    case "try": {
      const isTaken = await takeProbe(tx, { credentialId, holder, keyVersion });
      return isTaken ? null : { kind: "not_due", at: new Date(now.getTime() + LOST_RACE_MS) };
    }
  }
}

/** A row whose senders keep dying runs alone: one such row at a time, so that it cannot take the others with it. */
async function keptByPoison(
  tx: PoolClient,
  { registrationId }: ClaimRequest,
  row: LockedRow,
  deathCount: number,
): Promise<ClaimResult | null> {
  if (deathCount < DEATHS_BEFORE_ALONE) return null;
  await tx.query("select pg_advisory_xact_lock($1, 0)", [POISON_LOCK]);
  const other = await tx.query(
    // The figure in its words and the due time are for the index of such rows.
    `select 1 from registration
      where death_count >= ${DEATHS_BEFORE_ALONE} and next_run_at is not null and id <> $1
        and claim_until > clock_timestamp() limit 1`,
    [registrationId],
  );
  return other.rowCount === 0 ? null : { kind: "not_due", at: new Date(row.now.getTime() + ALONE_RETRY_MS) };
}

/**
 * Accounts for an attempt whose process died: it may have arrived, so it ended as *unknown*. Says when
 * the row is due after that, and how many processes have died over it in a row.
 */
async function closeAbandonedAttempt(
  tx: PoolClient,
  { registrationId, random }: ClaimRequest,
  row: LockedRow,
): Promise<{ nextRunAt: Date | null; deathCount: number }> {
  if ((await endAbandoned(tx, [registrationId], row.now)) === 0) return row;
  const deathCount = row.deathCount + 1;
  const envelopeOf = await readEnvelopes(tx, [registrationId]);
  const decided = decideNextStep({ ...envelopeOf(registrationId), now: row.now, random });
  const next: NextStep =
    deathCount < DEATHS_BEFORE_PARKED ? decided : { status: "UNCONFIRMED", runAt: null, paused: false };
  await writeNextSteps(tx, [{ registrationId, epoch: row.epoch, next, ending: null, deathCount }]);
  return { nextRunAt: next.runAt, deathCount };
}

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

// Rows that were claimed before and not let go in order are left to a claim of their own, which accounts for the
// attempt that may be open; so are replays that were planned before they counted as unproven. What a backup has just
// brought back is left to the sweep, which looks for what is overdue.
const DUE = `
  select r.id, r.status from registration r
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

const TAKE_DUE = { name: "claim.due", text: takeSql(`${DUE} for no key update skip locked`) };

/**
 * Claims up to `limit` due registrations of a credential and writes their attempts, in one statement
 * that is committed before the first of them is sent. Only while the credential's gate is open; else it says what to
 * do instead.
 */
export async function claimBatch(
  pool: Pool,
  request: Asking & { credentialId: string; limit: number },
): Promise<BatchResult> {
  const mayWrite = startClaimTime(request.clocks);
  return inTransaction(pool, async (tx) => {
    const { credentialId, limit, holder, random } = request;
    const text = `select ${CREDENTIAL_SQL} from credential c where c.id = $1`;
    const asked = await tx.query<Credential>({ name: "claim.credential", text, values: [credentialId] });
    const credential = asked.rows[0];
    const databaseNowMs = startDatabaseClock(credential?.now);
    if (!credential) return { kind: "empty", claimedUntil: null };
    const keyVersion = request.keyVersionFor(credential);
    if (keyVersion === null) return { kind: "secret_missing" };
    const { now } = credential;
    const gate = decideGate(credential, { keyVersion, now, random });
    if (gate.kind === "paused") return gate;
    if (gate.kind === "wait") return waitUntil(gate.until, now);
    if (gate.kind === "try") {
      const due = (await tx.query<{ id: string }>(DUE, [credentialId, 1])).rows[0];
      return due ? { kind: "one", registrationId: due.id } : takeLeftOver(tx, credentialId);
    }
    const taking = { credential, holder, keyVersion, actorId: null, databaseNowMs, mayWrite };
    const taken = await take(tx, { ...taking, statement: TAKE_DUE, of: credentialId, limit });
    if ("again" in taken) return waitUntil(taken.again, now);
    return taken.length > 0 ? { kind: "claimed", claims: taken } : takeLeftOver(tx, credentialId);
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

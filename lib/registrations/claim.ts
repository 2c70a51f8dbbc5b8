import type { Pool, PoolClient } from "pg";
import { decideGate, type GateFacts, takeProbe } from "@/lib/credentials/gate";
import { nextPlacesAt, readPlaces, takePlaces } from "@/lib/credentials/rate-limit";
import { inTransaction, type ProcessClocks, startDatabaseClock, startStopwatch } from "@/lib/db";
import { causeOf } from "@/lib/registrations/cause";
import { readEnvelopes } from "@/lib/registrations/envelope";
import { decideNextStep, type NextStep } from "@/lib/registrations/next-step";
import { writeNextSteps } from "@/lib/registrations/state";
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

export type ClaimRequest = {
  registrationId: string;
  holder: string;
  actorId: string | null;
  random: number;
  /** The fingerprint of the secret this process would sign with, or null where it has none. */
  keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
  clocks?: ProcessClocks | undefined;
};

type ClaimRow = GateFacts & {
  environment: Claim["environment"];
  credential_id: string;
  client_id: string;
  replay: ReplayMode;
  rate_limit: number | null;
  status: RegistrationStatus;
  partner_ref_id: string;
  request_id: string | null;
  body_text: string | null;
  next_run_at: Date | null;
  next_kind: string | null;
  claim_until: Date | null;
  claim_epoch: number;
  death_count: number;
  created_at: Date;
  /** When a backup was put back a moment ago, where that holds what it brought back (`JUST_RESTORED_SQL`). */
  restored_at: Date | null;
  now: Date;
};

/**
 * When a backup was put back, for as long after that as a claim may last which it does not know: processes that took
 * one before may still send under it. So long nobody claims what the backup brought back, where replays are not proven.
 */
export const JUST_RESTORED_SQL = `
  (select max(d.noticed_at) from database_restore d
    where d.noticed_at > statement_timestamp() - make_interval(secs => ${CLAIM_SECONDS})
      and d.noticed_at <= statement_timestamp())`;

const SELECT_FOR_CLAIM = `
  select r.environment, r.credential_id, c.client_id, c.replay, c.rate_limit, r.status, r.partner_ref_id,
         r.request_id, r.body_text, r.next_run_at, r.next_kind, r.claim_until, r.claim_epoch, r.death_count,
         r.created_at, case when c.replay = 'unproven' then ${JUST_RESTORED_SQL} end as restored_at,
         c.paused_at as "pausedAt", c.slow_until as "slowUntil", c.fault_count as "faultCount",
         c.breaker_until as "breakerUntil", c.usable_at as "usableAt", c.probe_until as "probeUntil",
         c.key_version as "keyVersion", clock_timestamp() as now
    from registration r join credential c on c.id = r.credential_id
   where r.id = $1 and r.archived_at is null
     for no key update of r`;

const TAKE_CLAIM = `
  update registration
     set claim_holder = $2, claim_epoch = claim_epoch + 1, claim_until = clock_timestamp() + make_interval(secs => $3),
         attempt_count = attempt_count + 1
   where id = $1
   returning attempt_count, claim_epoch, next_kind`;

const START_ATTEMPT = `
  insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, actor_id, started_at)
  values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
  returning id`;

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
    const row = (await tx.query<ClaimRow>(SELECT_FOR_CLAIM, [request.registrationId])).rows[0];
    const databaseNowMs = startDatabaseClock(row?.now);
    if (!row || (row.status !== "QUEUED" && row.status !== "UNCONFIRMED")) return { kind: "nothing_to_send" };
    if (row.claim_until && row.claim_until > row.now) return { kind: "busy", until: row.claim_until };
    const { nextRunAt, deathCount } = await closeAbandonedAttempt(tx, request, row);
    if (!nextRunAt || !row.request_id || !row.body_text) return { kind: "nothing_to_send" };
    if (await isNotForMachines(tx, request, row)) return { kind: "nothing_to_send" };
    if (nextRunAt.getTime() > row.now.getTime() + DUE_TOLERANCE_MS) return { kind: "not_due", at: nextRunAt };
    if (row.restored_at && row.created_at <= row.restored_at)
      return { kind: "not_due", at: new Date(row.restored_at.getTime() + CLAIM_SECONDS * 1_000) };
    const keyVersion = request.keyVersionFor({ environment: row.environment, clientId: row.client_id });
    if (keyVersion === null)
      return { kind: "waiting", because: "secret_missing", credentialId: row.credential_id };
    const kept =
      (await keptByPoison(tx, request, row, deathCount)) ?? (await keptByGate(tx, request, row, keyVersion));
    if (kept) return kept;
    const places = row.rate_limit === null ? null : await readPlaces(tx, row.credential_id);
    if (places?.free === 0) return { kind: "not_due", at: nextPlacesAt(places) };
    const [placeAtMs = null] = places ? await takePlaces(tx, row.credential_id, places, 1) : [];
    const ready = { ...row, request_id: row.request_id, body_text: row.body_text };
    return startAttempt(tx, request, ready, { keyVersion, databaseNowMs, placeAtMs, mayWrite });
  });
}

/**
 * A replay that was planned when replays were proven, and they are not any more: it waits for a person, as everything
 * not sure does that nobody asked to send again.
 */
async function isNotForMachines(
  tx: PoolClient,
  { registrationId }: ClaimRequest,
  row: ClaimRow,
): Promise<boolean> {
  if (row.replay === "proven" || row.status === "QUEUED" || row.next_kind === "send_again") return false;
  await tx.query(
    "update registration set next_run_at = null, next_kind = null, cause = $2, updated_at = clock_timestamp() where id = $1",
    [registrationId, causeOf("UNCONFIRMED", null)],
  );
  return true;
}

/** Why the credential's gate keeps the row back, or null where it may pass (having taken the place of the one that tries). */
async function keptByGate(
  tx: PoolClient,
  request: ClaimRequest,
  row: ClaimRow,
  keyVersion: string,
): Promise<ClaimResult | null> {
  const gate = decideGate(row, { keyVersion, now: row.now, random: request.random });
  switch (gate.kind) {
    case "open":
      return null;
    case "paused":
      return { kind: "waiting", because: "credential_paused" };
    case "wait":
      return { kind: "not_due", at: gate.until };
    case "try": {
      const isTaken = await takeProbe(tx, {
        credentialId: row.credential_id,
        holder: request.holder,
        keyVersion,
      });
      return isTaken ? null : { kind: "not_due", at: new Date(row.now.getTime() + LOST_RACE_MS) };
    }
  }
}

/** A row whose senders keep dying runs alone: one such row at a time, so that it cannot take the others with it. */
async function keptByPoison(
  tx: PoolClient,
  { registrationId }: ClaimRequest,
  row: ClaimRow,
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

async function startAttempt(
  tx: PoolClient,
  request: ClaimRequest,
  row: ClaimRow & { request_id: string; body_text: string },
  { keyVersion, ...timing }: { keyVersion: string } & Pick<Claim, "databaseNowMs" | "placeAtMs" | "mayWrite">,
): Promise<ClaimResult> {
  const taken = (
    await tx.query<{ attempt_count: number; claim_epoch: number; next_kind: string | null }>(TAKE_CLAIM, [
      request.registrationId,
      request.holder,
      CLAIM_SECONDS,
    ])
  ).rows[0];
  if (!taken) return { kind: "nothing_to_send" };
  const started = await tx.query<{ id: string }>(START_ATTEMPT, [
    request.registrationId,
    taken.attempt_count,
    taken.next_kind ?? attemptKind(row.status, taken.attempt_count),
    row.request_id,
    request.holder,
    taken.claim_epoch,
    keyVersion,
    request.actorId,
  ]);
  const attemptId = started.rows[0]?.id;
  if (!attemptId) throw new Error("the attempt was not written");
  return {
    kind: "claimed",
    claim: {
      registrationId: request.registrationId,
      attemptId,
      attemptNumber: taken.attempt_count,
      holder: request.holder,
      epoch: taken.claim_epoch,
      environment: row.environment,
      credentialId: row.credential_id,
      partnerRefId: row.partner_ref_id,
      requestId: row.request_id,
      bodyText: row.body_text,
      replay: row.replay,
      ...timing,
      sentAt: null,
    },
  };
}

export function attemptKind(status: RegistrationStatus, number: number): "first" | "retry" | "check" {
  if (number === 1) return "first";
  return status === "UNCONFIRMED" ? "check" : "retry";
}

/**
 * Accounts for an attempt whose process died: it may have arrived, so it ended as *unknown*. Says when
 * the row is due after that, and how many processes have died over it in a row.
 */
async function closeAbandonedAttempt(
  tx: PoolClient,
  request: ClaimRequest,
  row: ClaimRow,
): Promise<{ nextRunAt: Date | null; deathCount: number }> {
  const closed = await tx.query(
    `update attempt set ended_at = $2, outcome = 'unknown', reason = 'process_stopped'
      where registration_id = $1 and outcome is null`,
    [request.registrationId, row.now],
  );
  if (closed.rowCount === 0) return { nextRunAt: row.next_run_at, deathCount: row.death_count };
  const deathCount = row.death_count + 1;
  const { registrationId, random } = request;
  const envelopeOf = await readEnvelopes(tx, [registrationId]);
  const decided = decideNextStep({ ...envelopeOf(registrationId), now: row.now, random });
  const next: NextStep =
    deathCount < DEATHS_BEFORE_PARKED ? decided : { status: "UNCONFIRMED", runAt: null, paused: false };
  await writeNextSteps(tx, [{ registrationId, epoch: row.claim_epoch, next, ending: null, deathCount }]);
  return { nextRunAt: next.runAt, deathCount };
}

import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import { applyNextStep, readEnvelopeAttempts } from "@/lib/registrations/envelope";
import { decideNextStep } from "@/lib/registrations/next-step";
import { enqueue } from "@/lib/registrations/queue";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

/** Longer than the longest send (25 s in total), so that a living holder never loses its claim. */
const CLAIM_SECONDS = 60;

/** A job may come a moment before its row is due by the database's clock. */
const DUE_TOLERANCE_MS = 50;

/** What a claim hands to the sender: everything that must not change while the call is under way. */
export type Claim = {
  registrationId: string;
  attemptId: string;
  epoch: number;
  environment: "simulator" | "sandbox" | "production";
  credentialId: string;
  partnerRefId: string;
  requestId: string;
  bodyText: string;
  replay: ReplayMode;
};

export type ClaimResult =
  | { kind: "claimed"; claim: Claim }
  /** Another process is sending; its claim ends at `until`. */
  | { kind: "busy"; until: Date }
  | { kind: "not_due"; at: Date }
  /** The credential is paused, or this process does not have its secret. */
  | { kind: "waiting"; because: "credential_paused" | "secret_missing" }
  /** Nothing is to be sent: settled, parked for a person, archived, or gone. */
  | { kind: "nothing_to_send" };

export type ClaimRequest = {
  registrationId: string;
  holder: string;
  actorId: string | null;
  random: number;
  /** The fingerprint of the secret this process would sign with, or null where it has none. */
  keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
};

type ClaimRow = {
  environment: Claim["environment"];
  credential_id: string;
  client_id: string;
  replay: ReplayMode;
  paused_at: Date | null;
  status: RegistrationStatus;
  partner_ref_id: string;
  request_id: string | null;
  body_text: string | null;
  next_run_at: Date | null;
  claim_until: Date | null;
  claim_epoch: number;
  now: Date;
};

const SELECT_FOR_CLAIM = `
  select r.environment, r.credential_id, c.client_id, c.replay, c.paused_at, r.status, r.partner_ref_id,
         r.request_id, r.body_text, r.next_run_at, r.claim_until, r.claim_epoch, clock_timestamp() as now
    from registration r join credential c on c.id = r.credential_id
   where r.id = $1 and r.archived_at is null
     for no key update of r`;

const TAKE_CLAIM = `
  update registration
     set claim_holder = $2, claim_epoch = claim_epoch + 1, claim_until = clock_timestamp() + make_interval(secs => $3),
         attempt_count = attempt_count + 1, updated_at = clock_timestamp()
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
  return inTransaction(pool, async (tx) => {
    const row = (await tx.query<ClaimRow>(SELECT_FOR_CLAIM, [request.registrationId])).rows[0];
    if (!row || (row.status !== "QUEUED" && row.status !== "UNCONFIRMED")) return { kind: "nothing_to_send" };
    if (row.claim_until && row.claim_until > row.now) return { kind: "busy", until: row.claim_until };
    const nextRunAt = await closeAbandonedAttempt(tx, request, row);
    if (!nextRunAt || !row.request_id || !row.body_text) return { kind: "nothing_to_send" };
    if (nextRunAt.getTime() > row.now.getTime() + DUE_TOLERANCE_MS) return { kind: "not_due", at: nextRunAt };
    if (row.paused_at) return { kind: "waiting", because: "credential_paused" };
    const keyVersion = request.keyVersionFor({ environment: row.environment, clientId: row.client_id });
    if (keyVersion === null) return { kind: "waiting", because: "secret_missing" };
    return startAttempt(
      tx,
      request,
      { ...row, request_id: row.request_id, body_text: row.body_text },
      keyVersion,
    );
  });
}

async function startAttempt(
  tx: PoolClient,
  request: ClaimRequest,
  row: ClaimRow & { request_id: string; body_text: string },
  keyVersion: string,
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
      epoch: taken.claim_epoch,
      environment: row.environment,
      credentialId: row.credential_id,
      partnerRefId: row.partner_ref_id,
      requestId: row.request_id,
      bodyText: row.body_text,
      replay: row.replay,
    },
  };
}

function attemptKind(status: RegistrationStatus, number: number): "first" | "retry" | "check" {
  if (number === 1) return "first";
  return status === "UNCONFIRMED" ? "check" : "retry";
}

/** Returns when the row is due after the abandoned attempt, if there was one, has been accounted for. */
async function closeAbandonedAttempt(
  tx: PoolClient,
  request: ClaimRequest,
  row: ClaimRow,
): Promise<Date | null> {
  const closed = await tx.query(
    `update attempt set ended_at = $2, outcome = 'unknown', reason = 'process_stopped'
      where registration_id = $1 and outcome is null`,
    [request.registrationId, row.now],
  );
  if (closed.rowCount === 0) return row.next_run_at;
  const envelope = await readEnvelopeAttempts(tx, request.registrationId);
  const next = decideNextStep({ ...envelope, replay: row.replay, now: row.now, random: request.random });
  await applyNextStep(tx, {
    registrationId: request.registrationId,
    epoch: row.claim_epoch,
    next,
    ending: null,
  });
  if (next.runAt) await enqueue(tx, request.registrationId, next.runAt);
  return next.runAt;
}

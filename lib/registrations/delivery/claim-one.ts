import type { Pool, PoolClient } from "pg";
import { decideGate, takeProbe } from "@/lib/credentials/gate/gate";
import { nextPlacesAt, readPlaces } from "@/lib/credentials/gate/rate-limit";
import { startDatabaseClock } from "@/lib/db";
import { causeOf } from "@/lib/registrations/cause";
import {
  type Asking,
  CLAIM_SECONDS,
  type Claim,
  CREDENTIAL_SQL,
  type Credential,
  JUST_RESTORED_SQL,
  startClaimTime,
  take,
  takeSql,
} from "@/lib/registrations/delivery/claim";
import { endAbandoned, readEnvelopes } from "@/lib/registrations/delivery/envelope";
import { inClaimTransaction } from "@/lib/registrations/delivery/unlearnt-claims";
import { decideNextStep, type NextStep } from "@/lib/registrations/life/next-step";
import { writeNextSteps } from "@/lib/registrations/life/state";
import type { RegistrationStatus } from "@/lib/registrations/status";

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
  return inClaimTransaction(pool, async (tx, tell) => {
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
    tell(taken);
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
      // Without a place under the rate limit it could not try, and would keep those who can from it.
      const places = row.rateLimit === null ? null : await readPlaces(tx, credentialId);
      if (places?.free === 0) return { kind: "not_due", at: nextPlacesAt(places) };
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

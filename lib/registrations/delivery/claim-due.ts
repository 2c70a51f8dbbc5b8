import type { Pool, PoolClient } from "pg";
import { decideGate } from "@/lib/credentials/gate/gate";
import { startDatabaseClock } from "@/lib/db";
import {
  type Asking,
  type Claim,
  CREDENTIAL_SQL,
  type Credential,
  JUST_RESTORED_SQL,
  startClaimTime,
  take,
  takeSql,
} from "@/lib/registrations/delivery/claim";
import { inClaimTransaction } from "@/lib/registrations/delivery/unlearnt-claims";

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
  return inClaimTransaction(pool, async (tx, tell) => {
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
    tell(taken);
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

import { setTimeout as wait } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { type GateNews, recordGateNews } from "@/lib/credentials/gate";
import { inTransaction } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { letGo, logIds, writeDown } from "@/lib/registrations/answers-in-hand";
import type { EndedClaim } from "@/lib/registrations/claim";
import { applyNextStep, readEnvelopeAttempts } from "@/lib/registrations/envelope";
import { keepBusiness } from "@/lib/registrations/mapping";
import { decideNextStep, INVITED, type NextStep } from "@/lib/registrations/next-step";
import { dequeue, enqueue } from "@/lib/registrations/queue";
import { untilCommitted, type Waiting } from "@/lib/registrations/until-committed";

const END_ATTEMPT = `
  update attempt
     set ended_at = clock_timestamp(), outcome = $2, reason = $3, bytes_written = $4, http_status = $5, error_code = $6,
         message = $7, problem_field = $8, masked_answer = $9, latency_ms = $10, signature = $11, retry_after_ms = $12,
         reported_business_id = $13, sent_at = $14, request_timestamp = $15
   where id = $1 and (outcome is null or reason = 'process_stopped')`;

/**
 * Writes how an attempt ended, in one transaction: the attempt, the ids, the decided state, the job
 * and the audit entry.
 *
 * The state is fenced by the claim's epoch. What DOKU told us is not: an accepted business id is a
 * fact and is kept, and makes the row INVITED, even if this process lost its claim meanwhile.
 *
 * An answer in hand waits for a database that is not itself, for as long as the process lives. Returns null where
 * nothing was decided: others have the claim, or this ending was committed before without our learning of it. Throws
 * where it cannot be written at all; it is then written down beside the database, and whoever claims the row next ends
 * its attempt as unknown.
 */
export async function recordEnding(
  pool: Pool,
  claim: EndedClaim,
  ending: AttemptEnding,
  random: number,
  pause?: Waiting["pause"],
): Promise<NextStep | null> {
  try {
    const next = await untilCommitted(() => writeEnding(pool, claim, ending, random), {
      pause: pause ?? wait,
      onWait: () => {
        logger.warn({ registrationId: claim.registrationId }, "an answer waits for the database");
        writeDown();
      },
    });
    letGo(claim);
    return next;
  } catch (error) {
    logIds({ claim, ending }, error);
    writeDown();
    throw error;
  }
}

function writeEnding(
  pool: Pool,
  claim: EndedClaim,
  ending: AttemptEnding,
  random: number,
): Promise<NextStep | null> {
  return inTransaction(pool, async (tx) => {
    const { now, epoch, requestId } = await lockRegistration(tx, claim.registrationId);
    const isNews = await endAttempt(tx, claim, ending);
    // A database that was restored meanwhile does not know the attempt; an id is a fact all the same.
    if (!isNews && (ending.business === null || (await isKnown(tx, claim)))) return null;
    if (isNews) await tellCredential(tx, claim, ending);
    if (ending.business) {
      await keepBusiness(tx, {
        ...claim,
        source: "doku",
        business: ending.business,
        actor: { kind: "system" },
      });
    }
    const stillOurs = epoch === claim.epoch || ending.business !== null;
    if (!stillOurs || requestId !== claim.requestId) return null;
    const next = ending.business
      ? INVITED
      : decideNextStep({ ...(await readEnvelopeAttempts(tx, claim.registrationId)), now, random });
    const write = { registrationId: claim.registrationId, epoch, next, ending };
    if (!(await applyNextStep(tx, write))) return null;
    if (next.runAt && !next.paused) await enqueue(tx, claim.registrationId, next.runAt);
    else await dequeue(tx, claim.registrationId);
    return next;
  });
}

type LockedRegistration = { now: Date; epoch: number; requestId: string | null };

async function lockRegistration(tx: PoolClient, registrationId: string): Promise<LockedRegistration> {
  const { rows } = await tx.query<LockedRegistration>(
    `select clock_timestamp() as now, claim_epoch as epoch, request_id as "requestId"
       from registration where id = $1 for no key update`,
    [registrationId],
  );
  const row = rows[0];
  if (!row) throw new Error("the registration is gone although rows are never deleted");
  return row;
}

/** False if it is not there, or was ended before, by the same ending: nobody else knows more than that its process stopped. */
async function endAttempt(tx: PoolClient, claim: EndedClaim, ending: AttemptEnding): Promise<boolean> {
  const { rowCount } = await tx.query(END_ATTEMPT, [
    claim.attemptId,
    ending.outcome,
    ending.reason,
    ending.bytesWritten,
    ending.httpStatus,
    ending.errorCode,
    ending.message,
    ending.problemField,
    ending.maskedAnswer,
    ending.latencyMs,
    ending.signature,
    ending.retryAfterMs,
    ending.reportedBusinessId,
    claim.sentAt,
    ending.requestTimestamp,
  ]);
  return rowCount === 1;
}

async function isKnown(tx: PoolClient, { attemptId }: EndedClaim): Promise<boolean> {
  const { rowCount } = await tx.query("select 1 from attempt where id = $1", [attemptId]);
  return rowCount === 1;
}

/** Tells the credential; the first refusal pauses it and is audited, the ones in flight find it paused. */
async function tellCredential(tx: PoolClient, claim: EndedClaim, ending: AttemptEnding): Promise<void> {
  const news = newsOf(claim, ending);
  const hasPaused = await recordGateNews(tx, claim.credentialId, news);
  if (!hasPaused || news.kind !== "refused") return;
  await recordAuditSql(tx, {
    actor: { kind: "system" },
    action: "credential.paused",
    environment: claim.environment,
    subjectId: claim.credentialId,
    details: { reason: news.reason },
  });
}

export function newsOf({ holder }: Pick<EndedClaim, "holder">, ending: AttemptEnding): GateNews {
  if (ending.reason === "claim_over") return { kind: "silent", holder };
  switch (ending.outcome) {
    case "accepted":
    case "refused":
      return { kind: "usable" };
    case "unknown":
    case "not_sent":
      return { kind: "fault" };
    case "rate_limited":
      return { kind: "slow_down", retryAfterMs: ending.retryAfterMs };
    case "credential_refused":
      return { kind: "refused", reason: ending.reason };
  }
}

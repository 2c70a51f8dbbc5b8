import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import { endWithoutAnswer } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { reportAttempt } from "@/lib/registrations/delivery/attempt-report";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { untilCommitted } from "@/lib/registrations/delivery/until-committed";

type TakenClaim = Pick<EndedClaim, "registrationId" | "attemptId">;

/**
 * A transaction that takes claims, of which `work` tells. Where nobody learns whether it was committed, nothing is sent
 * under them: that is recorded as soon as the database is there, or each would stand there as one that may have arrived.
 */
export async function inClaimTransaction<T>(
  pool: Pool,
  work: (tx: PoolClient, tell: (taken: readonly TakenClaim[]) => void) => Promise<T>,
): Promise<T> {
  let taken: readonly TakenClaim[] = [];
  try {
    return await inTransaction(pool, (tx) =>
      work(tx, (claims) => {
        taken = claims;
      }),
    );
  } catch (error) {
    endUnlearnt(pool, taken);
    throw error;
  }
}

/** Has attempts, if they are there, end as not sent: their process did not learn of them, and sends nothing. */
export function endUnlearnt(pool: Pool, taken: readonly TakenClaim[]): void {
  if (taken.length === 0) return;
  endNotSent(pool, taken).catch((error: unknown) =>
    logger.warn({ err: error, rows: taken.length }, "that nothing was sent could not be recorded"),
  );
}

const NOT_SENT = {
  ...endWithoutAnswer({ reason: "claim_over", bytesWritten: false, latencyMs: 0 }),
  requestTimestamp: null,
};

// Waits for a commit that is still under way.
const LOCK = "select id from registration where id = any($1::uuid[]) order by id for no key update";

const FIND = `
  select r.id as "registrationId", a.id as "attemptId", a.number as "attemptNumber", a.holder, a.epoch, r.environment,
         r.credential_id as "credentialId", r.partner_ref_id as "partnerRefId", a.request_id as "requestId"
    from attempt a join registration r on r.id = a.registration_id
   where a.id = any($1::uuid[]) and a.outcome is null`;

async function endNotSent(pool: Pool, taken: readonly TakenClaim[]): Promise<void> {
  const found = await untilCommitted(() =>
    inTransaction(pool, async (tx) => {
      await tx.query(LOCK, [taken.map(({ registrationId }) => registrationId)]);
      type Found = Omit<EndedClaim, "sentAt">;
      return (await tx.query<Found>(FIND, [taken.map(({ attemptId }) => attemptId)])).rows;
    }),
  );
  if (found.length === 0) return;
  const ended = found.map((claim): EndedClaim => ({ ...claim, sentAt: null }));
  const steps = await recordEndings(
    pool,
    ended.map((claim) => ({ claim, ending: NOT_SENT, random: Math.random() })),
  );
  for (const [index, claim] of ended.entries()) reportAttempt(claim, NOT_SENT, steps[index]);
}

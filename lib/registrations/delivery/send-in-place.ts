import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { nextPlacesAt, readPlaces, takePlaces } from "@/lib/credentials/gate/rate-limit";
import { inTransaction } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { keepInHand } from "@/lib/registrations/delivery/answers-in-hand";
import type { Claim } from "@/lib/registrations/delivery/claim";

/** Later than this after its place a send would crowd those that come a second after it, so it takes another place. */
const MAX_LATE_MS = 8;

type Sender = { pool: Pool; send: (claim: Claim) => Promise<AttemptEnding> };

/**
 * Sends a claimed registration at its place under the credential's rate limit, or at once where there is none, and not
 * at all once the claim is over, or where the database has no other place for it. The answer is in hand until it is
 * recorded. Answers the claim with the time at which the call began, by the database's clock, and how it ended.
 */
export async function sendInPlace(
  { pool, send }: Sender,
  claim: Claim,
): Promise<{ claim: Claim; ending: AttemptEnding }> {
  const hasPlace = claim.placeAtMs === null || (await reachPlace(pool, claim, claim.placeAtMs));
  const sentAt = new Date(claim.databaseNowMs());
  // Whoever only dropped it would leave it open whether it was sent.
  const ending = await send(hasPlace ? claim : { ...claim, mayWrite: () => false });
  const answer = { claim: ending.bytesWritten === false ? claim : { ...claim, sentAt }, ending };
  keepInHand(answer);
  return answer;
}

/**
 * Waits for the place. A process that was held up gives it up, since a late send may meet one that is on time; once
 * its claim is over it looks for no other. False where the database does not say which other one is free.
 */
async function reachPlace(pool: Pool, claim: Claim, placeAtMs: number): Promise<boolean> {
  const { registrationId, credentialId, databaseNowMs } = claim;
  for (let atMs: number | null = placeAtMs; atMs !== null; ) {
    await wait(Math.max(0, atMs - databaseNowMs()));
    if (databaseNowMs() - atMs <= MAX_LATE_MS || !claim.mayWrite()) return true;
    try {
      atMs = await takeAnotherPlace(pool, credentialId, databaseNowMs);
    } catch (error) {
      logger.warn({ err: error, registrationId }, "there is no other place for it now; it is not sent");
      return false;
    }
  }
  return true;
}

/** Null where the limit was taken away meanwhile. */
async function takeAnotherPlace(
  pool: Pool,
  credentialId: string,
  databaseNowMs: () => number,
): Promise<number | null> {
  for (;;) {
    const found = await inTransaction(pool, async (tx) => {
      const places = await readPlaces(tx, credentialId);
      if (!places || places.free === 0) return { places, atMs: null };
      const [atMs = null] = await takePlaces(tx, credentialId, places, 1);
      return { places, atMs };
    });
    if (!found.places || found.atMs !== null) return found.atMs;
    await wait(Math.max(1, nextPlacesAt(found.places).getTime() - databaseNowMs()));
  }
}

import { setTimeout as wait } from "node:timers/promises";
import { reportAttempt } from "@/lib/registrations/delivery/attempt-report";
import { type BatchResult, claimBatch } from "@/lib/registrations/delivery/claim-due";
import { type EndedSend, recordEndings } from "@/lib/registrations/delivery/record";
import { sendInPlace } from "@/lib/registrations/delivery/send-in-place";
import { SEND_PLACES } from "@/lib/registrations/delivery/send-places";
import { askingOf, placesOf, type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";

/** Half of the places is a batch worth a transaction: with fewer free the next rows are not claimed yet. */
const BATCH_MIN = SEND_PLACES / 2;
/** Endings that are not recorded yet, at most: what turns bad must be known before more goes out. */
const MAX_UNRECORDED = 2 * SEND_PLACES;
/** Endings wait this long for company before they are recorded. */
const GATHER_MS = 4;

/** A wait as short as this is spent here: a job that comes back later is found a poll later. */
const SHORT_WAIT_MS = 2_000;

export type DrainResult =
  /** Nothing is due any more but what others have claimed, the first of it until then. */
  | { kind: "empty"; claimedUntil: Date | null; sent: number }
  | { kind: "wait"; until: Date; sent: number }
  /** This process has to stop, or lost its holder: another one goes on. */
  | { kind: "interrupted"; sent: number }
  /** Until a person resumes the credential. */
  | { kind: "paused"; sent: number }
  /** This process does not have the credential's secret; another one may. */
  | { kind: "secret_missing"; sent: number };

/**
 * Sends everything of a credential that is due: claims in batches, keeps a bounded number of calls
 * under way and records endings in batches. Any number of processes may drain the same credential;
 * no row goes to two. Ends when nothing is due, when the credential has to wait, or when `isStopping`.
 *
 * A database error ends it; what was claimed is then taken over like the work of a dead process once
 * its claims run out, by whichever drain finds nothing else that is due.
 */
export async function drainCredential(
  submitter: Submitter,
  credentialId: string,
  isStopping: () => boolean,
): Promise<DrainResult> {
  const recorder = createRecorder(submitter);
  const places = placesOf(submitter);
  const sending = new Set<Promise<void>>();
  let sent = 0;

  /** No more is claimed than there are places for: a claim runs while it waits. */
  async function claimNext(): Promise<BatchResult | { kind: "interrupted" }> {
    const taken = await places.take(BATCH_MIN, SEND_PLACES);
    let used = 0;
    try {
      const asking = askingOf(submitter);
      if (asking === null || isStopping()) return { kind: "interrupted" };
      const batch = await claimBatch(submitter.pool, { ...asking, credentialId, limit: taken });
      used = batch.kind === "claimed" ? batch.claims.length : 0;
      return batch;
    } finally {
      places.giveBack(taken - used);
    }
  }

  try {
    for (;;) {
      const batch = await claimNext();
      if (batch.kind === "paused" || batch.kind === "secret_missing" || batch.kind === "interrupted")
        return { ...batch, sent };
      if (batch.kind === "wait") {
        if (batch.forMs > SHORT_WAIT_MS) return { kind: "wait", until: batch.until, sent };
        await wait(batch.forMs);
        continue;
      }
      if (batch.kind === "one") {
        const result = await submitRegistration(submitter, batch.registrationId, null);
        if (result.kind === "not_due") return { kind: "wait", until: result.at, sent };
        sent += result.kind === "sent" ? 1 : 0;
        continue;
      }
      if (batch.kind === "empty") return { ...batch, sent };
      for (const claim of batch.claims) {
        // Kept where it fails: while others are under way nobody listens to it.
        const call = sendInPlace(submitter, claim).then(
          (sent) => recorder.add({ ...sent, random: submitter.random() }),
          recorder.fail,
        );
        const settled = call.finally(() => {
          sending.delete(settled);
          places.giveBack(1);
        });
        sending.add(settled);
        sent += 1;
      }
      while (recorder.unrecorded() > MAX_UNRECORDED) await recorder.progress();
      recorder.throwIfFailed();
    }
  } finally {
    await Promise.allSettled(sending);
    await recorder.finish();
  }
}

/** Gathers endings for a few milliseconds and records them together, one batch after the other. */
function createRecorder({ pool }: Submitter) {
  let gathered: EndedSend[] = [];
  let beingWritten = 0;
  let writing: Promise<void> | null = null;
  let failure: unknown;

  async function write(): Promise<void> {
    await wait(GATHER_MS);
    const batch = gathered;
    gathered = [];
    beingWritten = batch.length;
    const steps = await recordEndings(pool, batch);
    for (const [index, { claim, ending }] of batch.entries()) reportAttempt(claim, ending, steps[index]);
  }

  function fail(error: unknown): void {
    failure ??= error;
  }

  function start(): void {
    writing ??= write()
      .catch(fail)
      .finally(() => {
        writing = null;
        beingWritten = 0;
        if (gathered.length > 0) start();
      });
  }

  return {
    fail,
    add(send: EndedSend): void {
      gathered.push(send);
      start();
    },
    unrecorded: () => gathered.length + beingWritten,
    async progress(): Promise<void> {
      await writing;
    },
    throwIfFailed(): void {
      if (failure) throw failure;
    },
    async finish(): Promise<void> {
      while (writing) await writing;
      if (failure) throw failure;
    },
  };
}

import type { Pool } from "pg";
import { ensureDrain } from "@/lib/credentials/gate/queue";
import { inTransaction, type ProcessClocks } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { reportAttempt } from "@/lib/registrations/delivery/attempt-report";
import type { Asking, Claim } from "@/lib/registrations/delivery/claim";
import { type ClaimResult, claimForSend } from "@/lib/registrations/delivery/claim-one";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { sendInPlace } from "@/lib/registrations/delivery/send-in-place";
import { createSendPlaces, type SendPlaces } from "@/lib/registrations/delivery/send-places";
import type { NextStep } from "@/lib/registrations/life/next-step";

/** What a process needs to submit: built once when it starts (see `createSubmitter`). */
export type Submitter = {
  pool: Pool;
  /** The id under which this process claims, or null while it must not send anything new (see `startHolder`). */
  holderId: () => string | null;
  keyVersionFor: (credential: { environment: Claim["environment"]; clientId: string }) => string | null;
  send: (claim: Claim) => Promise<AttemptEnding>;
  /** Shared by everything of this process that sends. */
  places?: SendPlaces;
  /** In [0, 1); spreads the schedule. */
  random: () => number;
  /** The process's own; by them a claim ends. */
  clocks?: ProcessClocks;
};

export type SubmitResult =
  | { kind: "sent"; outcome: AttemptEnding["outcome"]; next: NextStep | null }
  | Exclude<ClaimResult, { kind: "claimed" }>;

/**
 * The one way to submit a registration: claim, write the attempt, sign and send, classify, record.
 *
 * Called at once by the server action and again by workers. Whoever does not get the claim sends
 * nothing. Never throws for anything DOKU or the network does. A database error before the claim is
 * thrown; an answer in hand waits for the database (see `recordEndings`) before that is thrown too, and
 * leaves an open attempt that the next claim ends as unknown.
 */
export async function submitRegistration(
  submitter: Submitter,
  registrationId: string,
  actorId: string | null,
): Promise<SubmitResult> {
  const places = placesOf(submitter);
  await places.take(1, 1);
  try {
    return await submitInPlace(submitter, registrationId, actorId);
  } finally {
    places.giveBack(1);
  }
}

/** How this process asks for a claim, or null while it must not send anything new. */
export function askingOf({ holderId, random, keyVersionFor, clocks }: Submitter): Asking | null {
  const holder = holderId();
  return holder === null ? null : { holder, random: random(), keyVersionFor, clocks };
}

/** The places of its process; whoever has none of them keeps to as many by itself. */
export function placesOf({ places }: Submitter): SendPlaces {
  return places ?? createSendPlaces();
}

async function submitInPlace(
  submitter: Submitter,
  registrationId: string,
  actorId: string | null,
): Promise<SubmitResult> {
  const asking = askingOf(submitter);
  if (asking === null) return { kind: "waiting", because: "holder_lost" };
  const claimed = await claimForSend(submitter.pool, { ...asking, registrationId, actorId });
  if (claimed.kind === "waiting" && claimed.because === "secret_missing") {
    // For all that waits for it together: row by row they would go round among those who cannot send them.
    await inTransaction(submitter.pool, (tx) => ensureDrain(tx, claimed.credentialId));
  }
  return claimed.kind === "claimed" ? submitClaimed(submitter, claimed.claim) : claimed;
}

/** Sends what is claimed already, from a place that was taken for it before, and records the answer. */
export async function submitClaimed(submitter: Submitter, held: Claim): Promise<SubmitResult> {
  const { claim, ending } = await sendInPlace(submitter, held);
  const [next = null] = await recordEndings(submitter.pool, [{ claim, ending, random: submitter.random() }]);
  reportAttempt(claim, ending, next);
  return { kind: "sent", outcome: ending.outcome, next };
}

import type { Outcome } from "@/lib/doku/outcome";
import { replayDelayMs, retryDelayMs } from "@/lib/registrations/life/retry-policy";
import type { ReplayMode } from "@/lib/registrations/status";

/** One ended attempt of an envelope. */
export type EndedAttempt = {
  outcome: Outcome;
  startedAt: Date;
  retryAfterMs: number | null;
  /** Nobody saw how it ended, because its process died. */
  processStopped: boolean;
  /** It was not sent because its own process came too late: that says nothing of DOKU. */
  claimOver: boolean;
};

export type NextStepFacts = {
  /** Every ended attempt of the envelope, oldest first; at least one. */
  attempts: readonly EndedAttempt[];
  replay: ReplayMode;
  /** DOKU has told of a business of an earlier envelope meanwhile: whatever is sent now would make a second one. */
  hasBusiness: boolean;
  queuedAt: Date;
  giveUpAt: Date;
  /** The database's clock. */
  now: Date;
  /** In [0, 1). */
  random: number;
};

/**
 * `runAt` is when a machine sends the same envelope again; null is "not by machine". `paused` asks
 * to stop the credential: the row waits and is due as soon as a person resumes it.
 */
export type NextStep =
  | { status: "INVITED" | "NEEDS_FIX" | "FAILED"; runAt: null; paused: false }
  | { status: "QUEUED"; runAt: Date; paused: boolean }
  | { status: "UNCONFIRMED"; runAt: Date | null; paused: boolean };

/** What follows a business id. */
export const INVITED: NextStep = { status: "INVITED", runAt: null, paused: false };

/**
 * Decides what comes after the last attempt of an envelope has ended. Pure.
 *
 * One unknown outcome puts the whole envelope in doubt: from then on only *accepted* settles it by
 * machine, and neither a refusal nor the end of patience can call it unsent.
 */
export function decideNextStep(facts: NextStepFacts): NextStep {
  const last = facts.attempts.at(-1);
  if (!last) throw new RangeError("decideNextStep needs at least one ended attempt");
  if (facts.attempts.some((attempt) => attempt.outcome === "accepted")) return INVITED;
  const isInDoubt = facts.attempts.some((attempt) => attempt.outcome === "unknown");
  return isInDoubt ? afterDoubt(facts, last) : withoutDoubt(facts, last);
}

function settled(status: "NEEDS_FIX" | "FAILED"): NextStep {
  return { status, runAt: null, paused: false };
}

function withoutDoubt(facts: NextStepFacts, last: EndedAttempt): NextStep {
  if (facts.hasBusiness) return INVITED;
  switch (last.outcome) {
    case "refused":
      return settled("NEEDS_FIX");
    case "credential_refused":
      return { status: "QUEUED", runAt: facts.now, paused: true };
    case "not_sent":
    case "rate_limited": {
      if (facts.now >= facts.giveUpAt) return settled("FAILED");
      return { status: "QUEUED", runAt: retryAt(facts, last), paused: false };
    }
    case "accepted":
    case "unknown":
      throw new RangeError(`${last.outcome} is decided before`);
  }
}

function afterDoubt(facts: NextStepFacts, last: EndedAttempt): NextStep {
  const park: NextStep = {
    status: "UNCONFIRMED",
    runAt: null,
    paused: last.outcome === "credential_refused",
  };
  // Where replays are not proven each further send could make a second business: a person decides.
  if (facts.replay === "unproven" || facts.hasBusiness) return park;
  switch (last.outcome) {
    case "unknown": {
      // That our own process died says nothing of DOKU: go on at once, and spend none of the replays.
      if (last.processStopped) return { ...park, runAt: facts.now };
      const delayMs = replayDelayMs(facts.attempts.filter(isUnansweredByDoku).length);
      return delayMs === null ? park : { ...park, runAt: later(facts.now, delayMs) };
    }
    case "credential_refused":
      return { ...park, runAt: facts.now };
    case "not_sent":
    case "rate_limited":
      return facts.now >= facts.giveUpAt ? park : { ...park, runAt: retryAt(facts, last) };
    case "refused":
      // "Reference already used" is a sign that the first one arrived; no machine can tell.
      return park;
    case "accepted":
      throw new RangeError("accepted is decided before");
  }
}

function isUnansweredByDoku({ outcome, processStopped }: EndedAttempt): boolean {
  return outcome === "unknown" && !processStopped;
}

/** At once where only we were late. DOKU's own Retry-After is kept to the letter; on our schedule the last attempt is made when patience ends. */
function retryAt(facts: NextStepFacts, last: EndedAttempt): Date {
  if (last.claimOver) return facts.now;
  if (last.retryAfterMs !== null) return later(facts.now, last.retryAfterMs);
  const runAt = later(facts.now, retryDelayMs(failuresInARow(facts), facts.random));
  return new Date(Math.min(runAt.getTime(), facts.giveUpAt.getTime()));
}

function failuresInARow(facts: NextStepFacts): number {
  const since = facts.attempts.filter(
    ({ startedAt, claimOver }) => startedAt >= facts.queuedAt && !claimOver,
  );
  const lastOther = since.findLastIndex(
    ({ outcome }) => outcome !== "not_sent" && outcome !== "rate_limited",
  );
  return since.length - 1 - lastOther;
}

function later(now: Date, delayMs: number): Date {
  return new Date(now.getTime() + delayMs);
}

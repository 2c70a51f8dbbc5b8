/** After an unknown outcome, where replays are proven: how long the machine waits before each replay. */
const REPLAY_DELAYS_MS = [5_000, 30_000, 120_000] as const;

/** After an attempt that surely was not processed; then an hour each time. */
const RETRY_DELAYS_MS = [5_000, 15_000, 60_000, 300_000, 900_000] as const;
const RETRY_DELAY_LATER_MS = 3_600_000;

/** Spread, so that rows that failed together do not come back together. */
const JITTER = 0.2;

/** A row that was surely never processed becomes FAILED this long after it was queued. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Milliseconds until the machine replays after the `unknowns`-th unknown outcome of an envelope
 * (counted from 1), or null when a person decides from here on.
 */
export function replayDelayMs(unknowns: number): number | null {
  return REPLAY_DELAYS_MS[unknowns - 1] ?? null;
}

/**
 * Milliseconds until the next attempt after `failures` attempts in a row that were not processed
 * (counted from 1). `random` is in [0, 1); the answer lies within ±20 % of the schedule.
 */
export function retryDelayMs(failures: number, random: number): number {
  const delayMs = RETRY_DELAYS_MS[Math.max(0, failures - 1)] ?? RETRY_DELAY_LATER_MS;
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
}

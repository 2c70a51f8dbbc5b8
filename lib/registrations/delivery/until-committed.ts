import { setTimeout as wait } from "node:timers/promises";
import { isDatabaseUnavailable } from "@/lib/errors";

const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 2_000;

/**
 * SQLSTATE classes that are about what is written and stay the same however often it is tried: cardinality, data,
 * constraints, limits, exceptions of our own. Every other one says how the database is just now: read-only, demoted,
 * full, restarting, being restored.
 */
const ABOUT_THE_ROW = /^(21|22|23|54|P0)/;

/** How it waits, and whom it tells when it begins to. */
export type Waiting = { pause?: (ms: number) => Promise<unknown>; onWait?: () => void };

/**
 * Repeats `commit` with jittered pauses until it has committed, for as long as the database is not itself. Throws an
 * error that is about the row, or is none of the database. The acknowledgement of a commit may be lost with the
 * connection, so `commit` must find out by itself that it was done before.
 */
export async function untilCommitted<T>(
  commit: () => Promise<T>,
  { pause = wait, onWait }: Waiting = {},
): Promise<T> {
  for (let pauseMs = PAUSE_MIN_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    try {
      return await commit();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (pauseMs === PAUSE_MIN_MS) onWait?.();
    }
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

function isPassing(error: unknown): boolean {
  if (isDatabaseUnavailable(error)) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return SQLSTATE.test(code) && !ABOUT_THE_ROW.test(code);
}

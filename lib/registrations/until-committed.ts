import { setTimeout as wait } from "node:timers/promises";
import { isDatabaseUnavailable } from "@/lib/errors";
import { logger } from "@/lib/logger";

/** Longer than a restart of the database takes; a claim is over by then, and others may have gone on. */
const PATIENCE_MS = 120_000;
const PAUSE_MIN_MS = 100;
const PAUSE_MAX_MS = 2_000;

/** SQLSTATE classes that say nothing about the statement: connection, rollback, resources, operator, system. */
const PASSING = /^(08|40|53|57|58)/;

export type Patience = { patienceMs: number; pause: (ms: number) => Promise<unknown> };

/**
 * Repeats `commit` with jittered pauses while the database is away, until it has committed or patience
 * ends; then, and for any other error, it throws. The acknowledgement of a commit may be lost with the
 * connection, so `commit` must find out by itself that it was done before.
 */
export async function untilCommitted<T>(
  commit: () => Promise<T>,
  { patienceMs, pause }: Patience = { patienceMs: PATIENCE_MS, pause: wait },
): Promise<T> {
  for (let waitedMs = 0, pauseMs = PAUSE_MIN_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    try {
      return await commit();
    } catch (error) {
      if (!isPassing(error) || waitedMs >= patienceMs) throw error;
      if (waitedMs === 0) logger.warn("an answer waits for the database");
    }
    const jitteredMs = pauseMs * (0.5 + Math.random());
    await pause(jitteredMs);
    waitedMs += jitteredMs;
  }
}

function isPassing(error: unknown): boolean {
  if (isDatabaseUnavailable(error)) return true;
  return error instanceof Error && "code" in error && PASSING.test(String(error.code));
}

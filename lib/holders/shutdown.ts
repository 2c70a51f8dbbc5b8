import { setTimeout as wait } from "node:timers/promises";
import { logger } from "@/lib/logger";
import type { Holder } from "./holder";

/** As long as the longest call to DOKU may take. Whoever ends a process from outside should wait a little longer. */
const SHUTDOWN_MS = 25_000;

const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
/** A terminal's Ctrl-C comes from the terminal and again from npm; that is one wish. */
const SAME_SIGNAL_MS = 500;
/** A database that does not answer must not keep a process that has nothing left to do. */
const PARTING_MS = 1_000;

/**
 * Runs `stop` once, at the first signal to end (SIGTERM, SIGINT, SIGHUP). Its `hurry` is aborted after
 * `SHUTDOWN_MS`, or at once by a second signal; then `stop` must come to its end.
 */
export function onStopSignal(stop: (hurry: AbortSignal) => Promise<void>): void {
  const hurry = new AbortController();
  let firstMs: number | null = null;
  const receive = (signal: NodeJS.Signals): void => {
    if (firstMs === null) {
      firstMs = performance.now();
      logger.info({ signal }, "stopping");
      setTimeout(() => hurry.abort(), SHUTDOWN_MS).unref();
      void stop(hurry.signal);
    } else if (performance.now() - firstMs > SAME_SIGNAL_MS) hurry.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, receive);
}

/**
 * Ends a process's life as a holder: nothing new is claimed, and `work` is waited for until `hurry`.
 * What is unfinished then stays an open attempt, and whoever claims it next ends it as unknown. Where `work` failed it
 * has left something behind, so that the others have to take this process for dead, too.
 *
 * Says whether everything was finished.
 */
export async function leaveInPeace(
  holder: Holder,
  work: Promise<unknown>,
  hurry: AbortSignal,
): Promise<boolean> {
  holder.stopClaiming();
  const isFinished = await Promise.race([
    work.then(
      () => true,
      (error: unknown) => {
        logger.warn({ err: error }, "something is left for the others to take over");
        return false;
      },
    ),
    aborted(hurry).then(() => false),
  ]);
  const parting = isFinished ? holder.close() : holder.abandon();
  await Promise.race([parting, wait(PARTING_MS, undefined, { ref: false })]);
  logger[isFinished ? "info" : "warn"]({ isFinished }, "stopped");
  return isFinished;
}

/** Resolves when `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

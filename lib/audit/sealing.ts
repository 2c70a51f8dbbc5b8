import type { Pool } from "pg";
import { logger } from "@/lib/logger";
import { NOTHING_SEALED_YET, sealAudit } from "./seal";

/**
 * One seal in `sealMs` over all processes, while something is written; after a time without, something new is noticed
 * within `idleMs`, since an idle worker is to ask the database for little.
 */
const PACE = { sealMs: 1_000, idleMs: 10_000 };
const LOG_INTERVAL_MS = 3_600_000;

/**
 * Seals the audit log again and again until the returned function is called. A database that is away is waited for.
 *
 * The newest seal goes to the log, now and then and at the end: whoever rewrites entries may rewrite all seals after
 * them as well, and only what was noted down elsewhere tells.
 */
export function startSealing(pool: Pool, { sealMs, idleMs } = PACE): () => void {
  let timer: NodeJS.Timeout;
  let state = NOTHING_SEALED_YET;
  let logged = { position: "", atMs: Number.NEGATIVE_INFINITY };
  let isStopped = false;
  let isFailing = false;

  function logHead(): void {
    if (!state.head || state.head.position === logged.position) return;
    logger.info(state.head, "the audit log is sealed");
    logged = { position: state.head.position, atMs: performance.now() };
  }

  async function turn(): Promise<boolean> {
    try {
      const { isBehind, isHeadLost, ...next } = await sealAudit(pool, state, sealMs);
      if (isHeadLost) {
        logger.error(
          { lost: state.head, found: next.head },
          "seals of the audit log are gone or were rewritten",
        );
      }
      state = next;
      isFailing = false;
      if (performance.now() - logged.atMs >= LOG_INTERVAL_MS) logHead();
      return isBehind;
    } catch (error) {
      // Once for each time that the database is away. What it gave out before may mean something else afterwards.
      if (!isFailing) logger.warn({ err: error }, "the audit log is not sealed for now");
      isFailing = true;
      state = { ...state, mark: null };
      return false;
    }
  }

  async function seal(): Promise<void> {
    const isBehind = await turn();
    if (!isStopped) timer = setTimeout(seal, isBehind ? sealMs : idleMs);
  }
  timer = setTimeout(seal, 0);
  return () => {
    isStopped = true;
    clearTimeout(timer);
    logHead();
  };
}

import { Logger, makeWorkerUtils } from "graphile-worker";
import type { Pool } from "pg";
import { logger } from "@/lib/logger";

const INTERVAL_MS = 600_000;

const silentLogger = new Logger(() => () => undefined);

/**
 * Removes the jobs that will never run again. A job that is replaced or removed while it runs loses its
 * key and its last attempt; it goes when its task returns, but stays for ever where its process died first.
 * What it was for has a job of its own, or is settled.
 */
export async function removeDeadJobs(pool: Pool): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool, logger: silentLogger });
  try {
    await queue.cleanup({ tasks: ["DELETE_PERMAFAILED_JOBS"] });
  } finally {
    await queue.release();
  }
}

/** Removes dead jobs now and then until the returned function is called. A database that is away is waited for. */
export function startRemovingDeadJobs(pool: Pool): () => void {
  const remove = () =>
    removeDeadJobs(pool).catch((error: unknown) => logger.warn({ err: error }, "dead jobs stay for now"));
  const timer = setInterval(remove, INTERVAL_MS);
  timer.unref();
  void remove();
  return () => clearInterval(timer);
}

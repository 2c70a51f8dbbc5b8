import "server-only";
import pg from "pg";
import { logger } from "@/lib/logger";

/** The queue's own statements take milliseconds; a network that swallows packets would hold them for ever. */
const QUEUE_SILENCE_MS = 20_000;
const KEEPALIVE_MS = 10_000;

type Connected = Parameters<pg.Pool["connect"]>[0];

/**
 * A pool to which a callback may give its connection back twice, or one that never came: graphile-worker 0.17.3 does so
 * where it is stopped while its listening connection fails, and the error would end the process.
 */
class QueuePool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect();
    super.connect((error, client, release) => {
      let isReleased = false;
      callback(error, client, (destroy) => {
        // There is none where no connection came in time, which the types do not say.
        if (!isReleased) release?.(destroy);
        isReleased = true;
      });
    });
    return undefined;
  }
}

/**
 * Direct connections for a queue that works on `concurrency` jobs at once, each given up when a statement takes longer
 * than `silenceMs`. The caller closes it.
 */
export function openQueuePool(
  connectionString: string,
  concurrency: number,
  silenceMs = QUEUE_SILENCE_MS,
): pg.Pool {
  const pool = new QueuePool({
    connectionString,
    max: concurrency + 2,
    connectionTimeoutMillis: silenceMs,
    query_timeout: silenceMs,
    // For the connection that listens, on which nothing is asked.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
    application_name: "mitra-worker",
  });
  pool.on("error", (error) =>
    logger.warn({ code: "code" in error ? error.code : undefined }, "database connection lost"),
  );
  // Without it, one that dies between two statements would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

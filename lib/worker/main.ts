import pg from "pg";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { parkAfterRestore } from "@/lib/holders/restored";
import { leaveInPeace, onStopSignal } from "@/lib/holders/shutdown";
import { startSweeping } from "@/lib/holders/sweep";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrate";
import { becomeHolder, processSubmitter } from "@/lib/registrations/submitter";
import { startRemovingDeadJobs } from "@/lib/worker/dead-jobs";
import { serveMetrics } from "@/lib/worker/metrics-server";
import { workQueue } from "@/lib/worker/queue-runner";
import { createTaskList } from "@/lib/worker/tasks";

const CONCURRENCY = 8;
/** The queue's own statements take milliseconds; a network that swallows packets would hold them for ever. */
const QUEUE_SILENCE_MS = 20_000;
const KEEPALIVE_MS = 10_000;

// A function, since tsx runs this package's TypeScript as CommonJS, where nothing is awaited at the top level.
async function main(): Promise<void> {
  await requireCurrentSchema(database().pool);
  await syncCredentialFromEnv();
  await parkAfterRestore(database().pool);
  const pool = openQueuePool();
  const holder = await becomeHolder("worker");
  const stopSweeping = startSweeping(database().pool);
  const stopRemoving = startRemovingDeadJobs(database().pool);
  const stopping = new AbortController();
  const working = workQueue(
    {
      pool,
      concurrency: CONCURRENCY,
      taskList: createTaskList(processSubmitter()),
      onPoolId: (poolId) => void holder.setPoolId(poolId),
    },
    stopping.signal,
  );
  onStopSignal(async (hurry) => {
    stopping.abort();
    stopSweeping();
    stopRemoving();
    await leaveInPeace(holder, working, hurry);
    // What is unfinished would keep the process; its connections end with it.
    process.exit(0);
  });
  const { workerPort } = env().metrics;
  if (workerPort !== null) serveMetrics(workerPort, database().pool);
  logger.info({ holder: holder.currentId() }, "worker ready");
}

function openQueuePool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().databaseDirectUrl,
    max: CONCURRENCY + 2,
    connectionTimeoutMillis: QUEUE_SILENCE_MS,
    query_timeout: QUEUE_SILENCE_MS,
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

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "worker did not start");
  process.exit(1);
});

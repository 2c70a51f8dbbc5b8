import { EventEmitter } from "node:events";
import { Logger, run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { startSweeping } from "@/lib/holders/sweep";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrate";
import { becomeHolder, processSubmitter } from "@/lib/registrations/submitter";
import { createTaskList } from "@/lib/worker/tasks";

const CONCURRENCY = 8;
const SHUTDOWN_MS = 25_000;
/** NOTIFY wakes the worker at once; polling only finds jobs whose time has come. */
const POLL_INTERVAL_MS = 2_000;

const queueLogger = new Logger((scope) => (level, message) => {
  if (level === "error" || level === "warning") logger.warn({ queue: scope.label, message }, "queue");
});

// A function, since tsx runs this package's TypeScript as CommonJS, where nothing is awaited at the top level.
async function main(): Promise<void> {
  await requireCurrentSchema(database().pool);
  await syncCredentialFromEnv();
  const pool = new pg.Pool({
    connectionString: env().databaseDirectUrl,
    max: CONCURRENCY + 2,
    application_name: "mitra-worker",
  });
  pool.on("error", (error) =>
    logger.warn({ code: "code" in error ? error.code : undefined }, "database connection lost"),
  );
  const holder = await becomeHolder("worker");
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked under the pool's name, which is known only once the queue has made its pool.
  events.on("pool:create", ({ workerPool }) => void holder.setPoolId(workerPool.id));
  const stopSweeping = startSweeping(database().pool);
  const runner = await run({
    events,
    pgPool: pool,
    concurrency: CONCURRENCY,
    pollInterval: POLL_INTERVAL_MS,
    taskList: createTaskList(processSubmitter()),
    parsedCronItems: [],
    logger: queueLogger,
    preset: { worker: { gracefulShutdownAbortTimeout: SHUTDOWN_MS } },
  });
  logger.info({ holder: holder.currentId() }, "worker ready");
  await runner.promise;
  stopSweeping();
  await holder.close();
  await Promise.all([pool.end(), database().pool.end()]);
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "worker did not start");
  process.exitCode = 1;
});

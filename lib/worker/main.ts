import { startSealing } from "@/lib/audit/sealing";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { database, inTransaction, warnOfMissingLimits } from "@/lib/db";
import { SEND_DIGESTS } from "@/lib/digest/send";
import { env } from "@/lib/env";
import { leaveInPeace, onStopSignal } from "@/lib/holders/shutdown";
import { startRemovingDeadJobs } from "@/lib/jobs/dead-jobs";
import { openQueuePool } from "@/lib/jobs/pool";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrate";
import { processLooker } from "@/lib/progress/looks/looker";
import { ASK_LOOKS } from "@/lib/progress/looks/queue";
import { becomeHolder, processSubmitter } from "@/lib/registrations/delivery/submitter";
import { startSweeping } from "@/lib/registrations/delivery/sweep";
import { serveMetrics } from "@/lib/worker/metrics-server";
import { workQueue } from "@/lib/worker/queue-runner";
import { startRetention } from "@/lib/worker/retention";
import { CONCURRENCY, createTaskList } from "@/lib/worker/tasks";

// A function, since tsx runs this package's TypeScript as CommonJS, where nothing is awaited at the top level.
async function main(): Promise<void> {
  await requireCurrentSchema(database().pool);
  await warnOfMissingLimits(database().pool);
  const pool = openQueuePool(env().databaseDirectUrl, CONCURRENCY);
  const holder = await becomeHolder("worker");
  const credential = await requireCurrentCredential();
  // What came to its turn in a process without this secret has no job any more.
  await inTransaction(database().pool, (tx) => enqueueDrain(tx, credential.id));
  const stopSweeping = startSweeping(database().pool);
  const stopRemoving = startRemovingDeadJobs(database().pool);
  const stopSealing = startSealing(database().pool);
  const stopRetention = startRetention(database().pool, env().keepDays);
  const stopping = new AbortController();
  const working = workQueue(
    {
      pool,
      concurrency: CONCURRENCY,
      taskList: createTaskList(processSubmitter(), processLooker()),
      everyMinute: [ASK_LOOKS, SEND_DIGESTS],
      onPoolId: (poolId) => void holder.setPoolId(poolId),
    },
    stopping.signal,
  );
  onStopSignal(async (hurry) => {
    stopping.abort();
    stopSweeping();
    stopRemoving();
    stopSealing();
    stopRetention();
    await leaveInPeace(holder, working, hurry);
    // What is unfinished would keep the process; its connections end with it.
    process.exit(0);
  });
  const { workerPort } = env().metrics;
  if (workerPort !== null) serveMetrics(workerPort, database().pool);
  logger.info({ holder: holder.currentId() }, "worker ready");
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "worker did not start");
  process.exit(1);
});

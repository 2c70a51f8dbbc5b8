import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  type Task,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import type { Pool } from "pg";
import { aborted } from "@/lib/holders/shutdown";
import { wakeSql } from "@/lib/jobs/private-tables";
import { logger } from "@/lib/logger";

/** NOTIFY wakes the worker, for new jobs and, by the sweep, for those whose time has come; each lane polls by itself. */
const POLL_INTERVAL_MS = 300_000;
const RESTART_MIN_MS = 100;
const RESTART_MAX_MS = 1_000;
/** How long a runner whose tasks have ended has for handing their jobs back. */
const HAND_BACK_MS = 3_000;

const EVERY_MINUTE = "* * * * *";
// One that waits, because no worker had a place for it, is enough.
const EACH = { backfillPeriod: 0, maxAttempts: 1, jobKeyMode: "preserve_run_at" } as const;

const queueLogger = new Logger((scope) => (level, message) => {
  if (level === "error" || level === "warning") logger.warn({ queue: scope.label, message }, "queue");
});

export type QueueOptions = {
  /** Direct connections; the caller closes it. */
  pool: Pool;
  concurrency: number;
  taskList: TaskList;
  /** Tasks that are done once a minute, each by one of all workers, and not made up for where none was there. */
  everyMinute?: readonly string[];
  /** Told under which name jobs are locked, each time the queue is started. */
  onPoolId: (poolId: string) => void;
};

/**
 * Works off the queue until `stopping`, then resolves when the tasks in progress have ended. Rejects then where some of
 * their jobs could not be handed back: they stay locked until this process counts as dead.
 *
 * graphile-worker gives up for good when it cannot hand a job back, and keeps a job locked that it took
 * without learning of it. So a runner that lost the database is replaced, its own tasks go on to their
 * end, and then its locks are undone. That they have ended is seen by the tasks themselves: after several
 * jobs that it could not hand back, graphile-worker 0.17.3 never says so.
 */
export async function workQueue(options: QueueOptions, stopping: AbortSignal): Promise<void> {
  const retiring = new Set<Promise<void>>();
  let isAllHandedBack = true;
  for (let delayMs = RESTART_MIN_MS; !stopping.aborted; delayMs = Math.min(delayMs * 2, RESTART_MAX_MS)) {
    try {
      const running = await startRunner(options);
      delayMs = RESTART_MIN_MS;
      await Promise.race([running.lost, aborted(stopping)]);
      const retired = retire(options.pool, running, stopping).then((hasHandedBack) => {
        isAllHandedBack &&= hasHandedBack;
        retiring.delete(retired);
      });
      retiring.add(retired);
    } catch (error) {
      logger.warn({ code: codeOf(error) }, "the queue cannot be reached");
    }
    if (!stopping.aborted) await pause(delayMs, stopping);
  }
  await Promise.all(retiring);
  if (!isAllHandedBack) throw new Error("jobs could not be handed back to the queue");
}

type Running = { runner: Runner; poolId: string | null; underWay: Set<unknown>; lost: Promise<void> };

async function startRunner({
  pool,
  concurrency,
  taskList,
  everyMinute = [],
  onPoolId,
}: QueueOptions): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  let poolId: string | null = null;
  // Jobs are locked under the pool's name, which is known only once the queue has made its pool.
  events.on("pool:create", ({ workerPool }) => {
    poolId = workerPool.id;
    onPoolId(workerPool.id);
  });
  const underWay = new Set<unknown>();
  // One that cannot hand a job back begins to stop by itself, and may ask for no other job that would fail.
  const failed = new Promise<void>((resolve) => {
    events.once("worker:getJob:error", () => resolve());
    events.once("pool:gracefulShutdown", () => resolve());
  });
  const runner = await run({
    events,
    pgPool: pool,
    concurrency,
    pollInterval: POLL_INTERVAL_MS,
    taskList: noteDown(taskList, underWay),
    parsedCronItems: parseCronItems(
      everyMinute.map((task) => ({ task, match: EVERY_MINUTE, options: { ...EACH, jobKey: task } })),
    ),
    logger: queueLogger,
    noHandleSignals: true,
    preset: {
      worker: {
        // A task that goes through many rows learns at once that it should end.
        gracefulShutdownAbortTimeout: 0,
        // Without a delay graphile-worker 0.17.3 does not wait for the statement that hands a job back: a
        // connection that breaks just then would end the whole process. With one, it ends this runner.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  const ended = runner.promise.catch((error: unknown) =>
    logger.warn({ code: codeOf(error) }, "the queue gave up; it is started again"),
  );
  return { runner, poolId, underWay, lost: Promise.race([failed, ended]) };
}

/** The same tasks; those that are under way are in the set. */
function noteDown(taskList: TaskList, underWay: Set<unknown>): TaskList {
  return Object.fromEntries(
    Object.entries(taskList).map(([name, task]): [string, Task] => [
      name,
      async (payload, helpers) => {
        const one = {};
        underWay.add(one);
        try {
          await task?.(payload, helpers);
        } finally {
          underWay.delete(one);
        }
      },
    ]),
  );
}

// Unlocking tells nobody by itself.
const UNLOCK = `
  select graphile_worker.force_unlock_workers($1::text[]), ${wakeSql("8")}`;

/**
 * Lets the runner's tasks end, then undoes the locks it has left; tried until the database answers. False where it has
 * not answered, and `stopping` leaves no time to wait for it.
 */
async function retire(pool: Pool, running: Running, stopping: AbortSignal): Promise<boolean> {
  await untilOver(running);
  for (;;) {
    try {
      await pool.query(UNLOCK, [[running.poolId]]);
      return true;
    } catch {
      if (stopping.aborted) return false;
      await pause(RESTART_MAX_MS, stopping);
    }
  }
}

/** Stops it, and waits until its tasks have ended and it has handed their jobs back or had the time for it. */
async function untilOver({ runner, underWay }: Running): Promise<void> {
  const saysSo = runner
    .stop()
    .catch(() => undefined)
    .then(() => runner.promise)
    .then(
      () => true,
      () => true,
    );
  let hadEnded = false;
  for (;;) {
    const hasEnded = underWay.size === 0;
    if (hasEnded && hadEnded) return;
    hadEnded = hasEnded;
    if (await Promise.race([saysSo, wait(HAND_BACK_MS, false, { ref: false })])) return;
  }
}

async function pause(delayMs: number, stopping: AbortSignal): Promise<void> {
  await wait(delayMs * (0.5 + Math.random()), undefined, { signal: stopping }).catch(() => undefined);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

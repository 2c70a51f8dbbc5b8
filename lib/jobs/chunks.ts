import { setTimeout as wait } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import type { ComeBack } from "@/lib/jobs/job";

/** How often a job that has to wait for its rows to be sent looks again. */
const LOOK_AGAIN_MS = 25;
/** Where nobody has any of them in hand at so many looks, those who send may have gone just before the rows came. */
const LOOKS_BEFORE_WAKING = 2;
/** Where nothing moves for so long, it leaves its place in the queue … */
const WAIT_IN_PLACE_MS = 2_500;
/** … and comes back: a credential may be paused for days. */
const COME_BACK_MS = 3_000;

/** What one transaction of a job has come to. */
export type Step<Worked = object> =
  /** Handed rows out, or moved on to what comes next. */
  ({ kind: "worked" } & Worked) | Waiting | { kind: "again"; when: ComeBack } | { kind: "ended" };

/** `count` rows have to be sent first. Without `isSoon` none of them goes within a moment. */
export type Waiting = {
  kind: "waiting";
  count: number;
  isSoon: boolean;
  /** It is worth another step when no more than so many wait. */
  enough: number;
  look: (tx: PoolClient) => Promise<Look>;
  /** Has somebody send them. */
  wake?: (tx: PoolClient) => Promise<void>;
};

/** How many of the rows that were handed out wait to be sent, and how many of those nobody has in hand. */
export type Look = { waiting: number; unclaimed: number };

/** Rows of one transaction, and rows that may wait to be sent at once: what still goes when the job is stopped. */
export type Limits = { chunk: number; waiting: number };

/** How many rows may be handed out beside those that wait: none before no more than `enough` do. */
export function roomBeside(
  { chunk, waiting: most }: Limits,
  waiting: number,
): { room: number; enough: number } {
  // Not row by row: what is sent meanwhile makes room for a transaction that is worth it.
  const enough = most - Math.ceil(Math.min(chunk, most) / 2);
  return { room: waiting > enough ? 0 : Math.min(chunk, most - waiting), enough };
}

/**
 * Works through the rows of a job, a step at a time, until it has ended, or has to wait for long, or `isStopping`; when
 * it comes back. Each step is a transaction that locks the job, so any number of processes may run the same job, and any
 * of them may die at any moment: another one goes on with the next row.
 */
export async function runInChunks(
  pool: Pool,
  step: () => Promise<Step>,
  isStopping: () => boolean,
): Promise<ComeBack | null> {
  const stillness = createStillness();
  while (!isStopping()) {
    const result = await step();
    if (result.kind === "ended") return null;
    if (result.kind === "again") return result.when;
    if (result.kind === "worked") stillness.end();
    else if (!result.isSoon || stillness.lastsMs(result.count) >= WAIT_IN_PLACE_MS)
      return { inMs: COME_BACK_MS };
    else await watch(pool, result, isStopping);
  }
  return { inMs: 0 };
}

/** Waits until rows have been sent, or nothing moves, without the job's lock; sees to it that somebody sends. */
async function watch(pool: Pool, { enough, look, wake }: Waiting, isStopping: () => boolean): Promise<void> {
  const stillness = createStillness();
  let idleLooks = 0;
  let isOver = false;
  while (!isOver && !isStopping()) {
    await wait(LOOK_AGAIN_MS);
    await inTransaction(pool, async (tx) => {
      const { waiting, unclaimed } = await look(tx);
      idleLooks = waiting === unclaimed ? idleLooks + 1 : 0;
      isOver = waiting <= enough || stillness.lastsMs(waiting) >= WAIT_IN_PLACE_MS;
      if (!isOver && idleLooks >= LOOKS_BEFORE_WAKING) await wake?.(tx);
    });
  }
}

/** For how long a count has not changed. */
function createStillness() {
  let lastCount: number | null = null;
  let sinceMs = 0;
  return {
    end(): void {
      lastCount = null;
    },
    lastsMs(count: number): number {
      if (count !== lastCount) sinceMs = performance.now();
      lastCount = count;
      return performance.now() - sinceMs;
    },
  };
}

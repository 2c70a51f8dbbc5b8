import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DRAIN } from "@/lib/credentials/gate/queue";
import { worker } from "@/scripts/start/programs.mjs";
import { type Deployment, end, onDeployment, reportExit, startProcess } from "./deployment";
import { queueRows } from "./queued-rows";

// P12: several workers under one limit of their credential. How much of the allowed rate is used, and whether any
// window of one second holds more than allowed: by our times of the first byte on the database's clock, and by the
// stand-in's times of arrival, where one more is allowed for what the way there adds.

const GOAL_USED = 0.98;
/** Until all workers have come to the credential. */
const WARM_UP_MS = 3_000;
const WINDOW_MS = 1_000;

const LIMIT = "update credential set rate_limit = $2 where id = $1";
const SENT_AT =
  "select extract(epoch from sent_at)::float8 * 1000 as at from attempt where sent_at is not null order by 1";

/** The most that any window of a second holds, which begins with one of the times. They are in order. */
function fullestWindow(timesMs: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; first < timesMs.length; first += 1) {
    const endMs = (timesMs[first] ?? 0) + WINDOW_MS;
    while (last < timesMs.length && (timesMs[last] ?? 0) < endMs) last += 1;
    most = Math.max(most, last - first);
  }
  return most;
}

/** Of those between the first warm second and the last, how many there were a second. */
function rateOf(timesMs: readonly number[], seconds: number): number {
  const fromMs = (timesMs[0] ?? 0) + WARM_UP_MS;
  const toMs = fromMs + (seconds - 1) * 1_000 - WARM_UP_MS;
  return timesMs.filter((at) => at >= fromMs && at < toMs).length / ((toMs - fromMs) / 1_000);
}

async function readArrivals(url: string): Promise<number[]> {
  const state = (await (await fetch(`${url}/__stand-in/state?requests=1000000`)).json()) as {
    requests: { arrivedMs: number }[];
  };
  return state.requests.map(({ arrivedMs }) => arrivedMs).toSorted((one, other) => one - other);
}

type Run = { limit: number; workers: number; seconds: number };

async function measure({ pool, env, standIn, credentialId, userId }: Deployment, run: Run): Promise<boolean> {
  const { limit, workers, seconds } = run;
  await pool.query(LIMIT, [credentialId, limit]);
  const children: ChildProcess[] = [];
  try {
    for (let started = 0; started < workers; started += 1) {
      children.push((await startProcess(worker(null), { env, isReady: /"worker ready"/ })).child);
    }
    // More than can be sent, so that there is always one that waits.
    await queueRows(pool, { credentialId, userId }, limit * (seconds + 5));
    for (let lane = 1; lane <= workers; lane += 1) await DRAIN.enqueue(pool, { credentialId, lane });
    await wait(seconds * 1_000);
  } finally {
    for (const child of children) await end(child);
  }
  const ours = (await pool.query<{ at: number }>(SENT_AT)).rows.map(({ at }) => at);
  const theirs = await readArrivals(standIn.url);
  const used = rateOf(theirs, seconds) / limit;
  const mostOfOurs = fullestWindow(ours);
  const mostOfTheirs = fullestWindow(theirs);
  const holds =
    used >= GOAL_USED && ours.length === theirs.length && mostOfOurs <= limit && mostOfTheirs <= limit + 1;
  console.log(
    `${workers} workers, ${limit}/s for ${seconds} s: ${theirs.length} arrived, ${ours.length} told when they were sent`,
  );
  console.log(
    `fullest second: ${mostOfOurs} by our first byte, ${mostOfTheirs} by arrival (${limit} allowed, and one more there)`,
  );
  console.log(
    `P12 shared rate limit, used ${used.toFixed(3)} of it, goal ${GOAL_USED} without overshoot: ${holds ? "holds" : "does not hold"}`,
  );
  return holds;
}

const { values } = parseArgs({
  options: {
    limit: { type: "string", default: "50" },
    workers: { type: "string", default: "3" },
    seconds: { type: "string", default: "60" },
  },
});
const run = { limit: Number(values.limit), workers: Number(values.workers), seconds: Number(values.seconds) };
void onDeployment(async (deployment) => reportExit(await measure(deployment, run)), {
  requestsKept: 1_000_000,
});

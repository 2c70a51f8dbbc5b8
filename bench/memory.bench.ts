import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DRAIN } from "@/lib/credentials/gate/queue";
import { SUBMIT } from "@/lib/registrations/queue";
import { bundledWorker } from "@/scripts/start/programs.mjs";
import { type Deployment, end, onDeployment, pidOf, reportExit, startProcess } from "./deployment";
import { percentile } from "./latencies";
import { queueRows } from "./queued-rows";
import { startWebReplica } from "./web-replica";

// P13: a worker's memory when it starts, and whether it stays flat over many jobs; a web replica's after many
// submits; and how often each asks the database while there is nothing to do.

const GOAL = { peakMiB: 100, replicaPeakMiB: 200, growth: 1.05, queriesPerSecond: 2 };
const SUBMITS = 1_000;
const IDLE_MS = 20_000;
const ROWS_PER_INSERT = 5_000;
const SAMPLE_MS = 500;
const READY = /"worker ready"/;

// Counts what clients sent, whatever it was, but not what is asked here.
const STATEMENTS =
  "select coalesce(sum(calls), 0)::int as calls from pg_stat_statements where query not like '%pg_stat_statements%'";

const ENQUEUE = `
  select count(${SUBMIT.addSql({ registrationId: "id" }, "now()")}) from unnest($1::uuid[]) as id`;

function readMemory(pid: number): { residentMiB: number; peakMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1]) / 1_024;
  return { residentMiB: read("VmRSS"), peakMiB: read("VmHWM") };
}

async function countStatements({ pool }: Deployment): Promise<number> {
  return (await pool.query<{ calls: number }>(STATEMENTS)).rows[0]?.calls ?? Number.NaN;
}

async function measureIdle(deployment: Deployment): Promise<number> {
  const before = await countStatements(deployment);
  await wait(IDLE_MS);
  return (((await countStatements(deployment)) - before) / IDLE_MS) * 1_000;
}

/** Hands the worker that many jobs, and reads its memory until they are done: a list of samples. */
async function work(
  deployment: Deployment,
  pid: number,
  jobs: number,
  kind: "single" | "drain",
): Promise<number[]> {
  const { pool, credentialId } = deployment;
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(readMemory(pid).residentMiB), SAMPLE_MS);
  const startedMs = performance.now();
  for (let queued = 0; queued < jobs; queued += ROWS_PER_INSERT) {
    const ids = await queueRows(pool, deployment, Math.min(ROWS_PER_INSERT, jobs - queued));
    if (kind === "single") await pool.query(ENQUEUE, [ids]);
    else await DRAIN.enqueue(pool, { credentialId, lane: 1 });
    await untilInvited(deployment);
  }
  clearInterval(sampling);
  const rate = jobs / ((performance.now() - startedMs) / 1_000);
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    percentile(
      samples.slice((tenth * samples.length) / 10, ((tenth + 1) * samples.length) / 10),
      0.5,
    ).toFixed(0),
  );
  console.log(
    `${jobs} registrations (${kind}), ${rate.toFixed(0)}/s; memory by tenths: ${tenths.join(" ")} MiB`,
  );
  return samples;
}

async function untilInvited({ pool }: Deployment): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query("select 1 from registration where status <> 'INVITED' limit 1");
    if (rowCount === 0) return;
    await wait(100);
  }
}

async function measureWorker(deployment: Deployment, jobs: number): Promise<boolean> {
  const { pool, env } = deployment;
  await pool.query("create extension pg_stat_statements");
  const folder = mkdtempSync(join(tmpdir(), "mitra-bench-"));
  const bundle = join(folder, "worker.cjs");
  execFileSync(process.execPath, ["scripts/checkout/bundle.mjs", folder]);
  const { child } = await startProcess(bundledWorker(bundle), {
    env: { ...env, LOG_LEVEL: "info" },
    isReady: READY,
  });
  try {
    const pid = pidOf(child);
    await wait(2_000);
    console.log(`started: ${readMemory(pid).residentMiB.toFixed(0)} MiB`);
    const idle = await measureIdle(deployment);
    // As a spreadsheet's rows go, and a tenth as retries do, each by a job of its own, which takes ten times as long.
    const samples = await work(deployment, pid, jobs * 0.9, "drain");
    await work(deployment, pid, jobs * 0.1, "single");
    const { peakMiB } = readMemory(pid);
    // The first fifth fills the engine's spaces; from there on it must stay.
    const early = percentile(samples.slice(samples.length * 0.2, samples.length * 0.4), 0.5);
    const late = percentile(samples.slice(samples.length * 0.8), 0.5);
    const idleAfter = await measureIdle(deployment);
    const isMet = {
      peak: peakMiB <= GOAL.peakMiB,
      flat: late / early <= GOAL.growth,
      idle: idle <= GOAL.queriesPerSecond,
    };
    console.log(
      `P13 worker, peak ${peakMiB.toFixed(0)} MiB, goal ${GOAL.peakMiB}: ${isMet.peak ? "holds" : "does not hold"}`,
    );
    console.log(
      `P13 worker, last fifth over the second ${(late / early).toFixed(3)}, goal ${GOAL.growth}: ${isMet.flat ? "holds" : "does not hold"}`,
    );
    console.log(
      `P13 worker, idle ${idle.toFixed(2)} queries/s (afterwards ${idleAfter.toFixed(2)}), goal ${GOAL.queriesPerSecond}: ${isMet.idle ? "holds" : "does not hold"}`,
    );
    return Object.values(isMet).every(Boolean);
  } finally {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureReplica(deployment: Deployment): Promise<boolean> {
  const replica = await startWebReplica(deployment);
  try {
    await wait(2_000);
    const started = readMemory(replica.pid).residentMiB;
    for (let submit = 0; submit < SUBMITS; submit += 1) await replica.register();
    const { residentMiB, peakMiB } = readMemory(replica.pid);
    const idle = await measureIdle(deployment);
    console.log(
      `replica: started ${started.toFixed(0)} MiB, after ${SUBMITS} submits ${residentMiB.toFixed(0)} MiB`,
    );
    const isMet = { peak: peakMiB <= GOAL.replicaPeakMiB, idle: idle <= GOAL.queriesPerSecond };
    console.log(
      `P13 replica, peak ${peakMiB.toFixed(0)} MiB, goal ${GOAL.replicaPeakMiB}: ${isMet.peak ? "holds" : "does not hold"}`,
    );
    console.log(
      `P13 replica, idle ${idle.toFixed(2)} queries/s, goal ${GOAL.queriesPerSecond}: ${isMet.idle ? "holds" : "does not hold"}`,
    );
    return isMet.peak && isMet.idle;
  } finally {
    await replica.stop();
  }
}

const { values } = parseArgs({ options: { jobs: { type: "string", default: "100000" } } });
void onDeployment(
  async (deployment) => {
    const worker = await measureWorker(deployment, Number(values.jobs));
    reportExit((await measureReplica(deployment)) && worker);
  },
  {
    settings: ["shared_preload_libraries=pg_stat_statements"],
  },
);

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/authority/actor";
import { makeActor, makePerson } from "@/lib/testing/people";
import { bundledWorker } from "@/scripts/start/programs.mjs";
import { type Deployment, end, onDeployment, pidOf, reportExit, startProcess } from "./deployment";
import { forget, untilStatus, upload, writeFile } from "./import-files";
import { percentile } from "./latencies";
import { spentByServerMs, spentMs } from "./spent";

// P5: a spreadsheet taken in, read and every row of it checked, against PostgreSQL's own COPY of the same file; how
// the time grows with the rows; a worker's memory meanwhile.

const GOAL = { copies: 8, growth: 10.5, memoryMiB: 64 };
const READY = /"worker ready"/;

type Bench = Deployment & { actor: UserActor; folder: string; bundle: string };

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Median milliseconds of the import and of two COPYs of the same rows, round by round. */
async function measureChecking(bench: Bench, worker: number, rows: number, rounds: number) {
  const { pool, folder, postgresPid } = bench;
  const file = join(folder, "rows.csv");
  const copy = async () => {
    await pool.query("truncate copied");
    return timed(() => pool.query(`copy copied from '${file}' with (format csv, header)`));
  };
  const times = { import: [] as number[], copy: [] as number[], again: [] as number[] };
  const spent = { worker: [] as number[], database: [] as number[], copy: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const text = writeFile(rows);
    writeFileSync(file, text, { mode: 0o644 });
    const each = (fromMs: number, toMs: number) => ((toMs - fromMs) * 1_000) / rows;
    const server = [spentByServerMs(postgresPid)];
    const copyMs = await copy();
    server.push(spentByServerMs(postgresPid));
    const before = spentMs(worker);
    let id = "";
    const importMs = await timed(async () => {
      id = await upload(bench.actor, text);
      await untilStatus(bench.pool, id, "checked");
    });
    const [start = 0, copied = 0] = server;
    const micros = {
      worker: each(before, spentMs(worker)),
      database: each(copied, spentByServerMs(postgresPid)),
      copy: each(start, copied),
    };
    const againMs = await copy();
    const ready = await pool.query(
      "select count(*)::int as n from import_row where import_id = $1 and state = 'ready'",
      [id],
    );
    if (ready.rows[0]?.n !== rows) throw new Error(`only ${ready.rows[0]?.n} of ${rows} rows are ready`);
    await forget(pool);
    console.log(
      `${rows} rows, round ${round}${round === 0 ? " (dropped)" : ""}: checked in ${importMs.toFixed(0)} ms, COPY ${copyMs.toFixed(0)} and ${againMs.toFixed(0)} ms; processor ${micros.worker.toFixed(1)} µs a row in the worker and ${micros.database.toFixed(1)} in the database, COPY ${micros.copy.toFixed(1)}`,
    );
    if (round === 0) continue;
    times.import.push(importMs);
    times.copy.push(copyMs);
    times.again.push(againMs);
    for (const name of ["worker", "database", "copy"] as const) spent[name].push(micros[name]);
  }
  const p50 = (values: number[]) => percentile(values, 0.5);
  return {
    import: p50(times.import),
    copy: (p50(times.copy) + p50(times.again)) / 2,
    control: p50(times.copy) / p50(times.again),
    micros: { worker: p50(spent.worker), database: p50(spent.database), copy: p50(spent.copy) },
  };
}

async function startWorker({ env, bundle }: Bench) {
  const { child } = await startProcess(bundledWorker(bundle), { env, isReady: READY });
  return child;
}

function readPeakMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(status.match(/VmHWM:\s+(\d+)/)?.[1]) / 1_024;
}

async function checkAll(bench: Bench, sizes: readonly number[], rounds: number): Promise<boolean> {
  const worker = await startWorker(bench);
  try {
    const before = readPeakMiB(pidOf(worker));
    const results = [];
    for (const rows of sizes)
      results.push({ rows, ...(await measureChecking(bench, pidOf(worker), rows, rounds)) });
    const memory = readPeakMiB(pidOf(worker)) - before;
    for (const { rows, control, ...result } of results)
      console.log(
        `P5 ${rows} rows: ${result.import.toFixed(0)} ms, ${(result.import / result.copy).toFixed(2)} of COPY (goal ${GOAL.copies}), ${((rows / result.import) * 1_000).toFixed(0)} rows/s; processor ${result.micros.worker.toFixed(1)} µs a row in the worker, ${result.micros.database.toFixed(1)} in the database, COPY ${result.micros.copy.toFixed(1)}; control ${control.toFixed(3)}`,
      );
    const [small, large] = results;
    const growth =
      small && large ? (large.import / small.import / (large.rows / small.rows)) * 10 : Number.NaN;
    console.log(`P5 ten times the rows take ${growth.toFixed(2)} times as long, goal ${GOAL.growth}`);
    console.log(`P5 memory of the worker +${memory.toFixed(0)} MiB, goal +${GOAL.memoryMiB}`);
    return (
      results.every((result) => result.import / result.copy <= GOAL.copies) &&
      growth <= GOAL.growth &&
      memory <= GOAL.memoryMiB
    );
  } finally {
    await end(worker);
  }
}

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000" },
    rounds: { type: "string", default: "7" },
  },
});

void onDeployment(async (deployment) => {
  const folder = mkdtempSync(join(tmpdir(), "mitra-bench-"));
  // PostgreSQL, which may be another user, reads the file itself.
  chmodSync(folder, 0o755);
  try {
    const bundle = join(folder, "worker.cjs");
    execFileSync(process.execPath, ["scripts/checkout/bundle.mjs", folder]);
    Object.assign(process.env, deployment.env);
    const bench = { ...deployment, actor: await makeActor(await makePerson()), folder, bundle };
    await deployment.pool.query(
      "create table copied (name text, representative text, email text, phone text, invited text, referral text, reference text primary key)",
    );
    reportExit(await checkAll(bench, values.sizes.split(",").map(Number), Number(values.rounds)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

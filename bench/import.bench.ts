import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/authority/actor";
import { sendImport } from "@/lib/imports/sending/send";
import { makeActor, makePerson } from "@/lib/testing/people";
import { bundledWorker, typescript } from "@/scripts/start/programs.mjs";
import { CREATE_BARE, makeBareLoop } from "./bare-loop";
import { type Deployment, end, onDeployment, pidOf, reportExit, startProcess } from "./deployment";
import { forget, madeSoFar, untilStatus, upload, writeFile } from "./import-files";
import { percentile } from "./latencies";
import { spentByServerMs, spentMs } from "./spent";

// P5: a spreadsheet taken in, read and every row of it checked, against PostgreSQL's own COPY of the same file; how
// the time grows with the rows; a worker's memory meanwhile. Then whole registrations from a file, against the bare loop and
// against a script that sends one row after the other, and what a kill -9 costs each of them.

const GOAL = { copies: 3, growth: 10.5, memoryMiB: 64 };
const SENT_ROWS = 2_000;
const KILLED_ROWS = 400;
const IN_FLIGHT = 32;
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

async function sendFile(bench: Bench, rows: number): Promise<string> {
  const id = await upload(bench.actor, writeFile(rows));
  await untilStatus(bench.pool, id, "checked");
  await sendImport(bench.actor, { importId: id, typedCount: null, holdAfterFirst: false, scheduledAt: null });
  return id;
}

async function measureSending(bench: Bench): Promise<void> {
  const { pool, standIn } = bench;
  const worker = await startWorker(bench);
  const references = () => Array.from({ length: SENT_ROWS }, () => randomUUID());
  const rates = { file: [] as number[], bare: [] as number[], sequential: [] as number[] };
  for (let round = 0; round < 4; round += 1) {
    const id = await upload(bench.actor, writeFile(SENT_ROWS));
    await untilStatus(bench.pool, id, "checked");
    const spent = {
      bare: await timed(() => makeBareLoop(standIn.url, pool, IN_FLIGHT)(references())),
      file: await timed(async () => {
        await sendImport(bench.actor, {
          importId: id,
          typedCount: null,
          holdAfterFirst: false,
          scheduledAt: null,
        });
        await untilStatus(bench.pool, id, "finished");
      }),
      sequential: await timed(() => makeBareLoop(standIn.url, pool, 1)(references())),
    };
    if (round === 0) continue;
    for (const name of ["file", "bare", "sequential"] as const)
      rates[name].push((SENT_ROWS / spent[name]) * 1_000);
  }
  await end(worker);
  const p50 = (name: keyof typeof rates) => percentile(rates[name], 0.5);
  const lost = {
    file: await killFile(bench),
    bare: await killBare(bench, IN_FLIGHT),
    sequential: await killBare(bench, 1),
  };
  for (const [name, words] of [
    ["file", "a spreadsheet, first row alone"],
    ["bare", "bare loop, 32 in flight"],
    ["sequential", "one after the other"],
  ] as const)
    console.log(
      `${words}: ${p50(name).toFixed(0)}/s, ${(p50(name) / p50("bare")).toFixed(3)} of the bare loop; after one kill -9 of ${KILLED_ROWS}: ${lost[name]}`,
    );
}

/** Lost, made twice, and made without being kept, after a kill in the middle and a second run. */
async function killFile(bench: Bench): Promise<string> {
  const first = await startWorker(bench);
  const id = await sendFile(bench, KILLED_ROWS);
  const prefix = `REF-${madeSoFar() - KILLED_ROWS + 1}`;
  await untilMade(bench, (reference) => numberOf(reference) >= numberOf(prefix));
  first.kill("SIGKILL");
  const second = await startWorker(bench);
  await untilStatus(bench.pool, id, "finished");
  await end(second);
  const { rows } = await bench.pool.query<{ reference: string }>(
    "select b.partner_ref_id as reference from business b join registration r on r.id = b.registration_id where r.import_id = $1",
    [id],
  );
  return countLosses(
    await readMade(bench, (reference) => numberOf(reference) >= numberOf(prefix)),
    rows.map(({ reference }) => reference),
  );
}

async function killBare(bench: Bench, inFlight: number): Promise<string> {
  const references: string[] = Array.from({ length: KILLED_ROWS }, () => randomUUID());
  const wanted = new Set(references);
  const program = typescript("bench/bare-sender.ts", [bench.standIn.url, String(inFlight), ...references]);
  const { child } = await startProcess(program, { env: bench.env, isReady: /ready/ });
  await untilMade(bench, (reference) => wanted.has(reference));
  child.kill("SIGKILL");
  const again = await startProcess(program, { env: bench.env, isReady: /ready/ });
  if (again.child.exitCode === null) await new Promise((resolve) => again.child.once("exit", resolve));
  const { rows } = await bench.pool.query<{ reference: string }>(
    "select reference from bare where reference = any($1)",
    [references],
  );
  return countLosses(
    await readMade(bench, (reference) => wanted.has(reference)),
    rows.map(({ reference }) => reference),
  );
}

const numberOf = (reference: string) => Number(reference.match(/^REF-(\d+)$/)?.[1] ?? Number.NaN);

async function readMade({ standIn }: Bench, isMeant: (reference: string) => boolean): Promise<string[]> {
  const answer = await fetch(`${standIn.url}/__stand-in/ledger.json`);
  const ledger = (await answer.json()) as
    | { partnerRefId: string }[]
    | { businesses: { partnerRefId: string }[] };
  const businesses = Array.isArray(ledger) ? ledger : ledger.businesses;
  return businesses.map(({ partnerRefId }) => partnerRefId).filter(isMeant);
}

async function untilMade(bench: Bench, isMeant: (reference: string) => boolean): Promise<void> {
  while ((await readMade(bench, isMeant)).length < KILLED_ROWS / 4) await wait(5);
}

function countLosses(atDoku: readonly string[], kept: readonly string[]): string {
  const lost = KILLED_ROWS - new Set(atDoku).size;
  const doubled = atDoku.length - new Set(atDoku).size;
  const missing = new Set(atDoku).size - new Set(kept).size;
  return `${lost} lost, ${doubled} made twice, ${missing} not kept`;
}

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000" },
    rounds: { type: "string", default: "7" },
    /** Only what it takes to have a file checked. */
    checking: { type: "boolean", default: false },
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
    await deployment.pool.query(CREATE_BARE);
    await deployment.pool.query(
      "create table copied (name text, representative text, email text, phone text, invited text, referral text, reference text primary key)",
    );
    if (!values.checking) await measureSending(bench);
    reportExit(await checkAll(bench, values.sizes.split(",").map(Number), Number(values.rounds)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/authority/actor";
import { sendImport } from "@/lib/imports/sending/send";
import { makeActor, makePerson } from "@/lib/testing/people";
import { bundledWorker, typescript } from "@/scripts/start/programs.mjs";
import { CREATE_BARE } from "./bare-loop";
import { type Deployment, end, onDeployment, pidOf, startProcess } from "./deployment";
import { untilStatus, upload, writeFile } from "./import-files";
import { percentile } from "./latencies";
import { referencesOf } from "./peers/merchants";
import { spentByServerMs, spentMs } from "./spent";

// Mitra beside what people use instead: the same merchants out of a file, each a signed POST to a stand-in that answers
// at once, and the ids kept. The rate, what it costs the processor with its database, and what one kill -9 costs.
// Postman's runner is as slow as it is with a twentieth of them, and is left out where npm cannot fetch it.

const KILLED_ROWS = 400;

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "20000" },
    rounds: { type: "string", default: "3" },
    postman: { type: "string", default: "1000" },
  },
});

type Bench = Deployment & { actor: UserActor; folder: string };
type Cost = { seconds: number; microsEach: number };
type Losses = { lost: number; doubled: number; missing: number };
type Peer = {
  name: string;
  rows: number;
  send: (file: string) => Promise<Cost>;
  /** Sends a file, is killed once a quarter of it is at DOKU, and is run again as its people would. */
  die: (file: string) => Promise<void>;
  /** The references of which it knows the ids. */
  kept: (file: string) => Promise<string[]>;
};

let files = 0;

function newFile({ folder }: Bench, rows: number): string {
  files += 1;
  const file = join(folder, `${files}.csv`);
  writeFileSync(file, writeFile(rows));
  return file;
}

async function readMade({ standIn }: Bench, file: string): Promise<string[]> {
  const meant = new Set(referencesOf(file));
  const ledger = (await (await fetch(`${standIn.url}/__stand-in/ledger.json`)).json()) as
    | { partnerRefId: string }[]
    | { businesses: { partnerRefId: string }[] };
  const businesses = Array.isArray(ledger) ? ledger : ledger.businesses;
  return businesses.map(({ partnerRefId }) => partnerRefId).filter((reference) => meant.has(reference));
}

async function untilQuarterMade(bench: Bench, file: string): Promise<void> {
  while ((await readMade(bench, file)).length < KILLED_ROWS / 4) await wait(5);
}

/** A program of `peers/` that sends a file and ends. */
function programPeer(
  bench: Bench,
  name: string,
  rows: number,
  entry: string,
  rest: readonly string[] = [],
): Peer {
  const { standIn, env, pool, postgresPid } = bench;
  async function start(file: string) {
    const program = typescript(`bench/peers/${entry}.ts`, [standIn.url, file, ...rest]);
    return (await startProcess(program, { env, isReady: /ready/ })).child;
  }
  return {
    name,
    rows,
    async send(file) {
      const serverMs = spentByServerMs(postgresPid);
      const child = await start(file);
      const startedMs = performance.now();
      let ownMs = Number.NaN;
      if (child.stdout)
        for await (const line of createInterface({ input: child.stdout }))
          if (line.startsWith("spent ")) ownMs = Number(line.slice(6));
      const seconds = (performance.now() - startedMs) / 1_000;
      return { seconds, microsEach: ((ownMs + spentByServerMs(postgresPid) - serverMs) * 1_000) / rows };
    },
    async die(file) {
      const child = await start(file);
      await untilQuarterMade(bench, file);
      child.kill("SIGKILL");
      const again = await start(file);
      if (again.exitCode === null) await once(again, "exit");
    },
    async kept(file) {
      const text = "select reference from bare where reference = any($1)";
      const { rows: found } = await pool.query<{ reference: string }>(text, [referencesOf(file)]);
      return found.map(({ reference }) => reference);
    },
  };
}

/** A spreadsheet: handed in, every row checked, and sent by a worker after its first row has gone alone. */
function mitraPeer(bench: Bench, rows: number): Peer {
  const { env, pool, postgresPid, actor, folder } = bench;
  const bundle = join(folder, "worker.cjs");
  execFileSync(process.execPath, ["scripts/checkout/bundle.mjs", folder]);
  const start = async () =>
    (await startProcess(bundledWorker(bundle), { env, isReady: /"worker ready"/ })).child;
  async function handIn(file: string): Promise<string> {
    const id = await upload(actor, readFileSync(file, "utf8"));
    await untilStatus(pool, id, "checked");
    await sendImport(actor, { importId: id, typedCount: null, holdAfterFirst: false, scheduledAt: null });
    return id;
  }
  return {
    name: "Mitra, a spreadsheet",
    rows,
    async send(file) {
      const worker = await start();
      const before = spentByServerMs(postgresPid) + spentMs(pidOf(worker));
      const startedMs = performance.now();
      await untilStatus(pool, await handIn(file), "finished");
      const seconds = (performance.now() - startedMs) / 1_000;
      const after = spentByServerMs(postgresPid) + spentMs(pidOf(worker));
      await end(worker);
      return { seconds, microsEach: ((after - before) * 1_000) / rows };
    },
    async die(file) {
      const first = await start();
      const id = await handIn(file);
      await untilQuarterMade(bench, file);
      first.kill("SIGKILL");
      const second = await start();
      await untilStatus(pool, id, "finished");
      await end(second);
    },
    async kept(file) {
      const text = "select partner_ref_id as reference from business where partner_ref_id = any($1)";
      const { rows: found } = await pool.query<{ reference: string }>(text, [referencesOf(file)]);
      return found.map(({ reference }) => reference);
    },
  };
}

async function countLosses(bench: Bench, peer: Peer): Promise<Losses> {
  const file = newFile(bench, KILLED_ROWS);
  await peer.die(file);
  const atDoku = await readMade(bench, file);
  const made = new Set(atDoku);
  const kept = new Set(await peer.kept(file));
  return {
    lost: KILLED_ROWS - made.size,
    doubled: atDoku.length - made.size,
    missing: [...made].filter((reference) => !kept.has(reference)).length,
  };
}

/** Newman in a folder of its own, or null where npm cannot fetch it. */
function installPostman({ folder }: Bench): string | null {
  try {
    const install = [
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "newman@6.2.2",
    ];
    execFileSync("npm", install, { stdio: ["ignore", "ignore", "inherit"], timeout: 300_000 });
    return folder;
  } catch {
    console.log("newman could not be installed: it is left out");
    return null;
  }
}

async function measure(bench: Bench): Promise<void> {
  const rows = Number(values.rows);
  const bare = programPeer(bench, "bare loop, 32 in flight", rows, "bare-sender", ["32"]);
  const peers = [
    bare,
    mitraPeer(bench, rows),
    programPeer(bench, "graphile-worker in batches, no domain", rows, "queue-sender"),
    programPeer(bench, "script, one after the other", rows, "bare-sender", ["1"]),
  ];
  const folder = Number(values.postman) > 0 ? installPostman(bench) : null;
  if (folder)
    peers.push(programPeer(bench, "Postman's runner", Number(values.postman), "postman-sender", [folder]));
  // First, while the stand-in's ledger is short enough to be watched.
  const losses = new Map<string, Losses>();
  for (const peer of peers) losses.set(peer.name, await countLosses(bench, peer));
  const again: number[] = [];
  const told = peers.map((peer) => ({ peer, seconds: [] as number[], micros: [] as number[] }));
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const { peer, seconds, micros } of told) {
      const file = newFile(bench, peer.rows);
      const cost = await peer.send(file);
      const made = (await readMade(bench, file)).length;
      if (made !== peer.rows) throw new Error(`${peer.name}: ${made} of ${peer.rows} are at DOKU`);
      console.log(
        `round ${round}${round === 0 ? " (dropped)" : ""}: ${peer.name} ${(peer.rows / cost.seconds).toFixed(0)}/s, ${cost.microsEach.toFixed(0)} µs`,
      );
      if (round === 0) continue;
      seconds.push(cost.seconds);
      micros.push(cost.microsEach);
    }
    const file = newFile(bench, rows);
    const cost = await bare.send(file);
    if (round > 0) again.push(cost.seconds);
  }
  const p50 = (numbers: readonly number[]) => percentile(numbers, 0.5);
  const bareRate = rows / p50(told[0]?.seconds ?? []);
  console.log(`A/A control of the bare loop ${(p50(told[0]?.seconds ?? []) / p50(again)).toFixed(3)}`);
  console.log(
    "| | a second | of the bare loop | µs of processor each, with PostgreSQL | lost / doubled / not kept |",
  );
  console.log("|---|---|---|---|---|");
  for (const { peer, seconds, micros } of told) {
    const rate = peer.rows / p50(seconds);
    const { lost, doubled, missing } = losses.get(peer.name) ?? { lost: "", doubled: "", missing: "" };
    console.log(
      `| ${peer.name} | ${rate.toFixed(0)} | ${(rate / bareRate).toFixed(2)} | ${p50(micros).toFixed(0)} | ${lost} / ${doubled} / ${missing} |`,
    );
  }
}

void onDeployment(async (deployment) => {
  const folder = mkdtempSync(join(tmpdir(), "mitra-bench-"));
  try {
    Object.assign(process.env, deployment.env);
    const actor = await makeActor(await makePerson());
    await deployment.pool.query(CREATE_BARE);
    await measure({ ...deployment, actor, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

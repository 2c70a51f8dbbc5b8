import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startStandIn } from "@/lib/doku/stand-in/server";
import type { Children } from "../children.mjs";
import { neutralEnvironment } from "../product.mjs";
import { createChance } from "./chance";
import type { ChaosDatabase } from "./database";
import { FLEET_SIZE, type Fleet, type Member, startFleet } from "./fleet";
import { createKills, type Kills, type ResumeTimes } from "./kills";
import { makeForm, submitUntilSaved } from "./people";
import { passTime } from "./time";
import { type Count, countUnsettled, judge, type Mode } from "./verdict";

export type Plan = {
  seed: number;
  registrations: number;
  kills: number;
  crashes: number;
  terminations: number;
  /** Whether answers that never come (15 seconds each) are among the faults. */
  withSilence: boolean;
};

export type ModeResult = {
  counts: Count[];
  kills: number;
  resume: ResumeTimes;
  calls: number;
  faults: number;
  triesToSave: number;
  waitsCutShort: number;
  ownDeaths: readonly string[];
  seconds: number;
};

const CLIENT_ID = "BRN-CHAOS-0001";
const SECRET = "chaos-secret-not-a-real-doku-key";
const FAULT_RATE = 0.3;
const QUICK_FAULTS = [
  "reset-before",
  "reset",
  "error500",
  "html",
  "html200",
  "empty",
  "truncated",
  "conflict",
  "busy",
  "otherref",
  "wrongsigned",
  "redirect",
  "huge",
] as const;
/** Without any progress for this long, the run is over and says what is left. */
const STUCK_MS = 90_000;
const WORK_PATIENCE_MS = 4_000;

type Run = { mode: Mode; plan: Plan; database: ChaosDatabase; children: Children; logFolder: string };

/** One run of everything in one mode, from an empty database until nothing is due. */
export async function runMode({ mode, plan, database, children, logFolder }: Run): Promise<ModeResult> {
  const begun = performance.now();
  const databaseUrl = await database.create(`chaos_${mode.toLowerCase()}`);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, application_name: "chaos" });
  pool.on("error", () => {});
  await pool.query(
    `insert into "user" (id, name, email, email_key, role, updated_at)
     values (gen_random_uuid(), 'Rina', 'rina@mitra.example', 'rina@mitra.example', 'manager', now())`,
  );
  const standIn = await startStandIn({
    clients: { [CLIENT_ID]: SECRET },
    requestsKept: 1_000_000,
    onProblem: (problem) =>
      process.stdout.write(`stand-in: ${problem instanceof Error ? problem.stack : problem}\n`),
    switches: {
      dedupe: mode === "R",
      faults: {
        rate: FAULT_RATE,
        seed: plan.seed,
        mostInARow: 3,
        ...(plan.withSilence ? {} : { kinds: [...QUICK_FAULTS] }),
      },
      latency: { kind: "uniform", fromMs: 100, toMs: 1_500, seed: plan.seed },
    },
  });
  const env = {
    ...neutralEnvironment(),
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: "a-secret-for-chaos-of-at-least-32-characters",
    DOKU_ENVIRONMENT: "simulator",
    DOKU_BASE_URL: standIn.url,
    DOKU_CLIENT_ID: CLIENT_ID,
    DOKU_SECRET_KEY: SECRET,
    DOKU_REPLAY: mode === "R" ? "proven" : "unproven",
  };
  const fleet = await startFleet({ children, databaseUrl, env, logFolder });
  try {
    const told = await wreak({ plan, pool, fleet, database, databaseUrl });
    return {
      ...told,
      counts: await judge(pool, { mode, standIn, references: told.references }),
      calls: standIn.ledger.requests().length,
      faults: standIn.ledger.requests().filter(({ failure }) => failure !== null).length,
      ownDeaths: fleet.ownDeaths(),
      seconds: (performance.now() - begun) / 1_000,
    };
  } finally {
    await fleet.stop();
    await standIn.close();
    await pool.end();
  }
}

type Stage = { plan: Plan; pool: pg.Pool; fleet: Fleet; database: ChaosDatabase; databaseUrl: string };

/** Registers and kills, round by round, and then waits until nothing is due. */
async function wreak({ plan, pool, fleet, database, databaseUrl }: Stage) {
  const chance = createChance(plan.seed);
  while (fleet.ready().length < FLEET_SIZE) await wait(50);
  const kills = createKills(pool);
  const clock = startClock(pool);
  const ports = () => readyOf(fleet, "web").map(({ port }) => port);
  const saving: Promise<number>[] = [];
  const references: string[] = [];
  for (let round = 1; round <= plan.kills; round += 1) {
    while (references.length < (plan.registrations * round) / plan.kills) {
      const form = makeForm(references.length, chance);
      references.push(form.values.partnerReference);
      saving.push(submitUntilSaved(form, ports));
    }
    if (comesNow(round, plan.kills, plan.crashes)) await database.crash();
    if (comesNow(round + 1, plan.kills, plan.terminations)) await terminateAll(databaseUrl);
    await wait(chance.between(0, 800));
    await waitForWork(fleet, kills);
    const busy = await kills.whoIsSending();
    const ready = victims(fleet);
    const sending = ready.filter(({ name }) => busy.has(name));
    // Mostly one in the middle of a call, where a death costs most; else whoever it may be.
    const victim = chance.pick(sending.length > 0 && chance.number() < 0.7 ? sending : ready);
    await kills.kill(victim);
  }
  const triesToSave = (await Promise.all(saving)).reduce((sum, tries) => sum + tries, 0);
  await waitUntilQuiet(pool);
  const waitsCutShort = await clock.stop();
  return {
    references,
    triesToSave,
    waitsCutShort,
    kills: kills.count(),
    resume: await kills.resumeTimes(),
  };
}

const readyOf = (fleet: Fleet, kind: Member["kind"]) =>
  fleet.ready().filter((member) => member.kind === kind);

/** Whoever is ready may be killed, but never the last worker: then nobody could take over before it has started. */
function victims(fleet: Fleet): Member[] {
  const [webs, workers] = [readyOf(fleet, "web"), readyOf(fleet, "worker")];
  // Nor the last replica: a person then only waits, and nothing is found out.
  return [...(webs.length > 1 ? webs : []), ...(workers.length > 1 ? workers : [])];
}

/** Until a process may be killed and, for a while, until one is in the middle of a call: starting takes longer than sending. */
async function waitForWork(fleet: Fleet, kills: Kills): Promise<void> {
  const giveUpAt = performance.now() + WORK_PATIENCE_MS;
  for (;;) {
    const mayKill = victims(fleet).length > 0;
    if (mayKill && (performance.now() > giveUpAt || (await kills.whoIsSending()).size > 0)) return;
    await wait(50);
  }
}

/** Whether one of `times` events, spread evenly over the rounds, falls on this one. */
function comesNow(round: number, rounds: number, times: number): boolean {
  const due = (at: number) => Math.floor((at * (times + 1)) / (rounds + 1));
  return due(round) > due(round - 1) && due(round) <= times;
}

async function terminateAll(databaseUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await admin.end();
}

/** Cuts the long planned waits short, again and again; answers at its end how many. */
function startClock(pool: pg.Pool) {
  let isStopped = false;
  async function run(): Promise<number> {
    let moved = 0;
    while (!isStopped) {
      // A database that is away has no waits to cut short.
      moved += await passTime(pool).catch(() => 0);
      await wait(500);
    }
    return moved;
  }
  const running = run();
  return {
    stop() {
      isStopped = true;
      return running;
    },
  };
}

async function waitUntilQuiet(pool: pg.Pool): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let leastAtMs = performance.now();
  while (performance.now() - leastAtMs < STUCK_MS) {
    const left = await countUnsettled(pool);
    if (left === 0) return;
    if (left < least) {
      least = left;
      leastAtMs = performance.now();
    }
    await wait(250);
  }
}

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { DEFAULT_FAULT_KINDS } from "@/lib/stand-in/failures/faults";
import type { SwitchesChange } from "@/lib/stand-in/failures/switches";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { createChance } from "../arena/chance";
import type { ChaosDatabase } from "../arena/database";
import type { Children } from "../processes/children.mjs";
import { neutralEnvironment } from "../test/product.mjs";
import { isUnderWay } from "./judge/facts";
import type { Mode, Outside } from "./judge/outside";
import { type Claims, createClaims } from "./people/claims";
import { type Merchant, makeMerchant } from "./people/merchants";
import { createPeople, type People } from "./people/people";
import { createWitness, madeOf, nowMs, type Witness } from "./people/witness";
import { createCallerLookup } from "./strikes/callers";
import { type Fleet, type Seat, startFleet } from "./strikes/fleet";
import type { Plan } from "./strikes/plan";
import { BACKUP_AT, planSchedule } from "./strikes/schedule";
import { createWeapons, lookUntilSeen, SECRETS, type Settings } from "./strikes/weapons";
import { passTime } from "./time";

export type ModeResult = {
  outside: Outside;
  used: ReadonlyMap<string, number>;
  faults: number;
  presses: number;
  waitsCutShort: number;
  ownDeaths: readonly string[];
  seconds: number;
};

const FAULT_RATE = 0.3;
const QUICK_FAULTS = DEFAULT_FAULT_KINDS.filter((kind) => !kind.startsWith("timeout"));
/** Without any progress for this long after everything that is promised, the run is over and says what is left. */
const STUCK_MS = 90_000;
const LOOK_MS = 250;

type Run = { mode: Mode; plan: Plan; database: ChaosDatabase; children: Children; logFolder: string };

/** One run of everything in one mode, from an empty database until nothing is due. */
export async function runMode({ mode, plan, database, children, logFolder }: Run): Promise<ModeResult> {
  const begun = performance.now();
  const databaseUrl = await database.create(`chaos_${mode.toLowerCase()}`);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, application_name: "chaos" });
  pool.on("error", () => {});
  await pool.query(
    `insert into "user" (id, name, email, email_key, role, updated_at)
     values (gen_random_uuid(), 'Rina', 'rina@mitra.example', 'rina@mitra.example', 'manager', now()),
            (gen_random_uuid(), 'Dewi', 'dewi@mitra.example', 'dewi@mitra.example', 'admin', now())`,
  );
  let fleet: Fleet | null = null;
  const callerOf = createCallerLookup(() => fleet?.members() ?? []);
  const witness = createWitness(({ socket }) => callerOf(socket));
  const usual = usualSwitches(mode, plan);
  const clientIds = plan.credentials.map((_, at) => `BRN-CHAOS-000${at + 1}`);
  const standIn = await startStandIn({
    clients: Object.fromEntries(clientIds.map((id) => [id, [SECRETS.first, SECRETS.second]])),
    requestsKept: 1_000_000,
    watch: witness.watch,
    onProblem: (problem) =>
      process.stdout.write(`stand-in: ${problem instanceof Error ? problem.stack : problem}\n`),
    switches: usual,
  });
  const settings: Settings = { secretOfSeat: new Map(), replay: mode === "R" ? "proven" : "unproven" };
  try {
    const hasLines = plan.arsenal.cutOff > 0;
    const seats = seatsOf(plan, {
      clientIds,
      standIn,
      settings,
      stateFolder: join(logFolder, `state-${mode}`),
    });
    fleet = await startFleet({ children, databaseUrl, seats, hasLines, logFolder });
    const stage = { mode, plan, pool, fleet, database, databaseUrl, standIn, witness, settings, usual };
    const told = await wreak(stage);
    return {
      ...told,
      faults: standIn.ledger.requests().filter(({ failure }) => failure !== null).length,
      ownDeaths: fleet.ownDeaths(),
      seconds: (performance.now() - begun) / 1_000,
    };
  } finally {
    await fleet?.stop();
    await standIn.close();
    await pool.end();
  }
}

function usualSwitches(mode: Mode, { seed, withSilence }: Plan): SwitchesChange {
  return {
    dedupe: mode === "R",
    faults: {
      rate: FAULT_RATE,
      seed,
      mostInARow: 3,
      ...(withSilence ? {} : { kinds: QUICK_FAULTS }),
    },
    latency: { kind: "uniform", fromMs: 100, toMs: 1_500, seed },
    rateLimit: null,
  };
}

function seatsOf(
  plan: Plan,
  {
    clientIds,
    standIn,
    settings,
    stateFolder,
  }: { clientIds: readonly string[]; standIn: StandIn; settings: Settings; stateFolder: string },
): Seat[] {
  const kinds = plan.credentials.flatMap(({ webs, workers }, at) => {
    const clientId = clientIds[at] ?? "";
    const web = { kind: "web" as const, clientId };
    return [
      ...Array.from({ length: webs }, () => web),
      ...Array.from({ length: workers }, () => ({ kind: "worker" as const, clientId })),
    ];
  });
  return kinds.map((seat, at) => ({
    ...seat,
    env: () => ({
      ...neutralEnvironment(),
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: "a-secret-for-chaos-of-at-least-32-characters",
      DOKU_ENVIRONMENT: "simulator",
      DOKU_BASE_URL: standIn.url,
      DOKU_CLIENT_ID: seat.clientId,
      DOKU_SECRET_KEY: settings.secretOfSeat.get(at) ?? SECRETS.first,
      DOKU_REPLAY: settings.replay,
      MITRA_STATE_DIR: stateFolder,
    }),
  }));
}

type Stage = {
  mode: Mode;
  plan: Plan;
  pool: pg.Pool;
  fleet: Fleet;
  database: ChaosDatabase;
  databaseUrl: string;
  standIn: StandIn;
  witness: Witness;
  settings: Settings;
  usual: SwitchesChange;
};

/** Registers and strikes, step by step, and then waits until nothing is due. */
async function wreak(stage: Stage) {
  const { mode, plan, pool, fleet, standIn, witness } = stage;
  const claims = createClaims(pool, witness);
  const ports = (of: string | null) =>
    fleet
      .ready()
      .flatMap(({ kind, port, clientId }) =>
        kind === "web" && (of === null || clientId === of) ? [port] : [],
      );
  const people = createPeople({
    mode,
    pool,
    standIn,
    witness,
    claims,
    ports,
    clientIds: [...new Set(fleet.members().map(({ clientId }) => clientId))],
    slowestMs: plan.slowestPersonMs,
    patienceMs: plan.longestRestMs,
  });
  while (fleet.ready().length < fleet.size) await wait(50);
  // Before the first strike, which may end the connection that asks.
  const { rows: credentials } = await pool.query<{ id: string }>("select id from credential");
  const weapons = createWeapons({ ...stage, claims, people, credentialIds: credentials.map(({ id }) => id) });
  const isOver = { looking: false, working: false };
  const looking = lookOn(claims, () => isOver.looking);
  const clock = plan.cutsWaits ? startClock(pool) : null;
  const working = people.work(() => isOver.working);
  await keepBusy({ plan, people, weapons });
  await weapons.finish();
  await waitUntilQuiet({ plan, people, claims, witness });
  isOver.working = true;
  await working;
  isOver.looking = true;
  await looking;
  await lookUntilSeen(claims);
  const waitsCutShort = (await clock?.stop()) ?? 0;
  const { blows, presses, shown, obstacles, unproven } = witness;
  const outside: Outside = {
    mode,
    calls: witness.calls(),
    made: standIn.ledger.businesses().map(madeOf),
    restore: weapons.restore(),
    endedMs: nowMs(),
    ...{ blows, presses, shown, obstacles, unproven },
  };
  return { outside, used: weapons.used(), presses: people.presses(), waitsCutShort };
}

/** Strikes step by step, while forms and spreadsheets come in over all of the time. */
async function keepBusy({
  plan,
  people,
  weapons,
}: {
  plan: Plan;
  people: People;
  weapons: ReturnType<typeof createWeapons>;
}): Promise<void> {
  const chance = createChance(plan.seed);
  const schedule = planSchedule(plan.arsenal, plan.seed);
  const forms = Array.from({ length: plan.forms }, (_, at) => makeMerchant(at, chance));
  const sheets = spreadsheetsOf(plan, chance);
  const coming: Promise<void>[] = [];
  for (const [at, { pauseMs, weapon }] of schedule.entries()) {
    const share = (at + 1) / schedule.length;
    for (const merchant of forms.splice(0, forms.length - Math.round(plan.forms * (1 - share))))
      coming.push(people.register(merchant));
    for (const sheet of sheets.filter(({ startsAt }) => share >= startsAt)) {
      sheets.splice(sheets.indexOf(sheet), 1);
      coming.push(people.sendSpreadsheet(sheet.name, sheet.rows, sheet.holdAfterFirst));
    }
    await wait(pauseMs);
    await weapons.strike(weapon);
  }
  await Promise.all(coming);
}

function spreadsheetsOf({ forms, spreadsheets }: Plan, chance: ReturnType<typeof createChance>) {
  let number = forms;
  return spreadsheets.map(({ rows, holdAfterFirst }, at) => {
    const merchants: Merchant[] = Array.from({ length: rows }, () => makeMerchant(number++, chance));
    // The last one is under way while the database is copied and put back.
    const startsAt = (BACKUP_AT * (at + 0.9)) / spreadsheets.length;
    return { name: `chaos-${at + 1}.csv`, rows: merchants, holdAfterFirst, startsAt };
  });
}

/** Keeps what people are told in view. A database that is away shows nothing. */
async function lookOn(claims: Claims, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await claims.lookAgain().catch(() => undefined);
    await wait(LOOK_MS);
  }
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

async function waitUntilQuiet({
  plan,
  people,
  claims,
  witness,
}: {
  plan: Plan;
  people: People;
  claims: Claims;
  witness: Witness;
}): Promise<void> {
  const giveUpMs = nowMs() + plan.longestRestMs;
  let movedMs = nowMs();
  let changes = 0;
  while (nowMs() < giveUpMs && !people.isAllSettled()) {
    const promises = claims
      .latest()
      .filter(isUnderWay)
      .map(({ promisedMs }) => promisedMs ?? 0);
    if (witness.shown.length > changes) movedMs = nowMs();
    changes = witness.shown.length;
    if (nowMs() > Math.max(movedMs, witness.lastCallMs(), ...promises) + STUCK_MS) return;
    await wait(LOOK_MS);
  }
}

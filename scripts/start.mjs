// npm start: everything, with one command. npm run dev is the same with reload on change.
import "./node-version.cjs";
import { join } from "node:path";
import { ROOT } from "./checkout/root.mjs";
import { createChildren } from "./processes/children.mjs";
import { acquireLock } from "./processes/lock.mjs";
import { freePort } from "./processes/processes.mjs";
import { limitLogs } from "./processes/service.mjs";
import { resolveDataDir } from "./settings/data-dir.mjs";
import { readOrCreateSecrets } from "./settings/secrets.mjs";
import { fillIn, ignoreSettingsFile, loadSettingsFile, readAddress, urlOf } from "./settings/settings.mjs";
import { reloadOnChange } from "./start/dev-reload.mjs";
import {
  awaitStandIn,
  beginDatabase,
  beginStandIn,
  logFileOf,
  prepareBuild,
  preparePrograms,
  requireFreeAddress,
  startWebAndWorker,
} from "./start/launcher.mjs";
import { describeSignIn, prepareDatabase, requireSoundEnvironment } from "./start/readiness.mjs";
import { readOptions } from "./terminal/options.mjs";
import { createProgress, StartProblem, seconds } from "./terminal/progress.mjs";

/** A worker that is sending finishes within 25 s. */
const SERVICE_GRACE_MS = 30_000;
const STEP_GRACE_MS = 5_000;
/** Installing and building is begun anew anyway, and npm does not hear a SIGTERM. */
const PREPARATION_GRACE_MS = 300;
/** One Ctrl-C arrives twice, from the terminal and from npm; only a later signal means haste. */
const SAME_SIGNAL_MS = 1_000;

const flags = readOptions(
  {
    dev: { type: "boolean", default: false },
    // For tests: what a person keeps in .env is not theirs.
    "no-env-file": { type: "boolean", default: false },
  },
  "Usage: npm start, or npm run dev. Settings such as PORT=4000 stand before it, or in .env",
);
const progress = createProgress();
const life = { isStopping: false };
const signals = { firstMs: 0, isHurried: false };
/** Installing and building, which a stop must end. @type {import("./processes/children.mjs").Children[]} */
const steps = [];
/** @type {import("./processes/children.mjs").Children | null} */
let services = null;
let isReady = false;
/** @type {import("./processes/lock.mjs").Lock | null} */
let lock = null;
/** @type {import("./postgres/postgres.mjs").RunningPostgres | null} */
let postgres = null;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
// The terminal may be gone while the product runs on.
process.stdout.on("error", () => {});
process.on("uncaughtException", (error) => void fail(error));
const starting = start();
starting.catch(fail);

async function start() {
  const begunMs = performance.now();
  if (flags["no-env-file"]) ignoreSettingsFile();
  else loadSettingsFile(ROOT);
  const launch = await takeDataFolder();
  const { env, secrets, address, children } = launch;
  await requireFreeAddress(launch);
  const checker = await preparePrograms(launch);
  await requireSoundEnvironment(children, { programs: checker, env: fillIn({ env, secrets, address }) });
  // The database starts while the build goes on, but its schema waits: a build that fails must not leave a newer one.
  const beginning = env.DATABASE_URL?.trim() ? null : beginDatabase(launch);
  const building = prepareBuild(launch);
  // Whichever fails, the other must have ended: a database that is still starting could not be stopped.
  await Promise.allSettled([beginning, building]);
  postgres = await beginning;
  const release = await building;
  requireGoingOn();
  const programs = release && join(release, "programs");
  const standInUrl = await beginStandIn(launch, programs);
  // Beside the data folder: what lies in it goes back with a copy of it.
  const stateDir = `${launch.dataDir}.state`;
  const facts = { env, secrets, address, databaseUrl: postgres?.url, stateDir };
  const admin = await progress.step("Schema", async (note) => {
    const prepared = await prepareDatabase(children, {
      programs,
      env: fillIn(facts),
      isMigrating: true,
      offer: "link",
    });
    const { length } = prepared.applied;
    note(length > 0 ? `migrations applied: ${length}` : "up to date");
    return prepared.admin;
  });
  if (standInUrl) await awaitStandIn(launch, standInUrl);
  requireGoingOn();
  const full = fillIn({ ...facts, standInUrl: standInUrl ?? undefined });
  await startWebAndWorker(launch, full, release);
  requireGoingOn();
  launch.lock.update({ isReady: true, databaseUrl: full.DATABASE_URL, standInUrl });
  const logs = ["web", "worker", "stand-in"].map((name) => logFileOf(launch, name));
  limitLogs([...logs, join(launch.dataDir, "postgres.log")]);
  if (flags.dev)
    reloadOnChange({ root: ROOT, restarts: launch.restarts, children: launch.children, say: progress.say });
  isReady = true;
  welcome({ launch, admin, standInUrl, called: full.DOKU_BASE_URL, tookMs: performance.now() - begunMs });
}

/** @returns {Promise<import("./start/launcher.mjs").Launch>} */
async function takeDataFolder() {
  const { dataDir, movedFrom } = resolveDataDir({ root: ROOT, env: process.env });
  progress.say(`\n  ${progress.bold("Mitra")}  ${progress.dim(`data in ${dataDir}`)}`);
  if (movedFrom) progress.say(progress.dim(`         because PostgreSQL's user may not enter ${movedFrom}`));
  progress.say("");
  const address = readAddress(process.env);
  if (address.port === 0) address.port = await freePort();
  address.url = urlOf(address.host, address.port);
  const taken = await acquireLock(join(dataDir, "start.json"), {
    facts: { address: address.url },
    onOrphans: (orphans) =>
      progress.say(
        `  · Ending what an earlier start left running: ${orphans.map(({ name }) => name).join(", ")}`,
      ),
  });
  if ("holder" in taken) {
    const { holder, address: other } = taken.holder;
    throw new StartProblem(
      `It already runs on this data folder: ${other} (process ${holder.pid}).\n  For a second one beside it, choose another folder and port: MITRA_DATA_DIR=… PORT=… npm start`,
    );
  }
  lock = taken.lock;
  const children = createChildren((running) => taken.lock.update({ children: running }));
  services = children;
  return {
    isDevelopment: flags.dev,
    env: process.env,
    dataDir,
    address,
    secrets: readOrCreateSecrets(dataDir),
    progress,
    lock: taken.lock,
    children,
    life,
    restarts: new Map(),
    onSteps: (running) => void steps.push(running),
    giveUp,
  };
}

function requireGoingOn() {
  if (life.isStopping) throw new StartProblem("stopped");
}

/**
 * @param {{ launch: import("./start/launcher.mjs").Launch, admin: import("./start/readiness.mjs").FirstAdmin, standInUrl: string | null, called: string | undefined, tookMs: number }} facts
 *   `called` is the address that registrations are sent to, where that is not DOKU's own
 */
function welcome({ launch, admin, standInUrl, called, tookMs }) {
  const row = (/** @type {string} */ name, /** @type {string} */ text) =>
    progress.say(`  ${name.padEnd(20)} ${text}`);
  progress.say("");
  row(
    "Mitra is running",
    `${progress.bold(launch.address.url)}   ${progress.dim(`ready in ${seconds(tookMs)}`)}`,
  );
  row(...describeSignIn(admin));
  if (standInUrl && called === standInUrl)
    row("Stand-in for DOKU", `${standInUrl}   ${progress.dim("nothing is sent to DOKU")}`);
  else if (called) row("Registrations go to", `${called}   ${progress.dim("DOKU_BASE_URL says so")}`);
  row("Logs", join(launch.dataDir, "logs"));
  row("Stop", "Ctrl-C\n");
}

/** Without the web server or the database nothing works; the others leave a product that still serves. */
function giveUp(/** @type {string} */ name, /** @type {string} */ reason) {
  if (name === "web" || name === "database") return void fail(new StartProblem(reason));
  progress.say(
    `  ✗ ${reason}\n    It is not started again until ${flags.dev ? "its sources change" : "Mitra is"}.`,
  );
}

function onSignal() {
  const now = performance.now();
  if (!life.isStopping) {
    signals.firstMs = now;
    progress.say("\n  Stopping …");
    void stop().then(() => {
      progress.say("  Stopped.");
      process.exit(0);
    });
  } else if (now - signals.firstMs > SAME_SIGNAL_MS) signals.isHurried = true;
}

/** @param {unknown} error */
async function fail(error) {
  if (life.isStopping) return;
  const words =
    error instanceof StartProblem ? error.message : error instanceof Error ? error.stack : String(error);
  progress.say(`\n  ${isReady ? "Mitra stops." : "Mitra did not start."}\n  ${words}\n`);
  await stop();
  process.exit(1);
}

/** Ends everything, the database last: whoever still records an answer needs it. */
async function stop() {
  life.isStopping = true;
  const isHurried = () => signals.isHurried;
  const brief = { graceMs: STEP_GRACE_MS, isHurried };
  // A step in progress fails now, and the start with it.
  await Promise.all(steps.map((running) => running.end("all", { graceMs: PREPARATION_GRACE_MS })));
  await services?.end(["environment", "schema"], brief);
  await starting.catch(() => {});
  await services?.end(["web", "worker"], { graceMs: SERVICE_GRACE_MS, isHurried });
  await services?.end(["stand-in"], brief);
  await postgres?.stop({ isHurried });
  lock?.release();
}

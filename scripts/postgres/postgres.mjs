// The embedded PostgreSQL: started, reused when a killed launcher left it running, and stopped. Built-ins only.
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { acquireLock } from "../processes/lock.mjs";
import {
  freePort,
  isRunning,
  knownProcess,
  sendSignal,
  spawnGroup,
  waitUntil,
} from "../processes/processes.mjs";
import { postgresUser, prepareFolder } from "../settings/data-dir.mjs";
import { readOrCreateSecrets } from "../settings/secrets.mjs";
import { findPostgresBinaries } from "./binaries.mjs";
import { createCluster, DATABASE, POSTGRES_ENV, requireSameMajor } from "./cluster.mjs";
import { findLivingServer, readPostmaster } from "./orphan.mjs";

/** The setting that gives up what a power failure would cost, for databases nobody keeps. */
const NOT_DURABLE = "fsync=off";
const THROW_AWAY_PREFIX = "mitra-postgres-";
const TEMPORARY_FOLDERS = [tmpdir(), "/tmp", "/var/tmp"];
/** Crash recovery of a large database takes its time; the server answers when it is done. */
const READY_TIMEOUT_MS = 600_000;
const RETRY_FOR_MS = 20_000;
const STOP_GRACE_MS = 30_000;
/** What a start says while its predecessor is still going, or when the port was taken meanwhile. */
const PASSING_TROUBLE =
  /lock file "postmaster.pid" already exists|could not bind|shared memory block .* still in use|could not create any TCP/;

/**
 * @typedef {{ url: string, port: number, pid: number, isReused: boolean, exited: Promise<void>, stop(hurry?: { isHurried(): boolean }): Promise<void> }} RunningPostgres
 * `url` holds the password. `exited` settles when the server is gone, whoever ended it.
 */

/**
 * Starts PostgreSQL on `dataDir`, creating the database on the first start, or takes over the one a
 * killed launcher left there. Listens on 127.0.0.1 alone, on a port of its own.
 *
 * @param {{ dataDir: string, log?: (line: string) => void, settings?: readonly string[], port?: number }} options
 *   `settings` are `name=value` pairs; `port` is tried first
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres({ dataDir, log = () => {}, settings = [], port: wantedPort }) {
  if (!prepareFolder(dataDir))
    throw new Error(`PostgreSQL cannot live in ${dataDir}: its user may not enter.`);
  const user = postgresUser();
  const folder = join(dataDir, "postgres");
  const { databasePassword } = readOrCreateSecrets(dataDir);
  const binaries = findPostgresBinaries({ dataDir, user });
  const orphan = await findLivingServer(folder);
  if (orphan) {
    log("using the database server that an earlier start left running");
    return describeServer({ ...orphan, databasePassword, isReused: true });
  }
  if (!existsSync(folder))
    createCluster({ binaries, folder, user, databasePassword, isDurable: !settings.includes(NOT_DURABLE) });
  requireSameMajor({ binaries, folder });
  const giveUpAt = performance.now() + RETRY_FOR_MS;
  for (let port = wantedPort ?? (await freePort()); ; port = await freePort()) {
    const started = await launch({
      binaries,
      folder,
      user,
      port,
      settings,
      logFile: join(dataDir, "postgres.log"),
    });
    if ("pid" in started) return describeServer({ ...started, databasePassword, isReused: false });
    const isWorthAnotherTry = PASSING_TROUBLE.test(started.problem) && performance.now() < giveUpAt;
    if (!isWorthAnotherTry) throw new Error(`PostgreSQL did not start in ${folder}:\n${started.problem}`);
    await delay(300);
  }
}

/**
 * Starts PostgreSQL on a temporary folder, fast rather than durable; `stop` also removes the folder.
 * What an earlier killed run left behind is removed first.
 *
 * @param {{ log?: (line: string) => void, settings?: readonly string[] }} [options]
 */
export async function startThrowAwayPostgres({ log, settings = [] } = {}) {
  const parent = TEMPORARY_FOLDERS.find((folder) => existsSync(folder) && prepareTemporary(folder));
  if (!parent) throw new Error("There is no temporary folder that the user of PostgreSQL may enter.");
  await removeAbandonedPostgres();
  const dataDir = mkdtempSync(join(parent, THROW_AWAY_PREFIX));
  const taken = await acquireLock(join(dataDir, "owner.json"));
  const fast = [NOT_DURABLE, "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const server = await startPostgres({ dataDir, log, settings: [...fast, ...settings] });
  if ("lock" in taken) taken.lock.update({ children: [{ name: "postgres", ...knownProcess(server.pid) }] });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** @param {string} parent */
function prepareTemporary(parent) {
  const probe = mkdtempSync(join(parent, "mitra-probe-"));
  try {
    return prepareFolder(probe);
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** Ends and removes every throw-away server whose run was killed. */
export async function removeAbandonedPostgres() {
  for (const parent of new Set(TEMPORARY_FOLDERS.filter(existsSync))) {
    for (const name of readdirSync(parent).filter((entry) => entry.startsWith(THROW_AWAY_PREFIX))) {
      const owner = join(parent, name, "owner.json");
      // Without an owner's file it may be one that another run is creating right now.
      if (!existsSync(owner)) continue;
      try {
        const taken = await acquireLock(owner);
        if ("lock" in taken) rmSync(join(parent, name), { recursive: true, force: true });
      } catch {
        // Another user's; they clear it away with their next run.
      }
    }
  }
}

/**
 * @param {{ binaries: string, folder: string, user: import("../settings/data-dir.mjs").SystemUser | null, port: number, settings: readonly string[], logFile: string }} options
 * @returns {Promise<{ pid: number, port: number } | { problem: string }>}
 */
async function launch({ binaries, folder, user, port, settings, logFile }) {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  const address = ["-D", folder, "-p", String(port), "-h", "127.0.0.1", "-k", ""];
  const child = spawnGroup(
    join(binaries, "bin/postgres"),
    [...address, ...settings.flatMap((pair) => ["-c", pair])],
    {
      ...user,
      cwd: "/",
      env: POSTGRES_ENV,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  const state = { hasEnded: false };
  const markEnded = () => {
    state.hasEnded = true;
  };
  child.once("exit", markEnded);
  child.once("error", markEnded);
  child.unref();
  const isReady = () => {
    const server = readPostmaster(folder);
    return server?.pid === child.pid && server?.isReady === true;
  };
  const isInTime = await waitUntil(() => state.hasEnded || isReady(), {
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: 10,
  });
  if (isInTime && !state.hasEnded && child.pid) return { pid: child.pid, port };
  if (child.pid && !state.hasEnded) sendSignal(child.pid, "SIGQUIT");
  return { problem: readFileSync(logFile, "utf8").trim().split("\n").slice(-8).join("\n") };
}

/**
 * @param {{ pid: number, port: number, databasePassword: string, isReused: boolean }} server
 * @returns {RunningPostgres}
 */
function describeServer({ pid, port, databasePassword, isReused }) {
  const known = knownProcess(pid);
  const state = { isWatched: true };
  return {
    url: `postgresql://postgres:${databasePassword}@127.0.0.1:${port}/${DATABASE}`,
    port,
    pid,
    isReused,
    // Polled rather than awaited from the child: a server taken over is nobody's child.
    exited: waitForEnd(known, state),
    async stop({ isHurried } = { isHurried: () => false }) {
      // The number of one that is gone may be another program's by now.
      if (isRunning(known)) sendSignal(pid, "SIGINT");
      await waitUntil(() => isHurried() || !isRunning(known), { timeoutMs: STOP_GRACE_MS });
      if (isRunning(known)) sendSignal(pid, "SIGQUIT");
      await waitUntil(() => !isRunning(known), { timeoutMs: STOP_GRACE_MS });
      state.isWatched = false;
    },
  };
}

/** @param {import("../processes/processes.mjs").KnownProcess} known @param {{ isWatched: boolean }} state */
async function waitForEnd(known, state) {
  while (state.isWatched && isRunning(known)) await delay(500, undefined, { ref: false });
}

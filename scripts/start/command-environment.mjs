// The environment of a command that is run beside npm start, in a deployment, or without either.
import { join } from "node:path";
import { prepareCheckout } from "../checkout/checkout.mjs";
import { isRelease } from "../checkout/release.mjs";
import { ROOT } from "../checkout/root.mjs";
import { startPostgres } from "../postgres/postgres.mjs";
import { acquireLock, readHolder } from "../processes/lock.mjs";
import { resolveDataDir } from "../settings/data-dir.mjs";
import { readOrCreateSecrets } from "../settings/secrets.mjs";
import { fillIn, loadSettingsFile, readAddress, usesStandIn } from "../settings/settings.mjs";
import { runInForeground } from "../terminal/foreground.mjs";
import { createProgress, StartProblem } from "../terminal/progress.mjs";
import { readProduction, requireDatabaseAddress } from "./production.mjs";
import { program } from "./programs.mjs";

/** @typedef {{ programs: string, cwd: string, env: NodeJS.ProcessEnv }} Surroundings */

/**
 * Runs a bundled program in this terminal and ends this process with its code, or with a sentence.
 *
 * @param {Parameters<typeof program>[1]} name
 * @param {readonly string[]} args
 * @param {{ needsDatabase?: boolean, env?: Record<string, string> }} [options]
 *   without need of a database none is started; `env` is told beside the settings
 */
export async function runCommand(name, args, { needsDatabase = true, env: told = {} } = {}) {
  try {
    process.exitCode = await inSurroundings(needsDatabase, ({ programs, cwd, env }) =>
      runInForeground(process.execPath, program(programs, name, args), { cwd, env: { ...env, ...told } }),
    );
  } catch (error) {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * In a release the environment says everything. In a checkout it is the one that npm start would give: with
 * DATABASE_URL nothing is made up, since all replicas share its secrets; without it, it is the embedded database,
 * which is started for the time being if it does not run.
 *
 * @param {boolean} needsDatabase
 * @param {(surroundings: Surroundings) => Promise<number>} work
 * @returns {Promise<number>}
 */
async function inSurroundings(needsDatabase, work) {
  if (isRelease(ROOT)) {
    const { release, env } = readProduction();
    if (needsDatabase) requireDatabaseAddress(env);
    return work({ programs: join(release, "programs"), cwd: release, env });
  }
  loadSettingsFile(ROOT);
  const { programs } = await prepareCheckout({ progress: createProgress(process.stderr), upTo: "programs" });
  return inCheckout(needsDatabase, (env) => work({ programs: String(programs), cwd: ROOT, env }));
}

/**
 * @param {boolean} needsDatabase
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} work
 */
async function inCheckout(needsDatabase, work) {
  const { env } = process;
  const address = readAddress(env);
  const { dataDir } = resolveDataDir({ root: ROOT, env });
  const lockFile = join(dataDir, "start.json");
  const running = readHolder(lockFile);
  if (!running && env.DATABASE_URL?.trim()) {
    return work({ ...env, NEXTAUTH_URL: env.NEXTAUTH_URL?.trim() || address.url });
  }
  const secrets = readOrCreateSecrets(dataDir);
  if (running) return work(fillIn({ env, secrets, ...readFacts(running, address) }));
  if (!needsDatabase) {
    if (usesStandIn(env)) throw noStandIn();
    return work(fillIn({ env, secrets, address }));
  }
  const command = `npm run ${process.env.npm_lifecycle_event ?? "…"}`;
  const taken = await acquireLock(lockFile, { facts: { address: command } });
  if ("holder" in taken) throw inUse();
  const postgres = await startPostgres({ dataDir });
  try {
    return await work(fillIn({ env, secrets, address, databaseUrl: postgres.url }));
  } finally {
    await postgres.stop();
    taken.lock.release();
  }
}

/**
 * @param {import("../processes/lock.mjs").LockRecord} record
 * @param {{ host: string, port: number, url: string }} address
 */
function readFacts({ isReady, databaseUrl, standInUrl, address: url }, address) {
  if (!isReady) throw inUse();
  return {
    address: { ...address, url: String(url) },
    databaseUrl: String(databaseUrl),
    standInUrl: standInUrl ? String(standInUrl) : undefined,
  };
}

function noStandIn() {
  return new StartProblem(
    "Nothing was asked. Without DOKU_CLIENT_ID and DOKU_SECRET_KEY it would be the stand-in, which runs while npm start does. Start it, or set both.",
  );
}

function inUse() {
  return new StartProblem(
    "Mitra is starting on this data folder, or another command uses it. Try again in a moment.",
  );
}

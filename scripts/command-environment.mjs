// The environment of a command that is run beside npm start, or without it.
import { join } from "node:path";
import { prepareCheckout, ROOT, requireNode } from "./checkout.mjs";
import { resolveDataDir } from "./data-dir.mjs";
import { acquireLock, readHolder } from "./lock.mjs";
import { startPostgres } from "./postgres.mjs";
import { createProgress, StartProblem } from "./progress.mjs";
import { readOrCreateSecrets } from "./secrets.mjs";
import { fillIn, loadSettingsFile, readAddress } from "./settings.mjs";

/**
 * Does `work` with the environment that npm start would give it, and returns its exit code. With
 * DATABASE_URL that is a deployment of its own, whose secrets all replicas share: nothing is made up.
 * Otherwise it is the embedded database, which is started for the time being if it does not run.
 *
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} work
 * @returns {Promise<number>}
 */
export async function withCommandEnvironment(work) {
  requireNode();
  loadSettingsFile(ROOT);
  const { env } = process;
  const address = readAddress(env);
  const { dataDir } = resolveDataDir({ root: ROOT, env });
  const lockFile = join(dataDir, "start.json");
  const running = readHolder(lockFile);
  if (!running && env.DATABASE_URL?.trim()) {
    return work({ ...env, NEXTAUTH_URL: env.NEXTAUTH_URL?.trim() || address.url });
  }
  await prepareCheckout({ progress: createProgress(process.stderr), needsBuild: false });
  const secrets = readOrCreateSecrets(dataDir);
  if (running) return work(fillIn({ env, secrets, ...readFacts(running, address) }));
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
 * @param {import("./lock.mjs").LockRecord} record
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

function inUse() {
  return new StartProblem(
    "Mitra is starting on this data folder, or another command uses it. Try again in a moment.",
  );
}

/**
 * Ends this process with the code of the command, or with a sentence.
 *
 * @param {Promise<number>} command
 */
export function exitWith(command) {
  command.then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof StartProblem ? error.message : error);
      process.exitCode = 1;
    },
  );
}

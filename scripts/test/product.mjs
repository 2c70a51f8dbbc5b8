// The product itself, started as a person starts it, for tests that use it from outside.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../checkout/root.mjs";
import { readPostmaster } from "../postgres/orphan.mjs";
import { readHolder } from "../processes/lock.mjs";
import { freePort, isRunning, knownProcess, waitUntil } from "../processes/processes.mjs";
import { VARIABLES } from "../settings/settings.mjs";
import { StartProblem } from "../terminal/progress.mjs";

const READY_TIMEOUT_MS = 180_000;
const STOP_GRACE_MS = 60_000;

/**
 * @typedef {{ name: string, url: string, databaseUrl: string, standInUrl: string, logs: string, keepLogs(folder: string): void, stop(): Promise<void> }} Product
 */

/** This process's environment without what a person set for their own Mitra. */
export function neutralEnvironment() {
  const own = new Set([...VARIABLES, "NODE_ENV", "CI"]);
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !own.has(name) && !name.startsWith("MITRA_")),
  );
}

/**
 * Runs `npm start`'s program on a data folder and a port of its own, and waits until it serves. `stop`
 * throws if any of its processes outlives it.
 *
 * @param {{ children: import("../processes/children.mjs").Children, name: string, dataDir: string, env: Record<string, string> }} options
 * @returns {Promise<Product>}
 */
export async function startProduct({ children, name, dataDir, env }) {
  const port = String(await freePort());
  const program = [join(ROOT, "scripts/start.mjs"), "--no-env-file"];
  const settings = { ...neutralEnvironment(), ...env, MITRA_DATA_DIR: dataDir, PORT: port };
  const ending = children.run(name, process.execPath, program, { cwd: ROOT, env: settings });
  let ended = /** @type {unknown} */ (null);
  ending.then(
    (output) => {
      ended = new StartProblem(`${name} ended before it was ready:\n${output}`);
    },
    (error) => {
      ended = error;
    },
  );
  const readRecord = () => readHolder(join(dataDir, "start.json"));
  await waitUntil(() => ended !== null || readRecord()?.isReady === true, {
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: 100,
  });
  const record = readRecord();
  if (!record?.isReady) throw ended ?? new StartProblem(`${name} was not ready in time`);
  return {
    name,
    url: String(record.address),
    databaseUrl: String(record.databaseUrl),
    standInUrl: String(record.standInUrl),
    logs: join(dataDir, "logs"),
    keepLogs: (folder) => cpSync(join(dataDir, "logs"), join(folder, name), { recursive: true }),
    async stop() {
      const parts = [...record.children, ...readDatabaseProcess(dataDir)];
      await children.end([name], { graceMs: STOP_GRACE_MS });
      const left = parts.filter(isRunning).map((part) => part.name);
      if (left.length > 0) throw new StartProblem(`${name} left running when it stopped: ${left.join(", ")}`);
    },
  };
}

/** @param {string} dataDir */
function readDatabaseProcess(dataDir) {
  const server = readPostmaster(join(dataDir, "postgres"));
  return server ? [{ name: "database", ...knownProcess(server.pid) }] : [];
}

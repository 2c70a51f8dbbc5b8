// The product itself, started as a person starts it, for tests that use it from outside.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./checkout.mjs";
import { readHolder } from "./lock.mjs";
import { freePort, waitUntil } from "./processes.mjs";
import { StartProblem } from "./progress.mjs";
import { VARIABLES } from "./settings.mjs";

const READY_TIMEOUT_MS = 180_000;
const STOP_GRACE_MS = 60_000;

/**
 * @typedef {{ url: string, databaseUrl: string, standInUrl: string, keepLogs(folder: string): void, stop(): Promise<void> }} Product
 */

/** This process's environment without what a person set for their own Mitra. */
export function neutralEnvironment() {
  const own = new Set([...VARIABLES, "NODE_ENV", "CI"]);
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !own.has(name) && !name.startsWith("MITRA_")),
  );
}

/**
 * Runs `npm start`'s program on a data folder and a port of its own, and waits until it serves.
 *
 * @param {{ children: import("./children.mjs").Children, name: string, env: Record<string, string> }} options
 * @returns {Promise<Product>}
 */
export async function startProduct({ children, name, env }) {
  const dataDir = mkdtempSync(join(tmpdir(), "mitra-product-"));
  const port = String(await freePort());
  const program = [join(ROOT, "scripts/start.mjs"), "--no-env-file"];
  const settings = { ...neutralEnvironment(), ...env, MITRA_DATA_DIR: dataDir, PORT: port };
  const ending = children.run(name, process.execPath, program, { cwd: ROOT, env: settings });
  let ended = /** @type {unknown} */ (null);
  ending.catch((error) => {
    ended = error;
  });
  const readRecord = () => readHolder(join(dataDir, "start.json"));
  await waitUntil(() => ended !== null || readRecord()?.isReady === true, {
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: 100,
  });
  const record = readRecord();
  if (!record?.isReady) throw ended ?? new StartProblem(`${name} was not ready in time`);
  return {
    url: String(record.address),
    databaseUrl: String(record.databaseUrl),
    standInUrl: String(record.standInUrl),
    keepLogs: (folder) => cpSync(join(dataDir, "logs"), join(folder, name), { recursive: true }),
    async stop() {
      await children.end([name], { graceMs: STOP_GRACE_MS });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

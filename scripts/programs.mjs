// How each program of the product is called. Secrets travel in the environment, never in arguments.
import { join } from "node:path";
import { workerBundle } from "./builds.mjs";
import { ROOT } from "./checkout.mjs";

/**
 * Arguments for Node that run a TypeScript entry. The condition empties the `server-only` marker, as
 * it is on Next's own server.
 *
 * @param {string} entry from the checkout
 * @param {readonly string[]} [args]
 */
export function typescript(entry, args = []) {
  return ["--conditions=react-server", "--import", "tsx", join(ROOT, entry), ...args];
}

/** @param {"start" | "dev"} mode @param {{ host: string, port: number }} address */
export function webServer(mode, { host, port }) {
  return [
    ...(mode === "start" ? REPLICA_MEMORY : []),
    join(ROOT, "node_modules/next/dist/bin/next"),
    mode,
    "-H",
    host,
    "-p",
    String(port),
  ];
}

/**
 * A replica keeps about 100 MB. Left to itself the engine lets garbage pile up to four times that; so it clears up
 * in time (164 MB at most over 1,000 submits), and still has as much room again for many people at once.
 *
 * Not `--optimize-for-size`: it saves another 20 MB, and every page of the list then costs 1.5 times the processor.
 */
const REPLICA_MEMORY = ["--max-old-space-size=192", "--max-semi-space-size=8"];

/** The worker of a build; without one, as in development, from its sources. @param {string | null} distDir */
export function worker(distDir) {
  return distDir ? bundledWorker(join(ROOT, workerBundle(distDir))) : typescript("lib/worker/main.ts");
}

/**
 * What a worker keeps fits into 48 MB with ease. Left to itself the engine lets garbage pile up to 140 MB under
 * load; with room for 64 MB, and 2 MB for what lives for one call, it clears up in time at the same rate.
 *
 * @param {string} file
 */
export function bundledWorker(file) {
  return ["--max-semi-space-size=2", "--max-old-space-size=64", file];
}

/** @param {{ port: number, clientId: string, dataDir: string }} options */
export function standIn({ port, clientId, dataDir }) {
  const ledger = join(dataDir, "stand-in-ledger.jsonl");
  const args = [
    "--port",
    String(port),
    "--client-id",
    clientId,
    "--secret-env",
    "STAND_IN_SECRET",
    "--ledger",
    ledger,
  ];
  return typescript("lib/doku/stand-in/main.ts", args);
}

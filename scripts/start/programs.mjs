// How each program of the product is called. Secrets travel in the environment, never in arguments.
import { join } from "node:path";
import { PROGRAM_SOURCES } from "../checkout/program-sources.mjs";
import { ROOT } from "../checkout/root.mjs";

/**
 * Arguments for Node that run a TypeScript entry from the sources, as development and tests do. The condition empties
 * the `server-only` marker, as it is on Next's own server.
 *
 * @param {string} entry from the checkout
 * @param {readonly string[]} [args]
 */
export function typescript(entry, args = []) {
  return ["--conditions=react-server", "--import", "tsx", join(ROOT, entry), ...args];
}

/**
 * A bundled program; without a folder, as in development, its sources.
 *
 * @param {string | null} programs the folder of the bundled ones
 * @param {keyof typeof PROGRAM_SOURCES} name
 * @param {readonly string[]} [args]
 */
export function program(programs, name, args = []) {
  return programs ? [join(programs, `${name}.mjs`), ...args] : typescript(PROGRAM_SOURCES[name], args);
}

/**
 * The web server of a release, with a console whose every line is one of the log. Where it listens it reads from HOSTNAME and PORT.
 *
 * @param {string} release
 */
export function webServer(release) {
  return [
    ...REPLICA_MEMORY,
    "--require",
    join(release, "programs/json-console.cjs"),
    join(release, "server.js"),
  ];
}

/** Next's development server over the sources. @param {{ host: string, port: number }} address */
export function developmentServer({ host, port }) {
  return [join(ROOT, "node_modules/next/dist/bin/next"), "dev", "-H", host, "-p", String(port)];
}

/**
 * A replica keeps about 100 MB. Left to itself the engine lets garbage pile up to four times that; so it clears up
 * in time (164 MB at most over 1,000 submits), and still has as much room again for many people at once.
 *
 * Not `--optimize-for-size`: it saves another 20 MB, and every page of the list then costs 1.5 times the processor.
 */
const REPLICA_MEMORY = ["--max-old-space-size=192", "--max-semi-space-size=8"];

/**
 * For every process of the product. Left to itself the C library gives each thread a pool of memory of its own, which a
 * worker's and a replica's threads leave nearly empty: 10 MB each.
 */
export const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: "1" };

/** The bundled worker; without a folder, as in development, its sources. @param {string | null} programs */
export function worker(programs) {
  return programs ? bundledWorker(join(programs, "worker.cjs")) : typescript("lib/worker/main.ts");
}

/**
 * What a worker keeps fits into 48 MB with ease. Left to itself the engine lets garbage pile up to 140 MB under
 * load; with room for 64 MB, and 2 MB for what lives for one call, it clears up in time at the same rate. WebAssembly,
 * which reads the answers of HTTP, is compiled once and fast: to compile it again, better, takes 13 MB for a moment and
 * makes the rate no higher.
 *
 * @param {string} file
 */
export function bundledWorker(file) {
  return ["--max-old-space-size=64", "--max-semi-space-size=2", "--liftoff-only", file];
}

/**
 * What the stand-in is told; its secret comes as STAND_IN_SECRET.
 *
 * @param {{ host: string, port: number | string, clientId: string, ledger: string | null }} options
 */
export function standInArguments({ host, port, clientId, ledger }) {
  const args = ["--host", host, "--port", String(port), "--client-id", clientId];
  return [...args, "--secret-env", "STAND_IN_SECRET", ...(ledger ? ["--ledger", ledger] : [])];
}

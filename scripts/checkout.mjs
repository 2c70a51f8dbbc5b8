// Brings a checkout up to date: dependencies, the generated database client, the build.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chooseBuild, findBuild, markBuilt, workerBundle } from "./builds.mjs";
import { createChildren } from "./children.mjs";
import { acquireLock } from "./lock.mjs";
import { StartProblem } from "./progress.mjs";

/** The checkout these scripts belong to. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
const WAIT_FOR_OTHER_MS = 500;

/** Throws a sentence where Node is too old for the dependencies. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StartProblem(
    `Mitra needs Node ${OLDEST_NODE.join(".")} or newer, and this is ${process.versions.node}. Install a newer one from https://nodejs.org and run the command again.`,
  );
}

/**
 * Installs, generates and builds what is missing or stale, and nothing else. Two commands in one
 * checkout take turns.
 *
 * @param {{ progress: import("./progress.mjs").Progress, needsBuild: boolean, onChildren?: (children: import("./children.mjs").Children) => void }} options
 *   `onChildren` hands out the running steps, for whoever must end them
 * @returns {Promise<string | null>} the folder of the build, from the checkout; null without `needsBuild`
 */
export async function prepareCheckout({ progress, needsBuild, onChildren = () => {} }) {
  const ready = findReady(needsBuild);
  if (ready) return ready.distDir;
  const lock = await waitForTurn(progress);
  const children = createChildren((running) => lock.update({ children: running }));
  onChildren(children);
  try {
    if (!areDependenciesCurrent()) await progress.step("Dependencies", () => installDependencies(children));
    if (!isClientCurrent()) await progress.step("Database client", () => generateClient(children));
    if (!needsBuild) return null;
    const built = findBuild(ROOT);
    if (built) return built;
    return await progress.step("Build", () => build(children));
  } finally {
    lock.release();
  }
}

/** @param {boolean} needsBuild @returns {{ distDir: string | null } | null} */
function findReady(needsBuild) {
  if (!areDependenciesCurrent() || !isClientCurrent()) return null;
  if (!needsBuild) return { distDir: null };
  const distDir = findBuild(ROOT);
  return distDir ? { distDir } : null;
}

/** @param {import("./progress.mjs").Progress} progress */
async function waitForTurn(progress) {
  const file = join(ROOT, ".next/prepare.json");
  for (let isTold = false; ; isTold = true) {
    const taken = await acquireLock(file);
    if ("lock" in taken) return taken.lock;
    if (!isTold)
      progress.say(`    Waiting for process ${taken.holder.holder.pid}, which prepares this checkout`);
    await delay(WAIT_FOR_OTHER_MS);
  }
}

/** Compares what npm wrote down about its last installation with the lock file, entry by entry. */
function areDependenciesCurrent() {
  const wanted = readPackages(join(ROOT, "package-lock.json"));
  const installed = readPackages(join(ROOT, "node_modules/.package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === "") return true;
    const found = installed[place];
    // Packages of other platforms are left out by npm.
    if (!found) return entry.optional === true;
    const isSame = found.version === entry.version && found.integrity === entry.integrity;
    return isSame && existsSync(join(ROOT, place));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * The npm that runs us, or the one on the path: program and first arguments.
 *
 * @returns {[command: string, before: string[]]}
 */
export function npmProgram() {
  const running = process.env.npm_execpath;
  return running?.endsWith(".js") ? [process.execPath, [running]] : ["npm", []];
}

/** @param {import("./children.mjs").Children} children */
async function installDependencies(children) {
  const [command, before] = npmProgram();
  // Also under NODE_ENV=production: the build needs the development tools.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: ROOT, env: { ...process.env, NODE_ENV: "" } };
  try {
    await children.run("npm ci", command, [...before, "ci", ...flags], options);
  } catch {
    await children.run("npm install", command, [...before, "install", ...flags], options);
  }
}

const CLIENT_STAMP = "lib/generated/prisma-source";

function clientSource() {
  const schema = readFileSync(join(ROOT, "prisma/schema.prisma"));
  const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules/prisma/package.json"), "utf8"));
  return createHash("sha256").update(schema).update(version).digest("hex");
}

function isClientCurrent() {
  try {
    const stamp = readFileSync(join(ROOT, CLIENT_STAMP), "utf8");
    return existsSync(join(ROOT, "lib/generated/prisma/client.ts")) && stamp === clientSource();
  } catch {
    return false;
  }
}

/** @param {import("./children.mjs").Children} children */
async function generateClient(children) {
  const cli = join(ROOT, "node_modules/prisma/build/index.js");
  await children.run("prisma generate", process.execPath, [cli, "generate"], { cwd: ROOT, env: prismaEnv() });
  writeFileSync(join(ROOT, CLIENT_STAMP), clientSource());
}

/**
 * Prisma's command line looks for its native engine before anything else, and fetches it from a host
 * that may be out of reach. Generating does not use it, so any file that exists will do.
 */
function prismaEnv() {
  const env = { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" };
  return { PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, "package.json"), ...env };
}

/** @param {import("./children.mjs").Children} children */
async function build(children) {
  const { distDir, sources } = chooseBuild(ROOT);
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  await children.run("next build", process.execPath, [next, "build"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", MITRA_DIST_DIR: distDir },
  });
  const bundling = [join(ROOT, "scripts/worker-bundle.mjs"), workerBundle(distDir)];
  await children.run("worker bundle", process.execPath, bundling, { cwd: ROOT });
  markBuilt(ROOT, distDir, sources);
  return distDir;
}

// Brings a checkout up to date: packages, the generated database client, the programs, the build.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createChildren } from "../processes/children.mjs";
import { acquireLock } from "../processes/lock.mjs";
import { StartProblem } from "../terminal/progress.mjs";
import { chooseBuild, findBuild, markBuilt, programsFolder } from "./builds.mjs";
import { arePackagesCurrent, installPackages, markUnfinished } from "./packages.mjs";
import { assembleRelease, releaseOf } from "./release.mjs";
import { ROOT } from "./root.mjs";

const WAIT_FOR_OTHER_MS = 500;
/** Words of a program that misses a part of a package: somebody else has been in node_modules. */
const DAMAGED_PACKAGES = /Cannot find (module|package)|ERR_MODULE_NOT_FOUND|Can't resolve '(?![./@]\/)/;

/**
 * What is there to run from: `programs` is the folder of the bundled programs, `release` that of the whole product,
 * `distDir` Next's folder as a path from the checkout. Null is what was not asked for.
 *
 * @typedef {{ programs: string | null, release: string | null, distDir: string | null }} Prepared
 * @typedef {"packages" | "programs" | "build"} Stage each includes the ones before
 */

/**
 * Installs, generates, bundles and builds what is missing or stale, and nothing else. Two commands in one
 * checkout take turns.
 *
 * @param {{ progress: import("../terminal/progress.mjs").Progress, upTo: Stage, withTools?: boolean, onChildren?: (children: import("../processes/children.mjs").Children) => void }} options
 *   `withTools`: also the packages that only checking, testing and development need; `onChildren` hands out the
 *   running steps, for whoever must end them
 * @returns {Promise<Prepared>}
 */
export async function prepareCheckout({ progress, upTo, withTools = false, onChildren = () => {} }) {
  const ready = findReady({ upTo, withTools });
  if (ready) return ready;
  const lock = await waitForTurn(progress);
  const children = createChildren((running) => lock.update({ children: running }));
  onChildren(children);
  try {
    await preparePackages({ progress, children, withTools });
    if (!isClientCurrent()) await regenerateClient({ progress, children });
    if (upTo !== "packages" && !findPrograms())
      await progress.step("Programs", () => bundlePrograms(children)).catch(suspectPackages);
    if (upTo === "build" && !findBuild(ROOT))
      await progress.step("Build", () => build(children)).catch(suspectPackages);
    return findReady({ upTo, withTools }) ?? changedMeanwhile();
  } finally {
    lock.release();
  }
}

/** @returns {never} */
function changedMeanwhile() {
  throw new StartProblem("The sources changed while they were being built. Run the command again.");
}

/** @param {{ upTo: Stage, withTools: boolean }} needs @returns {Prepared | null} */
function findReady({ upTo, withTools }) {
  if (!arePackagesCurrent(ROOT, { withTools }) || !isClientCurrent()) return null;
  if (upTo === "packages") return { programs: null, release: null, distDir: null };
  const distDir = findBuild(ROOT);
  const release = distDir && releaseOf(ROOT, distDir);
  const programs = release ? join(release, "programs") : findPrograms();
  return programs && (release || upTo === "programs") ? { programs, release, distDir } : null;
}

function findPrograms() {
  const folder = join(ROOT, programsFolder(ROOT));
  return existsSync(folder) ? folder : null;
}

/** @param {import("../terminal/progress.mjs").Progress} progress */
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

/** @param {{ progress: import("../terminal/progress.mjs").Progress, children: import("../processes/children.mjs").Children, withTools: boolean }} options */
async function preparePackages({ progress, children, withTools }) {
  if (arePackagesCurrent(ROOT, { withTools })) return;
  await progress.step("Packages", (_note, hint) =>
    installPackages(ROOT, { withTools, children, onLine: hint }),
  );
}

/** A step that found a package broken has the next start install them all anew. @param {unknown} error @returns {never} */
function suspectPackages(error) {
  if (!(error instanceof StartProblem) || !DAMAGED_PACKAGES.test(error.message)) throw error;
  markUnfinished(ROOT);
  throw new StartProblem(
    `${error.message}\n\n  A package seems to be damaged. Run the command again: it installs all packages anew.`,
  );
}

const CLIENT_STAMP = "lib/generated/prisma-source";

function clientSource() {
  const schema = readFileSync(join(ROOT, "prisma/schema.prisma"));
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return createHash("sha256").update(schema).update(devDependencies.prisma).digest("hex");
}

function isClientCurrent() {
  try {
    const stamp = readFileSync(join(ROOT, CLIENT_STAMP), "utf8");
    return existsSync(join(ROOT, "lib/generated/prisma/client.ts")) && stamp === clientSource();
  } catch {
    return false;
  }
}

/**
 * The client stands in git, so only whoever changes the tables or Prisma's version comes here.
 *
 * @param {{ progress: import("../terminal/progress.mjs").Progress, children: import("../processes/children.mjs").Children }} options
 */
async function regenerateClient({ progress, children }) {
  await preparePackages({ progress, children, withTools: true });
  await progress.step("Database client", () => generateClient(children));
}

/** @param {import("../processes/children.mjs").Children} children */
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

/** @param {import("../processes/children.mjs").Children} children */
async function bundlePrograms(children) {
  const folder = join(ROOT, programsFolder(ROOT));
  const draft = `${folder}.new`;
  rmSync(dirname(folder), { recursive: true, force: true });
  await children.run("bundle", process.execPath, [join(ROOT, "scripts/checkout/bundle.mjs"), draft], {
    cwd: ROOT,
  });
  renameSync(draft, folder);
}

/** @param {import("../processes/children.mjs").Children} children */
async function build(children) {
  const { distDir, sources } = chooseBuild(ROOT);
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  await children.run("next build", process.execPath, [next, "build"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", MITRA_DIST_DIR: distDir },
  });
  assembleRelease({ root: ROOT, distDir, programs: programsFolder(ROOT) });
  markBuilt(ROOT, distDir, sources);
}

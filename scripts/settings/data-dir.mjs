// Where the embedded database and the generated secrets live.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, chmodSync, constants, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";

/** @typedef {{ uid: number, gid: number }} SystemUser */

/**
 * Whom PostgreSQL runs as: it refuses root, so there it is `postgres`, else `nobody`. Null is "as ourselves".
 *
 * @returns {SystemUser | null}
 */
export function postgresUser() {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = ["-u", "-g"].map((flag) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })),
      );
      if (uid && gid) return { uid, gid };
    } catch {
      // This name is not known here; the next one may be.
    }
  }
  throw new StartProblem(
    "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user nobody. Start Mitra as another user, or set DATABASE_URL.",
  );
}

/**
 * Whether `user` can walk into the folder. Asked of the system itself, since modes alone leave out access lists.
 *
 * @param {string} folder
 * @param {SystemUser | null} user
 */
function canEnter(folder, user) {
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...user, cwd: "/", stdio: "ignore" });
  return probe.status === 0;
}

/**
 * Creates the folder and those above it, and throws a `StartProblem` where that cannot be, or nothing could be
 * written there. One by one: Node's own `recursive` never ends under `/proc`, where no folder can be made.
 *
 * @param {string} folder
 */
export function makeFolder(folder) {
  try {
    createFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartProblem(`Mitra cannot keep its data in ${folder}: ${wordsOf(error)}. ${REMEDY}`, {
      cause: error,
    });
  }
}

const REMEDY = "Set MITRA_DATA_DIR to a folder that its user may write to.";

/** @param {string} folder */
function createFolder(folder) {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) createFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
}

const WORDS = new Map([
  ["EACCES", "this user may not write there"],
  ["EPERM", "this user may not write there"],
  ["EROFS", "that file system takes nothing in"],
  ["EEXIST", "that is a file, not a folder"],
  ["ENOTDIR", "a part of that path is a file, not a folder"],
  ["ENOENT", "no folder can be made there"],
  ["ENOSPC", "that disk is full"],
]);

/** @param {unknown} error */
function wordsOf(error) {
  return WORDS.get(codeOf(error)) ?? `the system answers ${codeOf(error) || String(error)}`;
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Creates the folder and opens its own door (never its parents') for the user of PostgreSQL; secrets
 * in it have mode 0600. Tells whether PostgreSQL can live there.
 *
 * @param {string} folder
 */
export function prepareFolder(folder) {
  makeFolder(folder);
  const user = postgresUser();
  if (canEnter(folder, user)) return true;
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011);
  return canEnter(folder, user);
}

/**
 * The data folder of this checkout, created: `MITRA_DATA_DIR`, else `.data`. Where PostgreSQL could not
 * live there (started as root under a folder closed to others) it is a folder of `/var/lib/mitra`.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv }} place `root` is the checkout
 * @returns {{ dataDir: string, movedFrom: string | null }}
 */
export function resolveDataDir({ root, env }) {
  const given = env.MITRA_DATA_DIR?.trim();
  const wanted = given ? resolve(root, given) : join(root, ".data");
  if (env.DATABASE_URL?.trim()) {
    makeFolder(wanted);
    return { dataDir: wanted, movedFrom: null };
  }
  if (prepareFolder(wanted)) return { dataDir: wanted, movedFrom: null };
  removeIfEmpty(wanted);
  const hash = createHash("sha256")
    .update(given ? wanted : root)
    .digest("hex")
    .slice(0, 12);
  const dataDir = `/var/lib/mitra/${hash}`;
  if (prepareFolder(dataDir)) return { dataDir, movedFrom: wanted };
  throw new StartProblem(
    `PostgreSQL can live neither in ${wanted} nor in ${dataDir}: its user may not enter. Set MITRA_DATA_DIR to a folder that others may walk into, or set DATABASE_URL.`,
  );
}

/** @param {string} folder */
function removeIfEmpty(folder) {
  try {
    rmdirSync(folder);
  } catch {
    // Something lives there that is not ours to judge.
  }
}

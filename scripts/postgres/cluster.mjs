// The files of an embedded PostgreSQL: created once, checked before each start.
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The database of the product inside the cluster. */
export const DATABASE = "mitra";
const LOCALE = process.platform === "darwin" ? ["--locale=C", "--lc-ctype=UTF-8"] : ["--locale=C.UTF-8"];
/** Nothing of the launcher's own environment (PGPORT, TZ, secrets) reaches the server. */
export const POSTGRES_ENV = {
  PATH: process.env.PATH,
  LC_ALL: process.platform === "darwin" ? "C" : "C.UTF-8",
};

/**
 * Creates the cluster with a password that every connection must give, and the empty database in it.
 *
 * @param {{ binaries: string, folder: string, user: import("../settings/data-dir.mjs").SystemUser | null, databasePassword: string, isDurable: boolean }} place
 *   `isDurable: false` skips waiting for the disk
 */
export function createCluster({ binaries, folder, user, databasePassword, isDurable }) {
  // Built aside and renamed, so that a killed initdb never leaves half a database under the real name.
  const draft = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, databasePassword, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const login = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    const [noSync, noFsync] = isDurable ? [[], []] : [["--no-sync"], ["-F"]];
    const initdb = ["-D", draft, ...login, "-E", "UTF8", ...LOCALE, ...noSync];
    runOrThrow(join(binaries, "bin/initdb"), initdb, { user });
    runOrThrow(join(binaries, "bin/postgres"), ["--single", ...noFsync, "-D", draft, "postgres"], {
      user,
      input: `CREATE DATABASE ${DATABASE}\n`,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(draft, 0o700);
  renameSync(draft, folder);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ user: import("../settings/data-dir.mjs").SystemUser | null, input?: string }} options
 */
function runOrThrow(program, args, { user, input }) {
  const run = spawnSync(program, args, { ...user, cwd: "/", env: POSTGRES_ENV, input, encoding: "utf8" });
  if (run.status !== 0)
    throw new Error(`${program} failed:\n${run.error?.message ?? `${run.stdout}${run.stderr}`}`);
}

/**
 * Throws a sentence if the cluster was made by another major version, whose files this one cannot read.
 *
 * @param {{ binaries: string, folder: string }} place
 */
export function requireSameMajor({ binaries, folder }) {
  const major = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  const { stdout } = spawnSync(join(binaries, "bin/postgres"), ["--version"], { encoding: "utf8" });
  if (stdout.includes(` ${major}.`)) return;
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${major}, and this is ${stdout.trim()}. Dump it with the old version and restore it into a new data folder.`,
  );
}

// npm run dev: the worker and the stand-in run from their sources, so they are started again when those change.
import { readdirSync, watch } from "node:fs";
import { join, relative, sep } from "node:path";

/** An editor or a checkout writes more than one file; they count as one change. */
const SETTLE_MS = 150;
/** A worker that is sending finishes within 25 s. */
const END_GRACE_MS = 30_000;

const SOURCE = /^lib\/.*\.(ts|json)$/;
const NOT_RUN = /\.test\.ts$|^lib\/(generated|testing)\//;
/** It imports nothing from outside its folder, nor does anybody import from there. */
const STAND_IN = /^lib\/stand-in\//;
const SCHEMA = /^prisma\/(schema\.prisma|migrations\/.*\.sql)$/;

/**
 * Whom a changed file concerns: who is started again, or `schema` where the database must follow.
 *
 * @param {string} file from the checkout, with slashes
 * @returns {"worker" | "stand-in" | "schema" | null}
 */
export function concernOf(file) {
  if (SCHEMA.test(file)) return "schema";
  if (!SOURCE.test(file) || NOT_RUN.test(file)) return null;
  return STAND_IN.test(file) ? "stand-in" : "worker";
}

/**
 * Watches the sources and starts again what they concern, until `close` is called.
 *
 * @param {{ root: string, restarts: ReadonlyMap<string, () => void>, children: Pick<import("../processes/children.mjs").Children, "end">, say: (line: string) => void }} options
 *   `restarts` has, by name, what makes the next end of a process no death but a new beginning
 */
export function reloadOnChange({ root, restarts, children, say }) {
  /** @param {string} name @param {string} cause */
  const restart = async (name, cause) => {
    const begin = restarts.get(name);
    if (!begin) return;
    begin();
    await children.end([name], { graceMs: END_GRACE_MS });
    say(`  · ${name} restarted: ${cause} changed`);
  };
  return watchTree(root, ["lib", "prisma"], (files) => {
    const first = (/** @type {string} */ concern) => files.find((file) => concernOf(file) === concern);
    for (const name of ["worker", "stand-in"]) {
      const cause = first(name);
      if (cause) void restart(name, cause);
    }
    const cause = first("schema");
    if (cause) say(`  ! ${cause} changed. ${describeSchemaChange(cause)}`);
  });
}

/** @param {string} file */
function describeSchemaChange(file) {
  if (file.endsWith(".prisma")) return "Make a migration of it (CONTRIBUTING.md), then restart npm run dev.";
  return "A migration waits: restart npm run dev, or run npm run migrate.";
}

/**
 * Tells which files below the folders have changed, a moment after the last of them. Each folder is watched by itself:
 * Node 20's recursive watching loses a file that an editor has replaced.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {(files: string[]) => void} onChange with paths from the root, in the order in which they changed
 */
export function watchTree(root, folders, onChange) {
  /** @type {Map<string, import("node:fs").FSWatcher>} */
  const watchers = new Map();
  /** @type {Set<string>} */
  const changed = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let settling;

  const tell = () => {
    const files = [...changed];
    changed.clear();
    onChange(files);
  };
  /** @param {string} path */
  const note = (path) => {
    changed.add(relative(root, path).split(sep).join("/"));
    clearTimeout(settling);
    settling = setTimeout(tell, SETTLE_MS);
  };
  /** @param {string} folder */
  const forget = (folder) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  /** @param {string} folder @param {(file: string) => void} onFile for each file that is there already */
  const add = (folder, onFile) => {
    const entries = readFolder(folder);
    if (!entries) return note(folder);
    const watcher = watch(folder, (event, name) => {
      if (!name) return;
      const path = join(folder, name);
      if (event === "change") return note(path);
      // A name that came or went; a folder is watched anew, since another one may have its name now.
      forget(path);
      add(path, note);
    });
    // A folder that goes away takes its watcher along.
    watcher.on("error", () => forget(folder));
    watchers.set(folder, watcher);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path, onFile);
      else onFile(path);
    }
  };
  for (const folder of folders) add(join(root, folder), () => {});
  return {
    close() {
      clearTimeout(settling);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** Null for what is a file, or is no more. @param {string} folder */
function readFolder(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}

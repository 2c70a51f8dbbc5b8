// A lock that outlives `kill -9`: a file that names its holder and the processes the holder started.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../settings/data-dir.mjs";
import { endProcessGroups, isRunning, knownProcess } from "./processes.mjs";

/** How long processes of a killed holder get to end by themselves. */
const ORPHAN_GRACE_MS = 10_000;

/**
 * @typedef {{ name: string, pid: number, identity: string | null }} NamedProcess
 * @typedef {{ holder: { pid: number, identity: string | null }, children: NamedProcess[], [fact: string]: unknown }} LockRecord
 * @typedef {{ record: LockRecord, update(facts: Record<string, unknown>): void, release(): void }} Lock
 */

/**
 * The record of whoever holds the lock now, or null.
 *
 * @param {string} file
 * @returns {LockRecord | null}
 */
export function readHolder(file) {
  const record = readRecord(file);
  return record && isRunning(record.holder) ? record : null;
}

/**
 * Takes the lock at once, or returns the record of its living holder. What a killed holder left
 * running is ended first, so that nobody fights over ports and files.
 *
 * @param {string} file
 * @param {{ facts?: Record<string, unknown>, onOrphans?: (orphans: NamedProcess[]) => void }} [options]
 *   `facts` stand in the record from the first moment on
 * @returns {Promise<{ lock: Lock } | { holder: LockRecord }>}
 */
export async function acquireLock(file, { facts = {}, onOrphans = () => {} } = {}) {
  makeFolder(dirname(file));
  for (;;) {
    const lock = tryCreate(file, facts);
    if (lock) return { lock };
    const found = readText(file);
    const record = parseRecord(found);
    if (record && isRunning(record.holder)) return { holder: record };
    const orphans = record ? record.children.filter(isRunning) : [];
    if (orphans.length > 0) onOrphans(orphans);
    await endProcessGroups(orphans, { graceMs: ORPHAN_GRACE_MS });
    removeStale(file, found);
  }
}

/** @param {string} file @param {Record<string, unknown>} facts @returns {Lock | null} */
function tryCreate(file, facts) {
  /** @type {LockRecord} */
  const record = { ...facts, holder: knownProcess(process.pid), children: [] };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  try {
    // A link appears with its whole content or not at all, which `open` with O_EXCL cannot promise.
    linkSync(draft, file);
  } catch (error) {
    if (isCode(error, "EEXIST")) return null;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  let isHeld = true;
  return {
    record,
    update(facts) {
      Object.assign(record, facts);
      // The end of a child may be heard after the release, when the file is somebody else's.
      if (isHeld) writeRecord(file, draft, record);
    },
    release() {
      isHeld = false;
      rmSync(file, { force: true });
    },
  };
}

/** @param {string} file @param {string} draft @param {LockRecord} record */
function writeRecord(file, draft, record) {
  try {
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full disk must not stop what runs. The record then lags behind, as after a kill.
    rmSync(draft, { force: true });
  }
}

/**
 * Removes the file if it still says what was read. Two launchers may find the same stale lock: the
 * slower one must not throw away what the faster one has just written.
 *
 * @param {string} file
 * @param {string | null} found
 */
function removeStale(file, found) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (readText(aside) === found) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** @param {string} file */
function readRecord(file) {
  return parseRecord(readText(file));
}

/** @param {string | null} text @returns {LockRecord | null} */
function parseRecord(text) {
  try {
    const record = JSON.parse(text ?? "null");
    return record && typeof record.holder?.pid === "number" && Array.isArray(record.children) ? record : null;
  } catch {
    return null;
  }
}

/** @param {unknown} error @param {string} code */
function isCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}

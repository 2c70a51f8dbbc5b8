// Processes and ports, with Node's built-ins only: this file runs before dependencies exist.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * What tells a process apart from a later one that was given the same number: when it began.
 * Null if there is no such process.
 *
 * @param {number} pid
 * @returns {string | null}
 */
function processIdentity(pid) {
  if (process.platform === "linux") {
    try {
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      // The name in brackets may hold spaces, so the fields are counted from behind it.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      const isZombie = fields[0] === "Z";
      return isZombie ? null : `${boot}/${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

/**
 * @typedef {{ pid: number, identity: string | null }} KnownProcess
 * @param {number} pid
 * @returns {KnownProcess}
 */
export function knownProcess(pid) {
  return { pid, identity: processIdentity(pid) };
}

/** @param {KnownProcess} known */
export function isRunning(known) {
  return known.identity !== null && processIdentity(known.pid) === known.identity;
}

/**
 * Signals a process, or with a negative number its group. False if there is none.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits until `isDone()` holds or the time is over; tells which.
 *
 * @param {() => boolean | Promise<boolean>} isDone
 * @param {{ timeoutMs: number, everyMs?: number }} limits
 */
export async function waitUntil(isDone, { timeoutMs, everyMs = 25 }) {
  const deadline = performance.now() + timeoutMs;
  while (!(await isDone())) {
    if (performance.now() >= deadline) return false;
    await delay(everyMs);
  }
  return true;
}

/**
 * Ends processes that lead their own groups: politely, and after `graceMs` by force with all their descendants.
 *
 * @param {KnownProcess[]} known
 * @param {{ graceMs: number, isHurried?: () => boolean }} limits
 */
export async function endProcessGroups(known, { graceMs, isHurried = () => false }) {
  const running = known.filter(isRunning);
  for (const { pid } of running) sendSignal(pid, "SIGTERM");
  await waitUntil(() => isHurried() || !running.some(isRunning), { timeoutMs: graceMs });
  // Also after a polite end: a leader may have left a descendant in its group.
  for (const { pid } of running) sendSignal(-pid, "SIGKILL");
  await waitUntil(() => !running.some(isRunning), { timeoutMs: 5_000 });
}

/**
 * Starts a process as the leader of its own group, so that a Ctrl-C in the terminal reaches the launcher alone.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
export function spawnGroup(command, args, options) {
  return spawn(command, args, { ...options, detached: true });
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port was free")),
      );
    });
  });
}

/**
 * Why nothing of ours could listen there, or null if it could.
 *
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | null>} the system's code, such as EADDRINUSE
 */
export function listenProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

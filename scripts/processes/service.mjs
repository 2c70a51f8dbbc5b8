// One long-lived process of the product: started, written down, started again when it dies.
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { restartDelayMs } from "./restart-policy.mjs";

const LOG_LIMIT_BYTES = 32 * 1024 * 1024;
const LOG_CHECK_MS = 30_000;
const TAIL_LINES = 12;

/**
 * @typedef {{ exited: Promise<unknown> }} RunningService
 * @typedef {{ isStopping: boolean }} Life shared by all services of a launcher
 */

/**
 * Keeps a service alive until `life.isStopping`. Starts it once before it returns.
 *
 * @param {{ life: Life, start: () => Promise<RunningService>, onDeath: (delayMs: number) => void, onGivenUp: () => void }} service
 * @returns {Promise<() => void>} makes its next end, or its last, no death: it is started again at once
 */
export async function keepAlive({ life, start, onDeath, onGivenUp }) {
  const first = await start();
  let restart = createCall();
  const watch = async () => {
    /** @type {number[]} */
    const deathsMs = [];
    for (let running = first; ; ) {
      await running.exited;
      if (life.isStopping) return;
      if (!restart.isCalled()) {
        deathsMs.push(performance.now());
        const delayMs = restartDelayMs(deathsMs);
        if (delayMs === null) onGivenUp();
        else onDeath(delayMs);
        await Promise.race([restart.called, ...(delayMs === null ? [] : [delay(delayMs)])]);
        if (life.isStopping) return;
      }
      if (restart.isCalled()) {
        restart = createCall();
        deathsMs.length = 0;
      }
      // A start that fails counts as a death like any other.
      running = await start().catch(() => ({ exited: Promise.resolve() }));
    }
  };
  void watch();
  return () => restart.call();
}

/** Something that is called once, and can be waited for. */
function createCall() {
  let isCalled = false;
  let call = () => {};
  const called = new Promise((resolve) => {
    call = () => {
      isCalled = true;
      resolve(isCalled);
    };
  });
  return { called, isCalled: () => isCalled, call: () => call() };
}

/**
 * Opens a log file for a child to append to, by itself: it goes on writing when the launcher is
 * killed, and a slow terminal never holds it up.
 *
 * @param {string} file
 */
export function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  const log = openSync(file, "a", 0o600);
  return { log, close: () => closeSync(log) };
}

/** Keeps logs from filling the disk: past the limit one is copied to `.1` and begun anew. @param {readonly string[]} files */
export function limitLogs(files) {
  const check = () => {
    for (const file of files) {
      try {
        if (statSync(file).size < LOG_LIMIT_BYTES) continue;
        copyFileSync(file, `${file}.1`);
        truncateSync(file);
      } catch {
        // A full disk must not stop the product; the next round tries again.
      }
    }
  };
  check();
  return setInterval(check, LOG_CHECK_MS).unref();
}

/** The last lines of a log, for a person who must know why a service died. @param {string} file */
export function tailOf(file) {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-TAIL_LINES);
  } catch {
    return [];
  }
}

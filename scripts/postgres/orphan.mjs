// The server that a killed launcher left running on a folder.
import { readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { knownProcess, waitUntil } from "../processes/processes.mjs";

/** How long one that is starting or stopping gets to make up its mind. */
const SETTLE_TIMEOUT_MS = 20_000;

/**
 * The server that runs on this folder already, once it answers.
 *
 * @param {string} folder
 * @returns {Promise<{ pid: number, port: number } | null>}
 */
export async function findLivingServer(folder) {
  const isSettled = async () => {
    const server = readPostmaster(folder);
    return !server || !isServerOf(server.pid, folder) || (server.isReady && (await answers(server.port)));
  };
  await waitUntil(isSettled, { timeoutMs: SETTLE_TIMEOUT_MS, everyMs: 100 });
  const server = readPostmaster(folder);
  if (!server) return null;
  if (isServerOf(server.pid, folder)) return server;
  // A number that another program was given meanwhile would make PostgreSQL refuse to start.
  rmSync(join(folder, "postmaster.pid"), { force: true });
  return null;
}

/**
 * What the server wrote down about itself, or null.
 *
 * @param {string} folder
 * @returns {{ pid: number, port: number, isReady: boolean } | null}
 */
export function readPostmaster(folder) {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    // A standby answers too; what it is not good for is told by whoever wants to write.
    const isReady = ["ready", "standby"].includes(lines[7]?.trim() ?? "");
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady };
  } catch {
    return null;
  }
}

/** @param {number} pid @param {string} folder */
function isServerOf(pid, folder) {
  if (knownProcess(pid).identity === null) return false;
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(folder);
  } catch {
    return false;
  }
}

/**
 * Whether a PostgreSQL answers on the port: it says N or S to a request for encryption, before any login.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    const end = (/** @type {boolean} */ isAnswer) => {
      socket.destroy();
      resolve(isAnswer);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once("error", () => end(false));
    socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once("data", (bytes) => end(bytes[0] === 0x4e || bytes[0] === 0x53));
  });
}

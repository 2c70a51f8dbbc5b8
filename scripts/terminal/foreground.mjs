// Runs a program in this terminal as if it had been called by itself.
import { spawn } from "node:child_process";

/**
 * Waits for the program and returns its exit code. A signal to us becomes the program's: it decides
 * how to end, and we stay until it has.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: "inherit" });
    // The terminal sends its Ctrl-C to the whole group, so the child has this one already.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

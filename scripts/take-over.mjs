// Hands this terminal, or this whole process, to another program.
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

/**
 * Becomes the program: same process, same number, no parent left beside it. Before Node 22.15 there is no such call;
 * there we stay and hand on its signals and its exit code.
 *
 * @param {readonly string[]} args for Node
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} place
 * @returns {Promise<number>}
 */
export async function becomeProgram(args, { cwd, env }) {
  const { execve } = process;
  if (!execve) return runInForeground(process.execPath, args, { cwd, env });
  process.chdir(cwd);
  // Node calls it experimental, in a line that is none of the log's.
  process.removeAllListeners("warning");
  return execve.call(process, process.execPath, [process.execPath, ...args], onlyTexts(env));
}

/** @param {NodeJS.ProcessEnv} env */
function onlyTexts(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

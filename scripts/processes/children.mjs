// The processes a command has started, written down so that a later start can end what a kill left behind.
import { StartProblem } from "../terminal/progress.mjs";
import { endProcessGroups, knownProcess, spawnGroup } from "./processes.mjs";

/** A failing command is explained by its last lines. */
const TAIL_LINES = 40;
const OUTPUT_LIMIT = 200_000;

/**
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 * @typedef {{ tailLines?: number, onLine?: (line: string) => void } & import("node:child_process").SpawnOptions} RunOptions
 * @typedef {{
 *   spawn(name: string, command: string, args: readonly string[], options: import("node:child_process").SpawnOptions): ChildProcess,
 *   run(name: string, command: string, args: readonly string[], options?: RunOptions): Promise<string>,
 *   end(names: readonly string[] | "all", limits: { graceMs: number, isHurried?: () => boolean }): Promise<void>,
 * }} Children
 */

/**
 * After `end("all")` nothing more is run: a step that failed by being ended must not be followed by the next.
 *
 * @param {(children: import("./lock.mjs").NamedProcess[]) => void} record called at each change
 * @returns {Children}
 */
export function createChildren(record) {
  /** @type {Map<number, import("./lock.mjs").NamedProcess>} */
  const known = new Map();
  let isClosed = false;
  const write = () => record([...known.values()]);

  /** @type {Children["spawn"]} */
  const spawn = (name, command, args, options) => {
    const child = spawnGroup(command, args, options);
    const { pid } = child;
    if (pid) {
      known.set(pid, { name, ...knownProcess(pid) });
      write();
      child.once("exit", () => {
        known.delete(pid);
        write();
      });
    }
    return child;
  };

  return {
    spawn,
    /** Runs a command to its end and returns what it wrote; throws a `StartProblem` with its last lines if it fails. */
    run(name, command, args, { tailLines = TAIL_LINES, onLine = () => {}, ...options } = {}) {
      return new Promise((resolve, reject) => {
        if (isClosed) return reject(new StartProblem(`${name} was not started any more.`));
        const child = spawn(name, command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        const collect = (/** @type {Buffer} */ bytes) => {
          output = `${output}${bytes}`.slice(-OUTPUT_LIMIT);
          const line = `${bytes}`.trimEnd().split("\n").at(-1);
          if (line) onLine(line);
        };
        child.stdout?.on("data", collect);
        child.stderr?.on("data", collect);
        child.once("error", (error) =>
          reject(new StartProblem(`${command} could not be started: ${error.message}`)),
        );
        child.once("close", (code, signal) => {
          if (code === 0) return resolve(output);
          const tail = output.trim().split("\n").slice(-tailLines).join("\n");
          reject(new StartProblem(`${name} failed (${signal ?? `exit ${code}`}).\n\n${tail}`));
        });
      });
    },
    async end(names, limits) {
      if (names === "all") isClosed = true;
      const chosen = [...known.values()].filter((child) => names === "all" || names.includes(child.name));
      await endProcessGroups(chosen, limits);
    },
  };
}

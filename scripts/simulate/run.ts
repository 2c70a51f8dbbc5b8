// The simulator: many lives of registrations under an adversary. Exit code 0 only if nothing went wrong in any of them.
import { fork } from "node:child_process";
import { readOptions, readWhole, readWord } from "../terminal/options.mjs";
import { drawTrial, runTrial, shrink, tellTrial } from "./trial";
import type { Mode } from "./world";

const USAGE =
  "Usage: npm run simulate -- [--registrations N] [--seed N] [--mode R|N] [--trial N] [--beside-postgresql N]";

const values = readOptions(
  {
    registrations: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    mode: { type: "string" },
    processes: { type: "string", default: "2" },
    /** Tells the life with this number, whatever came of it. */
    trial: { type: "string" },
    /** Lives so many lives with a throw-away PostgreSQL too, instead. */
    "beside-postgresql": { type: "string" },
    /** Of how many helpers this one is which; set by the program itself. */
    share: { type: "string" },
  },
  USAGE,
);

const wholeOf = (name: string, text: string, least = 0) => readWhole(name, text, { usage: USAGE, least });

const seed = wholeOf("seed", values.seed);
// None at all would prove nothing.
const registrations = wholeOf("registrations", values.registrations, 1);
const processes = wholeOf("processes", values.processes, 1);
const MODES: readonly Mode[] = ["R", "N"];
const modes =
  values.mode === undefined ? MODES : [readWord("mode", values.mode, { usage: USAGE, words: MODES })];
const share = values.share === undefined ? null : wholeOf("share", values.share);
const besidePostgresql =
  values["beside-postgresql"] === undefined
    ? null
    : wholeOf("beside-postgresql", values["beside-postgresql"], 1);
const trial = values.trial === undefined ? null : wholeOf("trial", values.trial);

const say = (line: string) => process.stdout.write(`${line}\n`);
/** So many lives that went wrong are told by each helper; of the others only the number is. */
const MOST_TOLD = 3;
const REPORT_EVERY = 50_000;

type Report = { lived: number; wrong: { mode: Mode; number: number }[] };

/** The mode of the life with this number. */
const modeOf = (number: number): Mode => modes[number % modes.length] ?? "R";

/** Lives every so-manieth life, and reports to the process that asked for it. */
function liveShare(which: number, of: number): void {
  let report: Report = { lived: 0, wrong: [] };
  const tell = () => {
    process.send?.(report);
    report = { lived: 0, wrong: [] };
  };
  for (let number = which; number < registrations; number += of) {
    const mode = modeOf(number);
    report.lived += 1;
    if (runTrial(drawTrial(seed, number, mode))) report.wrong.push({ mode, number });
    if (report.lived === REPORT_EVERY) tell();
  }
  tell();
  process.disconnect();
}

async function liveAll(): Promise<number> {
  const started = performance.now();
  const wrong: Report["wrong"] = [];
  let lived = 0;
  let toldAt = started;
  await Promise.all(
    Array.from({ length: processes }, (_, which) =>
      helper(which, (report) => {
        lived += report.lived;
        for (const one of report.wrong) if (wrong.push(one) <= MOST_TOLD) tellWrong(one);
        if (performance.now() - toldAt < 20_000) return;
        toldAt = performance.now();
        say(`  ${lived} lives after ${seconds(started)} s, ${wrong.length} went wrong`);
      }),
    ),
  );
  const rate = lived / ((performance.now() - started) / 1_000);
  say(
    `${lived} registrations lived, seed ${seed}, modes ${modes.join(" and ")}: ${wrong.length} went wrong; ` +
      `${seconds(started)} s, ${Math.round(rate)} a second`,
  );
  return wrong.length === 0 && lived === registrations ? 0 : 1;
}

const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(1);

function helper(which: number, hear: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(process.argv[1] ?? "", [...process.argv.slice(2), "--share", String(which)]);
    child.on("message", (report) => hear(report as Report));
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a helper ended with ${code}`))));
  });
}

function tellWrong({ mode, number }: { mode: Mode; number: number }): void {
  say(`\nRegistration ${number} of seed ${seed}, mode ${mode}, cut short to what it takes:`);
  for (const line of tellTrial(shrink(drawTrial(seed, number, mode)))) say(`  ${line}`);
}

async function main(): Promise<number> {
  if (share !== null) {
    liveShare(share, processes);
    return 0;
  }
  if (besidePostgresql !== null) {
    const { runBeside } = await import("./run-beside");
    const different = await runBeside({ lives: besidePostgresql, seed, modeOf, say });
    say(`${besidePostgresql} lives were lived with PostgreSQL too, seed ${seed}: ${different} differ`);
    return different === 0 ? 0 : 1;
  }
  if (trial === null) return liveAll();
  for (const line of tellTrial(drawTrial(seed, trial, modeOf(trial)))) say(line);
  return 0;
}

void main().then((code) => {
  process.exitCode = code;
});

// Chaos: a fleet on one database, and both of them die again and again. Exit code 0 only if the table holds.
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChaosDatabase, startChaosDatabase } from "../arena/database";
import { createChildren } from "../processes/children.mjs";
import { historyOf } from "./judge/history";
import { countNotJudged, judge } from "./judge/judge";
import type { Mode } from "./judge/outside";
import { type ModeResult, runMode } from "./mode";
import { resumeTimes } from "./resume";
import { type Plan, planRun, readOptions } from "./strikes/plan";
import { LONGEST_WAIT_SECONDS } from "./time";

const options = readOptions();

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Of what may take p50 ≤ 1 s and p99 ≤ 3 s: a figure to read, since a busy machine alone can spoil it. */
function tellTimes(timesMs: readonly number[], goal?: string): string {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  if (sorted.length === 0) return "(none was held)";
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, n = ${sorted.length}${goal ? ` (goal ${goal} ms)` : ""}`;
}

function tell(mode: Mode, result: ModeResult, logFolder: string): boolean {
  const { outside } = result;
  const findings = judge(outside);
  say(
    `\nMode ${mode}: ${mode === "R" ? "the stand-in dedupes by Request-Id" : "the stand-in never dedupes"}`,
  );
  for (const { name, of, cases } of findings) {
    const first = cases.slice(0, 5).map(({ serial, why }) => `${serial}: ${why}`);
    say(
      `  ${cases.length === 0 ? "✓" : "✗"} ${name.padEnd(24)} ${cases.length} of n = ${of}  ${first.join("; ")}`,
    );
  }
  const isEmpty = findings.some(({ of }) => of === 0);
  if (isEmpty) say("  ✗ of something there was nothing to look at: that proves nothing");
  const notJudged = countNotJudged(outside);
  if (notJudged > 0)
    say(`  - ${notJudged} merchants are not judged: the backup that was put back knew less of them`);
  const { ownDeaths } = result;
  say(
    `  ${ownDeaths.length === 0 ? "✓" : "✗"} ${"ended by themselves".padEnd(24)} ${ownDeaths.length}  ${ownDeaths.slice(0, 3).join("; ")}`,
  );
  const kills = resumeTimes(outside, "kill");
  say(`  in hand at a kill: gone on with after ${tellTimes(kills.helped, "1000 / 3000")}`);
  if (kills.alone.length > 0)
    say(`    where no other worker of the Client-Id was awake: after ${tellTimes(kills.alone)}`);
  const { helped, alone } = resumeTimes(outside, "freeze");
  say(
    `  in hand at a freeze that outlasts the claim: after ${tellTimes([...helped, ...alone], "65000 / 65000")}`,
  );
  const used = [...result.used].map(([kind, count]) => `${count} ${kind}`).join(", ");
  say(
    `  ${used}; ${outside.calls.length} calls, ${result.faults} faulted; ${result.presses} presses of buttons; ` +
      `${result.waitsCutShort} waits over ${LONGEST_WAIT_SECONDS} s cut short; ${result.seconds.toFixed(0)} s`,
  );
  const cases = findings.flatMap(({ name, cases: its }) => its.map((one) => ({ name, ...one })));
  if (cases.length > 0) {
    const file = join(logFolder, `histories-${mode}.txt`);
    const texts = cases.map(({ name, serial, why }) =>
      [`${name}: ${serial}: ${why}`, ...historyOf(serial, outside).map((line) => `  ${line}`)].join("\n"),
    );
    writeFileSync(file, `${texts.join("\n\n")}\n`);
    say(`\n  What happened outside, of the first; of all of them: ${file}\n${texts[0]}`);
  }
  return cases.length === 0 && ownDeaths.length === 0 && !isEmpty;
}

function tellPlan({ seed, forms, spreadsheets, credentials, withSilence, cutsWaits }: Plan): void {
  const rows = spreadsheets.reduce((sum, sheet) => sum + sheet.rows, 0);
  const webs = credentials.reduce((sum, one) => sum + one.webs, 0);
  const workers = credentials.reduce((sum, one) => sum + one.workers, 0);
  say(
    `Chaos, seed ${seed}: ${forms} forms and ${rows} rows of ${spreadsheets.length} spreadsheets a mode, ${credentials.length} Client-Ids, ` +
      `${webs} web replicas without pages, ${workers} workers, 30 % faulted answers${withSilence ? "" : " (all but silence)"}. ` +
      (cutsWaits
        ? `Waits by schedule over ${LONGEST_WAIT_SECONDS} s are cut short in SQL.`
        : "No wait is cut short."),
  );
}

async function main(): Promise<boolean> {
  const seed = options.seed ?? randomInt(2 ** 31);
  tellPlan(planRun(options, "R", seed));
  const logFolder = mkdtempSync(join(tmpdir(), "mitra-chaos-"));
  let database: ChaosDatabase | null = null;
  const children = createChildren((running) => database?.remember(running));
  const stop = async () => {
    await children.end("all", { graceMs: 0 });
    await database?.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      say(`\nInterrupted by ${signal}\nThe table was not read`);
      void stop().finally(() => process.exit(130));
    });
  }
  let holds = true;
  try {
    database = await startChaosDatabase();
    for (const mode of ["R", "N"] as const) {
      if (!options.mode.includes(mode)) continue;
      const result = await runMode({
        mode,
        plan: planRun(options, mode, seed),
        database,
        children,
        logFolder,
      });
      holds = tell(mode, result, logFolder) && holds;
    }
  } catch (error) {
    holds = false;
    say(`\nThe run ended: ${error instanceof Error ? error.stack : error}`);
  } finally {
    await stop();
  }
  if (holds) rmSync(logFolder, { recursive: true });
  say(
    holds
      ? `\nSeed ${seed}\nNothing lost, nothing made twice`
      : `\nThe processes' logs: ${logFolder}; again with: npm run chaos -- ${[...process.argv.slice(2), ...(options.seed === null ? ["--seed", seed] : [])].join(" ")}\nThe table does not hold`,
  );
  return holds;
}

void main().then((holds) => process.exit(holds ? 0 : 1));

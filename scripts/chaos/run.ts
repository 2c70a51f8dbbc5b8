// Chaos: a fleet on one database, and both of them die again and again. Exit code 0 only if the table holds.
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createChildren } from "../children.mjs";
import { type ChaosDatabase, startChaosDatabase } from "./database";
import { type ModeResult, type Plan, runMode } from "./mode";
import { LONGEST_WAIT_SECONDS } from "./time";
import type { Mode } from "./verdict";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    registrations: { type: "string" },
    seed: { type: "string" },
    mode: { type: "string", multiple: true, default: ["R", "N"] },
  },
});

function readPlan(): Plan {
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  const size = values.short
    ? { registrations: 80, kills: 8, crashes: 1, terminations: 1, withSilence: false }
    : { registrations: 1_000, kills: 200, crashes: 3, terminations: 5, withSilence: true };
  return { ...size, seed, registrations: Number(values.registrations ?? size.registrations) };
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Of what may take p50 ≤ 1 s and p99 ≤ 3 s: a figure to read, since a busy machine alone can spoil it. */
function tellTimes(timesMs: readonly number[]): string {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  if (sorted.length === 0) return "(none was held)";
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, n = ${sorted.length} (goal 1000 / 3000 ms)`;
}

function tell(mode: Mode, plan: Plan, result: ModeResult): boolean {
  say(
    `\nMode ${mode}: ${mode === "R" ? "the stand-in dedupes by Request-Id" : "the stand-in never dedupes"}`,
  );
  for (const { name, count, of, which } of result.counts) {
    say(
      `  ${count === 0 ? "✓" : "✗"} ${name.padEnd(30)} ${count} of n = ${of}  ${which.slice(0, 5).join("; ")}`,
    );
  }
  say(
    `  ${result.ownDeaths.length === 0 ? "✓" : "✗"} ${"ended by themselves".padEnd(30)} ${result.ownDeaths.length}  ${result.ownDeaths.slice(0, 3).join("; ")}`,
  );
  say(`  rows held at a kill: taken over after ${tellTimes(result.resume.takenOverMs)}`);
  if (mode === "R") say(`                       sent again after ${tellTimes(result.resume.sentAgainMs)}`);
  say(
    `  ${result.kills} kills, ${plan.crashes} database restarts, ${plan.terminations} terminate-all sweeps; ${result.calls} calls, ${result.faults} faulted; ` +
      `${result.triesToSave} presses of the button; ${result.waitsCutShort} waits over ${LONGEST_WAIT_SECONDS} s cut short; ${result.seconds.toFixed(0)} s`,
  );
  return result.counts.every(({ count }) => count === 0) && result.ownDeaths.length === 0;
}

async function main(): Promise<boolean> {
  const plan = readPlan();
  say(
    `Chaos, seed ${plan.seed}: ${plan.registrations} registrations a mode, 2 web replicas without pages, 3 workers, ` +
      `30 % faulted answers${plan.withSilence ? "" : " (all but silence)"}. Waits by schedule over ${LONGEST_WAIT_SECONDS} s are cut short in SQL.`,
  );
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
      if (!values.mode.includes(mode)) continue;
      holds = tell(mode, plan, await runMode({ mode, plan, database, children, logFolder })) && holds;
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
      ? `\nSeed ${plan.seed}\nNothing lost, nothing made twice`
      : `\nThe processes' logs: ${logFolder}; again with: npm run chaos -- --seed ${plan.seed}\nThe table does not hold`,
  );
  return holds;
}

void main().then((holds) => process.exit(holds ? 0 : 1));

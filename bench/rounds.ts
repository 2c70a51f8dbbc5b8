import { cpus, totalmem } from "node:os";

/** Something that can do `items` pieces of the same work. */
export type System = { name: string; run: (items: number) => void | Promise<void> };

/** The median over the rounds, with the lowest and the highest of them. */
export type Spread = { median: number; lowest: number; highest: number };

/** `ratio` is the subject's rate over the baseline's; `control` is the baseline's over its own. */
export type Comparison = { ratio: Spread; control: Spread };

// Every order of three, so that each is as often swept up after by each of the others.
const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 0, 2],
  [2, 0, 1],
  [0, 2, 1],
  [1, 2, 0],
] as const;

const CONTROL_LIMITS = { lowest: 0.97, highest: 1.03 };

/**
 * Measures two systems side by side. Each round runs baseline, subject and baseline again in many short slices
 * that take turns, so that whatever else the machine does falls on all three alike. The first round is dropped:
 * it measures the engine warming up.
 *
 * `clock` says what a rate is told by. For synchronous work take "cpu": its own time on the processor is its cost,
 * and the turns that the machine gives to other processes are not. For anything that waits, take "wall".
 */
export async function compareInRounds({
  subject,
  baseline,
  clock,
  rounds = 9,
  slices = 600,
  itemsPerSlice,
}: {
  subject: System;
  baseline: System;
  clock: "wall" | "cpu";
  rounds?: number;
  slices?: number;
  itemsPerSlice: number;
}): Promise<Comparison> {
  const ratios: number[] = [];
  const controls: number[] = [];
  console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`);
  for (let round = 0; round <= rounds; round += 1) {
    const lanes = [makeLane(baseline), makeLane(subject), makeLane(baseline)] as const;
    for (let slice = 0; slice < slices; slice += 1) {
      for (const lane of ORDERS[slice % ORDERS.length] ?? []) await lanes[lane].run(itemsPerSlice);
    }
    const [base, measured, again] = lanes;
    const ratio = (base.spent(clock) + again.spent(clock)) / 2 / measured.spent(clock);
    const control = base.spent(clock) / again.spent(clock);
    console.log(
      `round ${round}${round === 0 ? " (dropped)" : ""}: ${base.report()}; ${measured.report()}; ratio ${ratio.toFixed(3)}, control ${control.toFixed(3)}`,
    );
    if (round === 0) continue;
    ratios.push(ratio);
    controls.push(control);
  }
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB`);
  return { ratio: spreadOf(ratios), control: spreadOf(controls) };
}

/** Prints the result in the last two lines and sets the exit code: 0 only if the run counts and the goal is met. */
export function reportGoal({
  name,
  comparison,
  goal,
}: {
  name: string;
  comparison: Comparison;
  goal: number;
}): void {
  const { ratio, control } = comparison;
  const counts = control.median >= CONTROL_LIMITS.lowest && control.median <= CONTROL_LIMITS.highest;
  const holds = counts && ratio.median >= goal;
  console.log(`A/A control ${spell(control)}: ${counts ? "the run counts" : "the run is void"}`);
  console.log(`${name}: ${spell(ratio)}, goal at least ${goal}: ${holds ? "holds" : "does not hold"}`);
  process.exitCode = holds ? 0 : 1;
}

function makeLane({ name, run }: System) {
  let elapsedMs = 0;
  let cpuMicros = 0;
  let done = 0;
  return {
    async run(items: number) {
      const cpu = process.cpuUsage();
      const startedMs = performance.now();
      await run(items);
      elapsedMs += performance.now() - startedMs;
      const used = process.cpuUsage(cpu);
      cpuMicros += used.user + used.system;
      done += items;
    },
    spent: (clock: "wall" | "cpu") => (clock === "wall" ? elapsedMs : cpuMicros / 1_000),
    report: () =>
      `${name} ${Math.round((done / elapsedMs) * 1_000)}/s, ${(cpuMicros / done).toFixed(2)} µs CPU each`,
  };
}

function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  return { median: at(sorted, 0.5), lowest: at(sorted, 0), highest: at(sorted, 1) };
}

function at(sorted: number[], share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

function spell({ median, lowest, highest }: Spread): string {
  return `${median.toFixed(3)} (${lowest.toFixed(3)} to ${highest.toFixed(3)})`;
}

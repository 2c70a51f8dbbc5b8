/** Does one thing and tells how long it took, in milliseconds. */
export type Timed = () => Promise<number>;

/** Times of the baseline, of the subject, and of the baseline again, all in the same rounds. */
export type Lanes = { baseline: number[]; subject: number[]; again: number[] };

const CONTROL_LIMITS = { lowest: 0.97, highest: 1.03 };

// Each follows the other: what follows itself finds the processor's caches as it left them, and is faster for that alone.
const TURNS = ["baseline", "subject", "again", "subject"] as const;

/**
 * Times two things side by side, one at a time, in turns, so that whatever else the machine does falls on all
 * alike. Each turn times both twice; the two of the baseline must agree, or the run says nothing. The first round
 * is dropped: it measures the engine warming up.
 */
export async function timeInRounds(
  { baseline, subject }: { baseline: Timed; subject: Timed },
  { rounds = 7, timesPerRound }: { rounds?: number; timesPerRound: number },
): Promise<Lanes[]> {
  const told: Lanes[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const lanes: Lanes = { baseline: [], subject: [], again: [] };
    for (let turn = 0; turn < timesPerRound; turn += 1) {
      for (const lane of TURNS) lanes[lane].push(await (lane === "subject" ? subject : baseline)());
    }
    const line = (["baseline", "subject", "again"] as const).map((lane) => `${lane} ${spell(lanes[lane])}`);
    console.log(`round ${round}${round === 0 ? " (dropped)" : ""}: ${line.join("; ")}`);
    if (round > 0) told.push(lanes);
  }
  return told;
}

/**
 * Prints the result in the last two lines and sets the exit code: 0 only if the run counts and the goal is met.
 * The ratio is the median of the rounds' ratios of that percentile; its spread stands beside it.
 */
export function reportLatencyGoal({
  name,
  rounds,
  share,
  goal,
}: {
  name: string;
  rounds: readonly Lanes[];
  share: 0.5 | 0.99;
  goal: number;
}): boolean {
  const ratios = rounds.map(
    ({ baseline, subject, again }) => percentile(subject, share) / percentile([...baseline, ...again], share),
  );
  const controls = rounds.map(
    ({ baseline, again }) => percentile(baseline, share) / percentile(again, share),
  );
  const control = percentile(controls, 0.5);
  const counts = control >= CONTROL_LIMITS.lowest && control <= CONTROL_LIMITS.highest;
  const ratio = percentile(ratios, 0.5);
  const holds = counts && ratio <= goal;
  console.log(
    `A/A control of p${share * 100} ${spread(controls)}: ${counts ? "the run counts" : "the run is void"}`,
  );
  console.log(
    `${name}: p${share * 100} ratio ${spread(ratios)}, goal at most ${goal}: ${holds ? "holds" : "does not hold"}`,
  );
  return holds;
}

/** The value under which that share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function spell(timesMs: readonly number[]): string {
  return `p50 ${percentile(timesMs, 0.5).toFixed(2)} p99 ${percentile(timesMs, 0.99).toFixed(2)} ms (n ${timesMs.length})`;
}

function spread(ratios: readonly number[]): string {
  return `${percentile(ratios, 0.5).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`;
}

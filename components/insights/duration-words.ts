/** A time that somebody waits, in the unit and the whole figure in which people say it, rounded up. */
export type Wait = { unit: "seconds" | "minutes" | "hours" | "days"; count: number };

const STEPS = [
  { unit: "seconds", lengthMs: 1_000, below: 60 },
  { unit: "minutes", lengthMs: 60_000, below: 60 },
  { unit: "hours", lengthMs: 3_600_000, below: 48 },
] as const;

/** `10 seconds`, `3 minutes`, `24 hours`, `3 days`: the first unit in which it is a figure that people say. */
export function waitOf(durationMs: number): Wait {
  for (const { unit, lengthMs, below } of STEPS) {
    const count = Math.max(1, Math.ceil(durationMs / lengthMs));
    if (count < below) return { unit, count };
  }
  return { unit: "days", count: Math.ceil(durationMs / 86_400_000) };
}

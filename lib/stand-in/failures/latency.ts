import * as z from "zod";
import { drawNumbers } from "./chance";

const delayMs = z.number().min(0).max(60_000);
const seed = z.int().default(1);

/** How long an answer is held back, once everything about it is decided. */
export const latencySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("fixed"), delayMs }),
  z
    .strictObject({ kind: z.literal("uniform"), fromMs: delayMs, toMs: delayMs, seed })
    .refine(({ fromMs, toMs }) => fromMs <= toMs, "toMs is less than fromMs"),
  z
    .strictObject({ kind: z.literal("long_tail"), medianMs: delayMs.positive(), p99Ms: delayMs, seed })
    .refine(({ medianMs, p99Ms }) => medianMs <= p99Ms, "p99Ms is less than medianMs"),
]);

export type Latency = z.infer<typeof latencySchema>;

/** How many standard deviations above its mean the 99th percentile of a normal distribution lies. */
const P99_DEVIATIONS = 2.326_347_874;
/** The logarithm knows no end, a test run does. */
const LONGEST_PER_P99 = 10;

/** The delay of the nth answer; the same for the same seed and n. */
export function drawDelayMs(latency: Latency, n: number): number {
  switch (latency.kind) {
    case "none":
      return 0;
    case "fixed":
      return latency.delayMs;
    case "uniform": {
      const [share] = drawNumbers(`${latency.seed}\n${n}`);
      return latency.fromMs + share * (latency.toMs - latency.fromMs);
    }
    case "long_tail": {
      const { medianMs, p99Ms } = latency;
      const deviations = normalOf(drawNumbers(`${latency.seed}\n${n}`));
      const drawnMs = medianMs * (p99Ms / medianMs) ** (deviations / P99_DEVIATIONS);
      return Math.min(drawnMs, p99Ms * LONGEST_PER_P99);
    }
  }
}

/** Box and Muller's way from two even numbers to one of the normal distribution. */
function normalOf([first, second]: [number, number]): number {
  return Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
}

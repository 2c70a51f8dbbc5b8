import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeWaits, sendCall, startTestStandIn } from "@/lib/stand-in/testing/make-call";
import { drawDelayMs, type Latency } from "./latency";

const MANY = Array.from({ length: 5_000 }, (_, n) => n + 1);

function drawMany(latency: Latency): number[] {
  return MANY.map((n) => drawDelayMs(latency, n)).sort((a, b) => a - b);
}

describe("the latency", () => {
  it.each<[Latency, number]>([
    [{ kind: "none" }, 0],
    [{ kind: "fixed", delayMs: 12.5 }, 12.5],
    [{ kind: "uniform", fromMs: 7, toMs: 7, seed: 1 }, 7],
    [{ kind: "long_tail", medianMs: 7, p99Ms: 7, seed: 1 }, 7],
  ])("%j is always %d ms", (latency, expected) => {
    for (const n of [1, 2, 1_000]) expect(drawDelayMs(latency, n)).toBeCloseTo(expected, 9);
  });

  it("of the uniform kind lies between its ends and fills them", () => {
    const drawn = drawMany({ kind: "uniform", fromMs: 5, toMs: 45, seed: 42 });
    expect(drawn[0]).toBeGreaterThanOrEqual(5);
    expect(drawn.at(-1)).toBeLessThan(45);
    for (const share of [0.1, 0.5, 0.9]) {
      expect(drawn[share * MANY.length]).toBeCloseTo(5 + share * 40, -0.5);
    }
  });

  it("with a long tail has the median and the 99th percentile that are asked for", () => {
    const drawn = drawMany({ kind: "long_tail", medianMs: 20, p99Ms: 800, seed: 42 });
    const median = drawn[0.5 * MANY.length] ?? 0;
    const p99 = drawn[0.99 * MANY.length] ?? 0;
    expect(median / 20).toBeCloseTo(1, 1);
    expect(Math.abs(p99 / 800 - 1)).toBeLessThan(0.25);
  });

  it("of a very long tail is cut at ten times the 99th percentile", () => {
    const drawn = drawMany({ kind: "long_tail", medianMs: 0.001, p99Ms: 1_000, seed: 42 });
    expect(drawn.at(-1)).toBe(10_000);
  });

  it("never passes ten times the 99th percentile, and is the same for the same seed", () => {
    const anyTail = fc.record({
      kind: fc.constant("long_tail" as const),
      medianMs: fc.double({ min: 0.001, max: 1, noNaN: true }),
      p99Ms: fc.double({ min: 1, max: 60_000, noNaN: true }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(anyTail, fc.nat(), (latency, n) => {
        const delayMs = drawDelayMs(latency, n);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(10 * latency.p99Ms);
        expect(drawDelayMs(latency, n)).toBe(delayMs);
      }),
    );
  });

  it("passes before the answer and after everything about it is settled", async () => {
    const held = makeWaits({ isInstant: false });
    const latency = { kind: "fixed" as const, delayMs: 250 };
    const standIn = await startTestStandIn({ delay: held.delay, switches: { latency } });
    const sent = sendCall(standIn);
    await held.begun;
    expect(standIn.ledger.businesses()).toHaveLength(1);
    expect(standIn.ledger.requests()).toMatchObject([{ status: 200 }]);
    expect(held.waits.map(({ delayMs }) => delayMs)).toEqual([250]);
    for (const wait of held.waits) wait.end();
    expect((await sent).status).toBe(200);
    await standIn.close();
  });
});

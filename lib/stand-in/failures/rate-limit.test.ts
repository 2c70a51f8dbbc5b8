import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StandIn } from "@/lib/stand-in/server";
import { CLIENT_ID, SECRET, sendCall, startTestStandIn } from "@/lib/stand-in/testing/make-call";
import { createRateLimiter } from "./rate-limit";

const CLIENT = "BRN-1";

function admitAll(perSecond: number, arrivalsMs: readonly number[]): boolean[] {
  const limiter = createRateLimiter([CLIENT]);
  return arrivalsMs.map((arrivedMs) => limiter.admit({ perSecond, retryAfterSeconds: 1 }, CLIENT, arrivedMs));
}

describe("the rate limit", () => {
  it.each([
    ["a second is over 1,000 ms after it began", 2, [0, 1, 2, 999.9, 1_000, 1_000.5], "++--+-"],
    ["a refused call does not count", 1, [0, 500, 999, 1_000, 1_999, 2_000], "+--+-+"],
    ["calls of one instant count each", 3, [5, 5, 5, 5], "+++-"],
  ] as const)("%s", (_, perSecond, arrivalsMs, expected) => {
    const marks = admitAll(perSecond, arrivalsMs).map((isAdmitted) => (isAdmitted ? "+" : "-"));
    expect(marks.join("")).toBe(expected);
  });

  it("lets no more than the limit through in any second, and refuses only when it is met", () => {
    const anyArrivals = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), anyArrivals, (perSecond, gapsMs) => {
        let nowMs = 0;
        const arrivalsMs = gapsMs.map((gapMs) => {
          nowMs += gapMs;
          return nowMs;
        });
        const admitted = admitAll(perSecond, arrivalsMs);
        for (const [at, arrivedMs] of arrivalsMs.entries()) {
          const before = arrivalsMs.filter((ms, n) => n < at && admitted[n] && ms > arrivedMs - 1_000);
          expect(admitted[at]).toBe(before.length < perSecond);
        }
      }),
    );
  });

  it("watches each client by itself, and others not at all", () => {
    const limiter = createRateLimiter([CLIENT, "BRN-2"]);
    const limit = { perSecond: 1, retryAfterSeconds: 1 };
    const admitted = [CLIENT, "BRN-2", CLIENT, "BRN-2", "BRN-3", "BRN-3"].map((clientId) =>
      limiter.admit(limit, clientId, 0),
    );
    expect(admitted).toEqual([true, true, false, false, true, true]);
  });

  it("holds at once when it is lowered", () => {
    const limiter = createRateLimiter([CLIENT]);
    for (const perSecond of [5, 5, 5]) limiter.admit({ perSecond, retryAfterSeconds: 1 }, CLIENT, 0);
    expect(limiter.admit({ perSecond: 2, retryAfterSeconds: 1 }, CLIENT, 999)).toBe(false);
    expect(limiter.admit({ perSecond: 2, retryAfterSeconds: 1 }, CLIENT, 1_000)).toBe(true);
  });
});

describe("a stand-in with a rate limit", () => {
  let standIn: StandIn;
  let nowMs = 0;
  beforeEach(async () => {
    nowMs = 5_000;
    const rateLimit = { perSecond: 2, retryAfterSeconds: 7 };
    standIn = await startTestStandIn({ monotonicMs: () => nowMs, switches: { rateLimit } });
  });
  afterEach(() => standIn.close());

  it("answers 429 with Retry-After over it, unsigned, and logs when each call arrived", async () => {
    const statuses: number[] = [];
    for (nowMs of [5_000, 5_000.25, 5_999.75, 6_000]) statuses.push((await sendCall(standIn)).status);
    nowMs = 6_000.125;
    const over = await sendCall(standIn);
    expect([...statuses, over.status]).toEqual([200, 200, 429, 200, 429]);
    expect(over.headers.get("retry-after")).toBe("7");
    expect(over.headers.has("signature")).toBe(false);
    expect(standIn.ledger.businesses()).toHaveLength(3);
    expect(standIn.ledger.requests().map(({ arrivedMs, check }) => [arrivedMs, check])).toEqual([
      [5_000, null],
      [5_000.25, null],
      [5_999.75, "rate_limit"],
      [6_000, null],
      [6_000.125, "rate_limit"],
    ]);
  });

  it("counts a call that it refuses for another reason, and none to another address", async () => {
    await sendCall(standIn, { secret: "another" });
    await sendCall(standIn, { path: "/elsewhere" });
    expect((await sendCall(standIn)).status).toBe(200);
    expect((await sendCall(standIn)).status).toBe(429);
  });

  it("is forgotten with a reset", async () => {
    await sendCall(standIn);
    await sendCall(standIn);
    await fetch(`${standIn.url}/__stand-in/reset`, { method: "POST" });
    expect((await sendCall(standIn)).status).toBe(200);
  });

  it("takes its own clock for arrivals unless another is given", async () => {
    const own = await startTestStandIn({ clients: { [CLIENT_ID]: SECRET } });
    await sendCall(own);
    await sendCall(own);
    const [first = 0, second = 0] = own.ledger.requests().map(({ arrivedMs }) => arrivedMs);
    await own.close();
    expect(second).toBeGreaterThan(first);
    expect(Math.abs(second - Date.now())).toBeLessThan(60_000);
  });
});

import { expect, test } from "vitest";
import { lookAgainInMs, PATIENCE_MS } from "./patience";

/** When it is looked at again what the database says is due in `dueInMs`, by a clock that is ahead. */
function looksOf({ dueInMs, aheadMs }: { dueInMs: number; aheadMs: number }): number[] {
  const times: number[] = [];
  for (let elapsedMs = 0; ; ) {
    const inMs = lookAgainInMs({
      looks: times.length + 1,
      elapsedMs,
      dueInMs: dueInMs - elapsedMs - aheadMs,
    });
    if (inMs === null || times.length > 1_000) return times;
    elapsedMs += inMs;
    times.push(elapsedMs);
  }
}

test("a clock that is right looks first when it is due, and not at all where that is beyond a person's patience", () => {
  expect(looksOf({ dueInMs: 300, aheadMs: 0 })[0]).toBe(300);
  expect(looksOf({ dueInMs: PATIENCE_MS + 1, aheadMs: 0 })).toEqual([]);
});

test.each([300, 40 * 60_000])(
  "F57: a clock that is %i ms ahead looks a few times, and no longer than a person waits",
  (aheadMs) => {
    const looks = looksOf({ dueInMs: aheadMs - 1_000, aheadMs });
    expect(looks[0]).toBe(50);
    expect(looks.length).toBeLessThan(20);
    expect(looks.at(-1)).toBeLessThanOrEqual(PATIENCE_MS);
  },
);

test("a clock that is behind leaves it to the job", () => {
  expect(looksOf({ dueInMs: 300, aheadMs: -40 * 60_000 })).toEqual([]);
});

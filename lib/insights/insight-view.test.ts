import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INSIGHT_RANGES, INSIGHT_STEPS, readInsightFilter, writeInsightFilter } from "./insight-filter";
import { axisEnd, axisTicks, barsOf, fillDays, funnelOf, noCounts, sumOf } from "./insight-view";

test("the address of the page reads as what was written, and unknown words as nothing", () => {
  for (const range of INSIGHT_RANGES)
    for (const by of INSIGHT_STEPS)
      for (const mine of [true, false])
        for (const whose of ["mine", "team"] as const)
          expect(readInsightFilter(writeInsightFilter({ range, by, mine }), whose)).toEqual({
            range,
            by,
            mine,
          });
  const read = (text: string) => readInsightFilter(new URLSearchParams(text), "team");
  expect(read("range=1y&owner=you&by=hour")).toEqual({ range: "30d", by: "day", mine: false });
  expect(read("range=90d").by).toBe("week");
  expect(readInsightFilter(new URLSearchParams(), "mine").mine).toBe(true);
});

describe("the funnel", () => {
  test("counts as sent what reached DOKU, however it ended", () => {
    const counts = { DRAFT: 1, QUEUED: 2, INVITED: 4, NEEDS_FIX: 8, UNCONFIRMED: 16, FAILED: 32 };
    expect(funnelOf(counts)).toEqual({ saved: 63, sent: 28, invited: 4 });
  });

  test("never grows on its way", () => {
    const count = fc.nat(1_000);
    fc.assert(
      fc.property(
        fc.record({
          DRAFT: count,
          QUEUED: count,
          INVITED: count,
          NEEDS_FIX: count,
          UNCONFIRMED: count,
          FAILED: count,
        }),
        (counts) => {
          const { saved, sent, invited } = funnelOf(counts);
          expect(saved >= sent && sent >= invited).toBe(true);
          expect(saved).toBe(sumOf(counts));
        },
      ),
    );
  });
});

test("days on which nothing happened are there, also over the end of a month", () => {
  const found = new Map([["2026-03-01", { ...noCounts(), INVITED: 3 }]]);
  expect(fillDays("2026-02-27", 4, found).map(({ day, counts }) => [day, counts.INVITED])).toEqual([
    ["2026-02-27", 0],
    ["2026-02-28", 0],
    ["2026-03-01", 3],
    ["2026-03-02", 0],
  ]);
});

test("the axis ends at a round figure that holds the highest bar", () => {
  for (const [highest, end] of [
    [0, 1],
    [1, 1],
    [3, 3],
    [7, 8],
    [11, 15],
    [100, 100],
    [4_321, 5_000],
  ] as const)
    expect(axisEnd(highest)).toBe(end);
  fc.assert(fc.property(fc.nat(10_000_000), (highest) => axisEnd(highest) >= highest));
});

test("the axis is marked in equal whole steps from nothing to its end", () => {
  expect(axisTicks(80)).toEqual([0, 20, 40, 60, 80]);
  expect(axisTicks(15)).toEqual([0, 3, 6, 9, 12, 15]);
  expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
  expect(axisTicks(1)).toEqual([0, 1]);
  fc.assert(
    fc.property(fc.nat(10_000_000), (highest) =>
      axisTicks(axisEnd(highest)).every((tick) => Number.isInteger(tick)),
    ),
  );
});

test("bars by week begin on Mondays, and lose no registration", () => {
  const found = new Map([
    ["2026-11-08", { ...noCounts(), INVITED: 1 }],
    ["2026-11-09", { ...noCounts(), INVITED: 2, FAILED: 4 }],
    ["2026-11-15", { ...noCounts(), INVITED: 8 }],
  ]);
  const days = fillDays("2026-11-07", 10, found);
  expect(
    barsOf(days, "week").map(({ from, to, counts }) => [from, to, counts.INVITED, counts.FAILED]),
  ).toEqual([
    ["2026-11-07", "2026-11-08", 1, 0],
    ["2026-11-09", "2026-11-15", 10, 4],
    ["2026-11-16", "2026-11-16", 0, 0],
  ]);
  expect(barsOf(days, "day")).toHaveLength(10);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INSIGHT_RANGES, readInsightFilter, writeInsightFilter } from "./insight-filter";
import { axisEnd, fillDays, funnelOf, noCounts, sumOf } from "./insight-view";

test("the address of the page reads as what was written, and unknown words as nothing", () => {
  for (const range of INSIGHT_RANGES)
    for (const mine of [true, false])
      for (const whose of ["mine", "team"] as const)
        expect(readInsightFilter(writeInsightFilter({ range, mine }), whose)).toEqual({ range, mine });
  expect(readInsightFilter(new URLSearchParams("range=1y&owner=you"), "team")).toEqual({
    range: "30d",
    mine: false,
  });
  expect(readInsightFilter(new URLSearchParams(), "mine")).toEqual({ range: "30d", mine: true });
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

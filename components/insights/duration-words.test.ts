import { expect, test } from "vitest";
import { waitOf } from "./duration-words";

test.each([
  [0, { unit: "seconds", count: 1 }],
  [1_900, { unit: "seconds", count: 2 }],
  [59_000, { unit: "seconds", count: 59 }],
  [59_001, { unit: "minutes", count: 1 }],
  [600_000, { unit: "minutes", count: 10 }],
  [3_600_000, { unit: "hours", count: 1 }],
  [24 * 3_600_000, { unit: "hours", count: 24 }],
  [60 * 3_600_000, { unit: "days", count: 3 }],
] as const)("a wait of %i ms is said as %j", (durationMs, wait) => {
  expect(waitOf(durationMs)).toEqual(wait);
});

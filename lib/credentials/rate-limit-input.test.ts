import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTyped } from "@/lib/field-problem";
import { HIGHEST_RATE_LIMIT, LOWEST_RATE_LIMIT, rateLimitSchema } from "./rate-limit-input";

function readRateLimit(rateLimit: string) {
  const read = readTyped(rateLimitSchema, { rateLimit }, ["outOfRange"]);
  if (read.kind === "ok") return { kind: "ok" as const, ...read.value };
  expect(read.problems).toEqual({ rateLimit: "outOfRange" });
  return { kind: "out_of_range" as const };
}

describe("a rate limit as typed", () => {
  test.each<[string, number | null | "out_of_range"]>([
    ["", null],
    ["   ", null],
    ["1", 1],
    [" 25 ", 25],
    ["007", 7],
    ["1000", 1_000],
    ["0", "out_of_range"],
    ["1001", "out_of_range"],
    ["-5", "out_of_range"],
    ["+5", "out_of_range"],
    ["2.5", "out_of_range"],
    ["2,5", "out_of_range"],
    ["1.000", "out_of_range"],
    ["1e2", "out_of_range"],
    ["0x10", "out_of_range"],
    ["ten", "out_of_range"],
    ["٣", "out_of_range"],
    ["9".repeat(400), "out_of_range"],
  ])("%j is read as %j", (text, expected) => {
    expect(readRateLimit(text)).toEqual(
      expected === "out_of_range" ? { kind: "out_of_range" } : { kind: "ok", rateLimit: expected },
    );
  });

  test("every whole number of the range is read as itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: LOWEST_RATE_LIMIT, max: HIGHEST_RATE_LIMIT }), (rateLimit) => {
        expect(readRateLimit(String(rateLimit))).toEqual({ kind: "ok", rateLimit });
      }),
    );
  });

  test("whatever is typed, what is stored is nothing or in the range", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)), (text) => {
        const reading = readRateLimit(text);
        if (reading.kind === "out_of_range" || reading.rateLimit === null) return;
        expect(Number.isInteger(reading.rateLimit)).toBe(true);
        expect(reading.rateLimit).toBeGreaterThanOrEqual(LOWEST_RATE_LIMIT);
        expect(reading.rateLimit).toBeLessThanOrEqual(HIGHEST_RATE_LIMIT);
      }),
    );
  });
});

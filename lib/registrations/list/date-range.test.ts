import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TIME_ZONES } from "@/lib/i18n/format";
import { fixRange, RELATIVE_RANGES, readRange, resolveRange, writeRange } from "./date-range";
import { anyDateRange } from "./testing/list-filters";

describe("readRange", () => {
  it.each([
    ["7d", "7d"],
    ["2026-11-01..2026-11-30", { from: "2026-11-01", to: "2026-11-30" }],
    ["2026-11-01..", { from: "2026-11-01", to: null }],
    ["..2026-11-30", { from: null, to: "2026-11-30" }],
    ["2028-02-29..2028-02-29", { from: "2028-02-29", to: "2028-02-29" }],
  ])("reads %s", (text, range) => {
    expect(readRange(text)).toEqual(range);
  });

  it.each([
    "",
    "..",
    "8d",
    "2026-11-01",
    "2026-02-30..",
    "2026-11-30..2026-11-01",
    "2026-11-01..2026-11-02..2026-11-03",
    "2026-13-01..",
    "11-01-2026..",
    "..2026-11-30T00:00",
  ])("does not understand %j", (text) => {
    expect(readRange(text)).toBeNull();
  });

  it("reads what was written", () => {
    fc.assert(
      fc.property(anyDateRange, (range) => {
        expect(readRange(writeRange(range))).toEqual(range);
      }),
    );
  });
});

describe("resolveRange", () => {
  // 00.30 on 1 March in Jakarta is still 28 February in UTC.
  const now = new Date("2026-02-28T17:30:00Z");
  const resolved = (range: Parameters<typeof resolveRange>[0], zone = TIME_ZONES[0]) => {
    const { from, until } = resolveRange(range, now, zone);
    return [from?.toISOString() ?? null, until?.toISOString() ?? null];
  };

  it.each([
    ["today", "2026-02-28T17:00:00.000Z", "2026-03-01T17:00:00.000Z"],
    ["yesterday", "2026-02-27T17:00:00.000Z", "2026-02-28T17:00:00.000Z"],
    ["7d", "2026-02-22T17:00:00.000Z", "2026-03-01T17:00:00.000Z"],
    ["30d", "2026-01-30T17:00:00.000Z", "2026-03-01T17:00:00.000Z"],
    ["90d", "2025-12-01T17:00:00.000Z", "2026-03-01T17:00:00.000Z"],
    ["this_month", "2026-02-28T17:00:00.000Z", "2026-03-31T17:00:00.000Z"],
    ["last_month", "2026-01-31T17:00:00.000Z", "2026-02-28T17:00:00.000Z"],
  ] as const)("means the days of the person by %s", (range, from, until) => {
    expect(resolved(range)).toEqual([from, until]);
  });

  it("takes both days of an absolute range whole, in the zone of the person", () => {
    const range = { from: "2026-11-01", to: "2026-11-02" };
    expect(resolved(range)).toEqual(["2026-10-31T17:00:00.000Z", "2026-11-02T17:00:00.000Z"]);
    expect(resolveRange(range, now, "Asia/Jayapura").from?.toISOString()).toBe("2026-10-31T15:00:00.000Z");
    expect(resolved({ from: null, to: "2026-11-02" })[0]).toBeNull();
    expect(resolved({ from: "2026-11-02", to: null })[1]).toBeNull();
  });

  it("never ends before it begins, and today holds this moment", () => {
    fc.assert(
      fc.property(
        anyDateRange,
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.constantFrom(...TIME_ZONES),
        (range, at, zone) => {
          const { from, until } = resolveRange(range, at, zone);
          if (from && until) expect(from.getTime()).toBeLessThan(until.getTime());
          const today = resolveRange("today", at, zone);
          expect(today.from?.getTime()).toBeLessThanOrEqual(at.getTime());
          expect(today.until?.getTime()).toBeGreaterThan(at.getTime());
        },
      ),
    );
  });

  it("means by its days what it means today, on any other day", () => {
    fc.assert(
      fc.property(anyDateRange, fc.integer({ min: -500, max: 500 }), (range, days) => {
        for (const zone of TIME_ZONES) {
          const fixed = fixRange(range, now, zone);
          const later = new Date(now.getTime() + days * 86_400_000);
          expect(resolveRange(fixed, later, zone)).toEqual(resolveRange(range, now, zone));
          expect(readRange(writeRange(fixed))).toEqual(fixed);
        }
      }),
    );
  });

  it("knows each relative range by its own word", () => {
    for (const range of RELATIVE_RANGES) expect(readRange(range)).toBe(range);
  });
});

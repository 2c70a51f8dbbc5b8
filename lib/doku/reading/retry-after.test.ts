import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRetryAfterMs } from "./retry-after";

const now = new Date("2026-11-12T07:05:00Z");

describe("Retry-After", () => {
  it.each([
    ["1", 1_000],
    [" 90 ", 90_000],
    ["900", 900_000],
    ["901", 900_000],
    ["1000000000", 900_000],
    ["9".repeat(400), 900_000],
    ["Thu, 12 Nov 2026 07:05:30 GMT", 30_000],
    ["Thursday, 12-Nov-26 07:05:30 GMT", 30_000],
    ["Thu Nov 12 07:05:30 2026", 30_000],
    ["Thu, 12 Nov 2026 09:05:00 GMT", 900_000],
  ])("%j is read", (header, expected) => {
    expect(readRetryAfterMs(header, now)).toBe(expected);
  });

  it.each(["0", "000", "Thu, 12 Nov 2026 07:05:00 GMT", "Thu, 12 Nov 2026 07:00:00 GMT"])(
    "%j names no time to come, so that our own schedule holds",
    (header) => {
      expect(readRetryAfterMs(header, now)).toBeNull();
    },
  );

  it.each([
    null,
    "",
    " ",
    "-1",
    "-1000",
    "+5",
    "1.5",
    "1e9",
    "0x10",
    "١٢",
    "soon",
    "5 seconds",
    "Thu, 99 Nov 2026 07:05:30 GMT",
    "2026-11-12T07:06:00Z",
    "Infinity",
    "NaN",
  ])("%j is junk", (header) => {
    expect(readRetryAfterMs(header, now)).toBeNull();
  });

  it.each([
    ["the later of two", ["5", "60"], 60_000],
    ["the later of two that a gateway adds before", ["60", "5"], 60_000],
    ["two in one line", "5, 60", 60_000],
    ["a figure and a date in one line", "5, Thu, 12 Nov 2026 07:05:30 GMT", 30_000],
    ["a date and a figure in one line", "Thu, 12 Nov 2026 07:05:30 GMT,90", 90_000],
    ["two dates in one line", "Thu, 12 Nov 2026 07:05:30 GMT, Thursday, 12-Nov-26 07:06:00 GMT", 60_000],
    ["one beside junk", ["soon", "30"], 30_000],
    ["one beside nothing", ["0", "30"], 30_000],
    ["the bound", ["30", "1000000000"], 900_000],
    ["none of several that are junk", ["soon", "-1"], null],
    ["none of none", [], null],
  ])("where it comes more than once, %s holds", (_name, header, expected) => {
    expect(readRetryAfterMs(header, now)).toBe(expected);
  });

  it("F23: is never at once, and never above 15 minutes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (header) => {
          const delayMs = readRetryAfterMs(header, now);
          expect(delayMs === null || (delayMs > 0 && delayMs <= 900_000)).toBe(true);
        },
      ),
    );
  });
});

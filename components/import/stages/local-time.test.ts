import { describe, expect, test } from "vitest";
import { readLocalTime } from "./local-time";

const NOW = new Date("2026-11-22T02:00:00Z");

describe("a time that is typed", () => {
  test("is one of the person's zone", () => {
    expect(readLocalTime("2026-11-23T09:00", "Asia/Jakarta", NOW)).toEqual(new Date("2026-11-23T02:00:00Z"));
    expect(readLocalTime("2026-11-23T09:00", "Asia/Jayapura", NOW)).toEqual(new Date("2026-11-23T00:00:00Z"));
  });

  test("may be given with seconds", () => {
    expect(readLocalTime("2026-11-23T09:00:30", "Asia/Jakarta", NOW)).toEqual(
      new Date("2026-11-23T02:00:00Z"),
    );
  });

  test.each(["", "2026-11-23", "2026-13-45T09:00"])("that is no time is none: %j", (text) => {
    expect(readLocalTime(text, "Asia/Jakarta", NOW)).toBeNull();
  });

  test("that is over is told", () => {
    expect(readLocalTime("2026-11-22T09:00", "Asia/Jakarta", NOW)).toBe("past");
    expect(readLocalTime("2026-11-22T09:01", "Asia/Jakarta", NOW)).not.toBe("past");
  });
});

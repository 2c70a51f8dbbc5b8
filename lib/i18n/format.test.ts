import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDateTime,
  formatDay,
  formatDuration,
  formatNumber,
  formatTime,
  formatUtc,
  TIME_ZONES,
} from "./format";
import { LOCALES } from "./locale";

const AT = new Date("2026-11-12T07:05:09.500Z");
const WIB = { locale: "en", timeZone: "Asia/Jakarta" } as const;

describe("times", () => {
  it.each([
    [{ locale: "en", timeZone: "Asia/Jakarta" }, "12 Nov 2026, 14.05 WIB"],
    [{ locale: "id", timeZone: "Asia/Jakarta" }, "12 Nov 2026, 14.05 WIB"],
    [{ locale: "en", timeZone: "Asia/Makassar" }, "12 Nov 2026, 15.05 WITA"],
    [{ locale: "id", timeZone: "Asia/Jayapura" }, "12 Nov 2026, 16.05 WIT"],
  ] as const)("are written with their zone: %o", (style, text) => {
    expect(formatDateTime(AT, style)).toBe(text);
  });

  it("name months in the person's language", () => {
    const may = new Date("2026-05-31T20:00:00Z");
    expect(formatDateTime(may, { ...WIB, locale: "en" })).toBe("1 Jun 2026, 03.00 WIB");
    expect(formatDateTime(new Date("2026-08-17T03:00:00Z"), { ...WIB, locale: "id" })).toBe(
      "17 Agu 2026, 10.00 WIB",
    );
  });

  it("leave out the day on the same day of the zone, not of UTC", () => {
    expect(formatTime(AT, new Date("2026-11-12T16:59:00Z"), WIB)).toBe("14.05 WIB");
    expect(formatTime(AT, new Date("2026-11-12T17:00:00Z"), WIB)).toBe("12 Nov, 14.05 WIB");
    expect(formatTime(AT, new Date("2027-01-02T00:00:00Z"), WIB)).toBe("12 Nov 2026, 14.05 WIB");
  });

  it("leave out the year in the same year", () => {
    expect(formatDay(AT, new Date("2026-01-01T00:00:00Z"), WIB)).toBe("12 Nov");
    expect(formatDay(AT, new Date("2027-06-01T00:00:00Z"), WIB)).toBe("12 Nov 2026");
  });

  it("stand in UTC behind the pointer", () => {
    expect(formatUtc(AT)).toBe("2026-11-12 07:05:09 UTC");
  });

  it("agree with Intl in every zone", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.constantFrom(...TIME_ZONES),
        fc.constantFrom(...LOCALES),
        (at, timeZone, locale) => {
          const parts = new Intl.DateTimeFormat("en-GB", {
            timeZone,
            hourCycle: "h23",
            day: "numeric",
            year: "numeric",
            hour: "2-digit",
            minute: "2-digit",
          }).formatToParts(at);
          const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value;
          const text = formatDateTime(at, { locale, timeZone });
          expect(text.split(" ")[0]).toBe(part("day"));
          expect(text).toContain(` ${part("year")}, ${part("hour")}.${part("minute")} `);
        },
      ),
    );
  });
});

describe("figures", () => {
  it("follow the language", () => {
    expect(formatNumber(1_234, "en")).toBe("1,234");
    expect(formatNumber(1_234, "id")).toBe("1.234");
  });

  it.each([
    [412, "en", "412 ms"],
    [999.4, "en", "999 ms"],
    [1_240, "en", "1.2 s"],
    [15_003, "id", "15 s"],
    [1_240, "id", "1,2 s"],
  ] as const)("%i ms in %s is %s", (durationMs, locale, text) => {
    expect(formatDuration(durationMs, locale)).toBe(text);
  });
});

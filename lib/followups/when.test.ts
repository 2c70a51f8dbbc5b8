import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CATALOGS } from "@/lib/i18n/catalog";
import { OFFSET_HOURS, TIME_ZONES, type TimeZone } from "@/lib/i18n/format";
import { MOST_DAYS_AHEAD, QUICK_WHENS, readWhen, WHEN_PROBLEMS } from "./when";

// A Thursday, ten in the morning in Jakarta.
const NOW = new Date("2026-11-12T03:00:00Z");
const JAKARTA = { now: NOW, timeZone: "Asia/Jakarta" } as const;

/** The day where the person is. */
function dayOf(typed: string, { now = NOW, timeZone = "Asia/Jakarta" as TimeZone } = {}): string {
  const when = readWhen(typed, { now, timeZone });
  if (!when.ok) return when.problem;
  const local = new Date(when.at.getTime() + OFFSET_HOURS[timeZone] * 3_600_000).toISOString();
  expect(local.slice(10)).toBe("T08:00:00.000Z");
  return local.slice(0, 10);
}

describe("the day that was typed", () => {
  test.each([
    ["tomorrow", "2026-11-13"],
    ["  Besok ", "2026-11-13"],
    ["bsk", "2026-11-13"],
    ["lusa", "2026-11-14"],
    ["the day after tomorrow", "2026-11-14"],
    ["Monday", "2026-11-16"],
    ["Senin", "2026-11-16"],
    ["senin depan", "2026-11-16"],
    ["next Friday", "2026-11-20"],
    ["Jumat", "2026-11-13"],
    ["Jum'at", "2026-11-13"],
    ["hari Rabu", "2026-11-18"],
    // The day that it is means the next one of its name.
    ["Thursday", "2026-11-19"],
    ["Kamis depan", "2026-11-19"],
    ["minggu", "2026-11-15"],
    ["minggu depan", "2026-11-19"],
    ["next week", "2026-11-19"],
    ["in a week", "2026-11-19"],
    ["seminggu lagi", "2026-11-19"],
    ["3 hari", "2026-11-15"],
    ["3 hari lagi", "2026-11-15"],
    ["in 3 days", "2026-11-15"],
    ["dalam 2 minggu", "2026-11-26"],
    ["2 weeks", "2026-11-26"],
    ["a month", "2026-12-12"],
    ["bulan depan", "2026-12-12"],
    ["3 bulan", "2027-02-12"],
    ["20/11", "2026-11-20"],
    ["1/12", "2026-12-01"],
    ["11/11", "2027-11-11"],
    ["20-11-2026", "2026-11-20"],
    ["20.11.26", "2026-11-20"],
    ["20 Nov 2026", "2026-11-20"],
    ["20 Nopember", "2026-11-20"],
    ["Nov 20", "2026-11-20"],
    ["December 1st, 2026", "2026-12-01"],
    ["17 Agustus", "2027-08-17"],
    ["2 Mei", "2027-05-02"],
    ["tgl 5 Des", "2026-12-05"],
    ["2026-11-20", "2026-11-20"],
    ["2027-02-28", "2027-02-28"],
    ["besok pagi", "2026-11-13"],
    ["Senin pagi", "2026-11-16"],
    ["Senin minggu depan", "2026-11-16"],
    ["hari Jumat pekan depan", "2026-11-20"],
    ["dua hari lagi", "2026-11-14"],
    ["tiga minggu lagi", "2026-12-03"],
    ["sebulan lagi", "2026-12-12"],
    ["sepekan lagi", "2026-11-19"],
    ["3 hr lg", "2026-11-15"],
    ["two weeks", "2026-11-26"],
    ["tgl 20", "2026-11-20"],
    ["tanggal 5", "2026-12-05"],
    ["tgl 12", "2026-12-12"],
    ["tgl 31", "2026-12-31"],
  ])("%s", (typed, day) => {
    expect(dayOf(typed)).toBe(day);
  });

  test.each([
    ["", "missing"],
    ["   ", "missing"],
    ["31 February", "no_such_day"],
    ["31 Februari 2027", "no_such_day"],
    ["29 Feb", "no_such_day"],
    ["31/2", "no_such_day"],
    ["2027-02-29", "no_such_day"],
    ["1/13", "no_such_day"],
    ["0/11", "no_such_day"],
    ["today", "past"],
    ["hari ini", "past"],
    ["0 hari", "past"],
    ["12/11", "past"],
    ["12 Nov 2026", "past"],
    ["2020-01-01", "past"],
    ["1 Jan 0001", "past"],
    ["1 Jan 9999", "too_far"],
    ["9999-12-31", "too_far"],
    ["400 hari", "too_far"],
    ["999999999 minggu", "too_far"],
    ["20 bulan", "too_far"],
    ["tgl 32", "no_such_day"],
    ["tgl 0", "no_such_day"],
    ["minggu ini", "not_understood"],
    ["besok jam 10", "not_understood"],
    ["nol hari", "not_understood"],
    ["sebelas hari", "not_understood"],
    ["next year", "not_understood"],
    ["soonish", "not_understood"],
    ["12 Foo", "not_understood"],
    ["<b>besok</b>", "not_understood"],
    ["constructor", "not_understood"],
    ["besok ".repeat(40), "not_understood"],
  ])("that is none: %s", (typed, problem) => {
    expect(dayOf(typed)).toBe(problem);
  });

  test("begins when it begins where the person is", () => {
    // Half past ten in the evening in Jakarta is half past midnight in Jayapura.
    const now = new Date("2026-11-12T15:30:00Z");
    expect(dayOf("besok", { now })).toBe("2026-11-13");
    expect(dayOf("besok", { now, timeZone: "Asia/Jayapura" })).toBe("2026-11-14");
  });

  test("is today while its hour has not come", () => {
    const early = new Date("2026-11-12T00:59:59Z");
    expect(dayOf("hari ini", { now: early })).toBe("2026-11-12");
    expect(dayOf("12/11", { now: early })).toBe("2026-11-12");
    expect(dayOf("hari ini", { now: new Date("2026-11-12T01:00:00Z") })).toBe("past");
  });

  test("is the last of a month that is shorter, and 29 February where there is one", () => {
    expect(dayOf("a month", { now: new Date("2027-01-31T03:00:00Z") })).toBe("2027-02-28");
    expect(dayOf("29 Feb", { now: new Date("2027-03-01T03:00:00Z") })).toBe("2028-02-29");
  });

  test.each(QUICK_WHENS)(
    "is understood where it is offered, by its name and in each language: %s",
    (quick) => {
      const when = readWhen(quick, JAKARTA);
      expect(when.ok).toBe(true);
      for (const { followUps } of Object.values(CATALOGS))
        expect(readWhen(followUps.quick[quick], JAKARTA)).toEqual(when);
    },
  );

  const anyNow = fc.date({
    min: new Date("2000-01-01"),
    max: new Date("2099-12-31"),
    noInvalidDate: true,
  });
  const anyZone = fc.constantFrom(...TIME_ZONES);

  test("is ahead, within a year, at eight, or says why not, whatever was typed", () => {
    const rubbish = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.stringMatching(/^[0-9]{1,4}[-/. ][0-9a-z]{1,9}([-/. ][0-9]{1,4})?$/),
      fc.tuple(fc.nat(), fc.constantFrom("hari", "weeks", "bulan")).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(rubbish, anyNow, anyZone, (typed, now, timeZone) => {
        const when = readWhen(typed, { now, timeZone });
        if (!when.ok) {
          expect(WHEN_PROBLEMS).toContain(when.problem);
          return;
        }
        const aheadMs = when.at.getTime() - now.getTime();
        expect(aheadMs).toBeGreaterThan(0);
        expect(aheadMs).toBeLessThan((MOST_DAYS_AHEAD + 1) * 86_400_000);
        expect((when.at.getUTCHours() + OFFSET_HOURS[timeZone]) % 24).toBe(8);
        expect(when.at.getTime() % 3_600_000).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is read back from each way to write it", () => {
    fc.assert(
      fc.property(anyNow, anyZone, fc.integer({ min: 1, max: 360 }), (now, timeZone, ahead) => {
        const local = new Date(now.getTime() + OFFSET_HOURS[timeZone] * 3_600_000 + ahead * 86_400_000);
        const iso = local.toISOString().slice(0, 10);
        const [year, month, day] = iso.split("-").map(Number);
        const ways = [iso, `${day}/${month}`, `${day}-${month}-${year}`, `${ahead} hari`, `in ${ahead} days`];
        for (const typed of ways) expect([typed, dayOf(typed, { now, timeZone })]).toEqual([typed, iso]);
      }),
      { numRuns: 500 },
    );
  });
});

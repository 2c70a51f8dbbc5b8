import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";

/** Why what was typed is no day to come back on. Each has its sentence under `followUps.problems`. */
export const WHEN_PROBLEMS = ["missing", "not_understood", "no_such_day", "past", "too_far"] as const;
export type WhenProblem = (typeof WHEN_PROBLEMS)[number];

export type When = { ok: true; at: Date } | { ok: false; problem: WhenProblem };

/** The choices that need no typing, as `readWhen` understands them. */
export const QUICK_WHENS = ["tomorrow", "monday", "in a week"] as const;

/** A follow-up is due from this hour on, where the person is. */
const HOUR = 8;
/** Whoever means a later day means another year, or mistyped this one. */
export const MOST_DAYS_AHEAD = 366;
export const WHEN_MAX_LENGTH = 60;

const DAY_MS = 86_400_000;

/**
 * Reads the day that somebody typed, in English or Indonesian: `besok`, `Monday`, `minggu depan`, `3 hari`, `12/11`,
 * `12 Nov 2026`, `2026-11-12`. A day without a year is the next one there is. It becomes eight o'clock in the morning
 * in the person's zone. Pure.
 */
export function readWhen(typed: string, { now, timeZone }: { now: Date; timeZone: TimeZone }): When {
  const text = typed
    .normalize("NFKC")
    .slice(0, WHEN_MAX_LENGTH + 1)
    .toLowerCase()
    .replace(/['’.,!]+(?=\s|$)|['’]/gu, "")
    .trim()
    .replace(/\s+/gu, " ");
  if (text === "") return { ok: false, problem: "missing" };
  if (typed.length > WHEN_MAX_LENGTH) return { ok: false, problem: "not_understood" };
  const offsetMs = OFFSET_HOURS[timeZone] * 3_600_000;
  const today = Math.floor((now.getTime() + offsetMs) / DAY_MS) * DAY_MS;
  const day = readDay(text, today);
  if (typeof day !== "number") return { ok: false, problem: day };
  const at = day + HOUR * 3_600_000 - offsetMs;
  if (at <= now.getTime()) return { ok: false, problem: "past" };
  if (day - today > MOST_DAYS_AHEAD * DAY_MS) return { ok: false, problem: "too_far" };
  return { ok: true, at: new Date(at) };
}

/** Days are their midnight, as if the wall clock of the person were UTC. */
type Day = number | WhenProblem;

function readDay(text: string, today: number): Day {
  const ahead = AHEAD.get(text);
  if (ahead !== undefined) return today + ahead * DAY_MS;
  return readWeekday(text, today) ?? readSpan(text, today) ?? readDate(text, today) ?? "not_understood";
}

/** Words that say how many days ahead. */
const AHEAD = new Map<string, number>(
  (
    [
      [0, "today|hari ini"],
      [1, "tomorrow|tomorrow morning|tmr|besok|besok pagi|bsk|esok"],
      [2, "day after tomorrow|the day after tomorrow|lusa|besok lusa"],
      [7, "next week|a week|minggu depan|pekan depan|seminggu|seminggu lagi|sepekan|sepekan lagi"],
    ] as const
  ).flatMap(([days, words]) => words.split("|").map((word): [string, number] => [word, days])),
);

/** From Sunday on, as the engine counts. */
const WEEKDAYS = [
  ["sunday", "sun", "minggu", "ahad"],
  ["monday", "mon", "senin", "sen"],
  ["tuesday", "tue", "selasa", "sel"],
  ["wednesday", "wed", "rabu", "rab"],
  ["thursday", "thu", "kamis", "kam"],
  ["friday", "fri", "jumat", "jum"],
  ["saturday", "sat", "sabtu", "sab"],
];

/** The next day of that name; with *next* or *depan* that of the week which begins on the next Monday. */
function readWeekday(text: string, today: number): Day | null {
  // "This week" is no Sunday, which has the same name.
  if (text === "minggu ini") return null;
  const isNext = /^next | depan$/.test(text);
  const name = text.replace(/^(next|on|hari) | (pagi|morning)$| ((minggu |pekan )?depan|ini)$/g, "");
  const weekday = WEEKDAYS.findIndex((names) => names.includes(name));
  if (weekday < 0) return null;
  const now = new Date(today).getUTCDay();
  const ahead = (weekday - now + 7) % 7 || 7;
  if (!isNext) return today + ahead * DAY_MS;
  const untilMonday = (8 - now) % 7 || 7;
  return today + (untilMonday + ((weekday + 6) % 7)) * DAY_MS;
}

/** From one on, as people write them out. */
const COUNTS = [
  ["a", "an", "one", "satu"],
  ["two", "dua"],
  ["three", "tiga"],
  ["four", "empat"],
  ["five", "lima"],
  ["six", "enam"],
  ["seven", "tujuh"],
  ["eight", "delapan"],
  ["nine", "sembilan"],
  ["ten", "sepuluh"],
];
const SPAN_FORM =
  /^(?:in |dalam )?([a-z]{1,8}|\d{1,9}) ?(days?|hari|hr|weeks?|minggu|mgg|pekan|months?|bulan|bln)(?: lagi| lg| ke depan| from now)?$/;

function readSpan(text: string, today: number): Day | null {
  if (/^(next month|bulan depan|sebulan( lagi)?)$/.test(text)) return monthsAhead(today, 1);
  const [, amount, unit] = SPAN_FORM.exec(text) ?? [];
  if (!amount || !unit) return null;
  const count = /^\d/.test(amount) ? Number(amount) : COUNTS.findIndex((words) => words.includes(amount)) + 1;
  if (count === 0 && !/^\d/.test(amount)) return null;
  if (/^(month|bulan|bln)/.test(unit)) return monthsAhead(today, count);
  const days = count * (/^(week|minggu|mgg|pekan)/.test(unit) ? 7 : 1);
  return days > MOST_DAYS_AHEAD ? "too_far" : today + days * DAY_MS;
}

/** The same day of a later month, or its last day where it is shorter. */
function monthsAhead(today: number, months: number): Day {
  if (months * 28 > MOST_DAYS_AHEAD) return "too_far";
  const day = new Date(today);
  const month = day.getUTCMonth() + months;
  const last = new Date(Date.UTC(day.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(day.getUTCFullYear(), month, Math.min(day.getUTCDate(), last));
}

const MONTHS = [
  /^jan(uary|uari)?$/,
  /^[fp]eb(ruary|ruari)?$/,
  /^mar(ch|et)?$/,
  /^apr(il)?$/,
  /^m(ay|ei)$/,
  /^jun[ei]?$/,
  /^jul[yi]?$/,
  /^a(ug|gu|gt|gs)(ust|stus)?$/,
  /^sept?(ember)?$/,
  /^o[ck]t(ober)?$/,
  /^no[vp](ember)?$/,
  /^de[cs](ember)?$/,
];

const NUMBERS_FORM = /^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?$/;
const ISO_FORM = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const DAY_MONTH_FORM = /^(\d{1,2})(?:st|nd|rd|th)?[- ]?([a-z]{3,9})(?:[- ](\d{2}|\d{4}))?$/;
const MONTH_DAY_FORM = /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/;

/** Day before month, as Indonesia writes it; of a day alone (`tgl 5`) the next there is. */
function readDate(text: string, today: number): Day | null {
  const [, alone] = /^(?:tanggal|tgl|on the) (\d{1,2})(?:st|nd|rd|th)?$/.exec(text) ?? [];
  if (alone !== undefined) return nextOfMonth(Number(alone), today);
  const withoutTanggal = text.replace(/^(tanggal|tgl|on) /, "");
  const iso = ISO_FORM.exec(withoutTanggal);
  if (iso) return dateOf({ day: iso[3], month: Number(iso[2]), year: iso[1] }, today);
  const numbers = NUMBERS_FORM.exec(withoutTanggal);
  if (numbers) return dateOf({ day: numbers[1], month: Number(numbers[2]), year: numbers[3] }, today);
  const named = DAY_MONTH_FORM.exec(withoutTanggal);
  const [day, name, year] = named
    ? [named[1], named[2], named[3]]
    : (([, month, first, last]) => [first, month, last])(MONTH_DAY_FORM.exec(withoutTanggal) ?? []);
  const month = MONTHS.findIndex((form) => form.test(name ?? "")) + 1;
  return month === 0 ? null : dateOf({ day, month, year }, today);
}

function dateOf(
  { day, month, year }: { day: string | undefined; month: number; year: string | undefined },
  today: number,
): Day {
  const number = Number(day);
  const thisYear = new Date(today).getUTCFullYear();
  if (year !== undefined)
    return exactly(year.length === 2 ? 2000 + Number(year) : Number(year), month, number);
  const [soon, later] = [exactly(thisYear, month, number), exactly(thisYear + 1, month, number)];
  return typeof soon === "number" && soon >= today ? soon : later === "no_such_day" ? soon : later;
}

/** The next day of that number, in this month or the first that has it. */
function nextOfMonth(day: number, today: number): Day {
  const now = new Date(today);
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const at = exactly(first.getUTCFullYear(), first.getUTCMonth() + 1, day);
    if (typeof at === "number" && at > today) return at;
  }
  return "no_such_day";
}

/** The engine moves 31 February into March, which gives it away. */
function exactly(year: number, month: number, day: number): Day {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isThere = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  // Date.UTC takes the years below 100 for those of the last century.
  if (!isThere || Number.isNaN(at.getTime())) return "no_such_day";
  return year < 100 ? "past" : at.getTime();
}

import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";

/** Ranges that move with the day; each is a word of the list's address. */
export const RELATIVE_RANGES = [
  "today",
  "yesterday",
  "7d",
  "30d",
  "90d",
  "this_month",
  "last_month",
] as const;
export type RelativeRange = (typeof RELATIVE_RANGES)[number];

/** Days as `2026-11-30`, both inclusive, in the time zone of the person; null is open. Not both are null. */
export type DayRange = { from: string | null; to: string | null };

export type DateRange = RelativeRange | DayRange;

/** The filters of the list that are days. */
const RANGE_FILTERS = ["created", "updated", "invited", "since"] as const;
export type RangeFilter = (typeof RANGE_FILTERS)[number];

export function isRangeFilter(name: string): name is RangeFilter {
  return RANGE_FILTERS.some((range) => range === name);
}

/** From this instant on, and before that one; null is open. */
export type InstantRange = { from: Date | null; until: Date | null };

const DAY_MS = 86_400_000;
const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/;
const SEPARATOR = "..";

/** Reads `7d`, `2026-11-01..2026-11-30`, `2026-11-01..` or `..2026-11-30`; null for anything else, and for days that do not exist or run backwards. */
export function readRange(text: string): DateRange | null {
  const relative = RELATIVE_RANGES.find((range) => range === text);
  if (relative) return relative;
  const [from, to, ...rest] = text.split(SEPARATOR);
  if (from === undefined || to === undefined || rest.length > 0 || from + to === "") return null;
  if (![from, to].every((day) => day === "" || isDay(day))) return null;
  if (from !== "" && to !== "" && from > to) return null;
  return { from: from || null, to: to || null };
}

/** The text that `readRange` reads as the same. */
export function writeRange(range: DateRange): string {
  return typeof range === "string" ? range : `${range.from ?? ""}${SEPARATOR}${range.to ?? ""}`;
}

/**
 * The instants a range means at `now` for someone in `timeZone`. `7d` is today and the six days before it;
 * months are those of the calendar.
 */
export function resolveRange(range: DateRange, now: Date, timeZone: TimeZone): InstantRange {
  const days = typeof range === "string" ? daysOf(range, now, timeZone) : absoluteDays(range);
  const toInstant = (day: number | null) =>
    day === null ? null : new Date(day - OFFSET_HOURS[timeZone] * 3_600_000);
  return { from: toInstant(days.from), until: toInstant(days.until) };
}

/** The days that a range means at `now`: they are the same on every other day. */
export function fixRange(range: DateRange, now: Date, timeZone: TimeZone): DayRange {
  if (typeof range !== "string") return range;
  const { from, until } = daysOf(range, now, timeZone);
  const dayOf = (midnight: number | null) =>
    midnight === null ? null : new Date(midnight).toISOString().slice(0, 10);
  return { from: dayOf(from), to: dayOf(until === null ? null : until - DAY_MS) };
}

/** Days as their midnight, as if the wall clock were UTC; `until` is the day after the last one. */
type Days = { from: number | null; until: number | null };

function daysOf(range: RelativeRange, now: Date, timeZone: TimeZone): Days {
  const local = new Date(now.getTime() + OFFSET_HOURS[timeZone] * 3_600_000);
  const today = Math.floor(local.getTime() / DAY_MS) * DAY_MS;
  const tomorrow = today + DAY_MS;
  const month = (ahead: number) => Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + ahead, 1);
  switch (range) {
    case "today":
      return { from: today, until: tomorrow };
    case "yesterday":
      return { from: today - DAY_MS, until: today };
    case "7d":
      return { from: tomorrow - 7 * DAY_MS, until: tomorrow };
    case "30d":
      return { from: tomorrow - 30 * DAY_MS, until: tomorrow };
    case "90d":
      return { from: tomorrow - 90 * DAY_MS, until: tomorrow };
    case "this_month":
      return { from: month(0), until: month(1) };
    case "last_month":
      return { from: month(-1), until: month(0) };
  }
}

function absoluteDays({ from, to }: DayRange): Days {
  return {
    from: from === null ? null : Date.parse(from),
    until: to === null ? null : Date.parse(to) + DAY_MS,
  };
}

/** Whether a range holds the last days alone. Pure. */
export function isOfLate(range: DateRange | null): boolean {
  return range === "today" || range === "yesterday" || range === "7d";
}

/** Whether a range has an end before today. Pure. */
export function endsInThePast(range: DateRange | null): boolean {
  if (range === null) return false;
  return typeof range === "string" ? range === "yesterday" || range === "last_month" : range.to !== null;
}

/** A day of the calendar: the engine moves 30 February into March, which gives it away. */
function isDay(text: string): boolean {
  if (!DAY_FORM.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";

/**
 * The moment that a date-time field names in the person's zone, whatever zone the browser is in; null where it is
 * empty or unfinished, `past` for a moment that is over. `now` is a parameter so that a test can say it.
 */
export function readLocalTime(text: string, timeZone: TimeZone, now = new Date()): Date | "past" | null {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.exec(text)?.[0];
  const at = new Date(`${wall ?? ""}Z`).getTime() - OFFSET_HOURS[timeZone] * 3_600_000;
  if (Number.isNaN(at)) return null;
  return at <= now.getTime() ? "past" : new Date(at);
}

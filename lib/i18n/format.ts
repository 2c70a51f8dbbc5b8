import type { Locale } from "./locale";

/** The zones a person can choose, by IANA name. */
export const TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] as const;
export type TimeZone = (typeof TIME_ZONES)[number];
export const DEFAULT_TIME_ZONE: TimeZone = "Asia/Jakarta";

/** The words Indonesians use for their zones. */
export const TIME_ZONE_LABELS = {
  "Asia/Jakarta": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
} as const satisfies Record<TimeZone, string>;

export function isTimeZone(text: unknown): text is TimeZone {
  return TIME_ZONES.some((zone) => zone === text);
}

/** How times are shown to one person. */
export type TimeStyle = { locale: Locale; timeZone: TimeZone };

// Written out, because Intl's short months differ between engines and versions ("Sep", "Sept").
const MONTHS = {
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
} as const satisfies Record<Locale, readonly string[]>;

/** Hours ahead of UTC. Indonesia has no summer time, so its zones are plain offsets. */
export const OFFSET_HOURS = {
  "Asia/Jakarta": 7,
  "Asia/Makassar": 8,
  "Asia/Jayapura": 9,
} as const satisfies Record<TimeZone, number>;

type WallClock = { year: number; month: string; day: number; time: string };

function wallClock(at: Date, { locale, timeZone }: TimeStyle): WallClock {
  const local = new Date(at.getTime() + OFFSET_HOURS[timeZone] * 3_600_000);
  return {
    year: local.getUTCFullYear(),
    month: MONTHS[locale][local.getUTCMonth()] ?? "",
    day: local.getUTCDate(),
    time: `${twoDigits(local.getUTCHours())}.${twoDigits(local.getUTCMinutes())}`,
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** `12 Nov 2026, 14.05 WIB`: the zone is always written. */
export function formatDateTime(at: Date, style: TimeStyle): string {
  const { year, month, day, time } = wallClock(at, style);
  return `${day} ${month} ${year}, ${time} ${TIME_ZONE_LABELS[style.timeZone]}`;
}

/** `12 Nov 2026, 14.05.09 WIB`, where the order of things counts. */
export function formatMoment(at: Date, style: TimeStyle): string {
  const { year, month, day, time } = wallClock(at, style);
  const seconds = twoDigits(at.getUTCSeconds());
  return `${day} ${month} ${year}, ${time}.${seconds} ${TIME_ZONE_LABELS[style.timeZone]}`;
}

/** `14.05 WIB` on the day of `now`, else `13 Nov, 14.05 WIB`; the year is written when it is another one. */
export function formatTime(at: Date, now: Date, style: TimeStyle): string {
  const { time } = wallClock(at, style);
  const zoned = `${time} ${TIME_ZONE_LABELS[style.timeZone]}`;
  const sameDay = formatDate(at, style) === formatDate(now, style);
  return sameDay ? zoned : `${formatDay(at, now, style)}, ${zoned}`;
}

/** `3 Nov`, and `3 Nov 2025` when the year is not that of `now`. */
export function formatDay(at: Date, now: Date, style: TimeStyle): string {
  const { year, month, day } = wallClock(at, style);
  return year === wallClock(now, style).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** `12 Nov 2026`. */
export function formatDate(at: Date, style: TimeStyle): string {
  const { year, month, day } = wallClock(at, style);
  return `${day} ${month} ${year}`;
}

/** `2026-11-12 07:05:09 UTC`, what stands behind a time when the pointer rests on it. */
export function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

// Made once: making one costs as much as writing a thousand figures.
const NUMBERS = {
  en: new Intl.NumberFormat("en"),
  id: new Intl.NumberFormat("id"),
} as const satisfies Record<Locale, Intl.NumberFormat>;

/** `1,234` in English, `1.234` in Indonesian. */
export function formatNumber(value: number, locale: Locale): string {
  return NUMBERS[locale].format(value);
}

/** `850 ms`, `1.2 s` (`1,2 s` in Indonesian): how long DOKU took to answer. */
export function formatDuration(durationMs: number, locale: Locale): string {
  if (durationMs < 1_000) return `${formatNumber(Math.round(durationMs), locale)} ms`;
  const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(durationMs / 1_000);
  return `${seconds} s`;
}

import type { InsightStep } from "@/lib/insights/insight-filter";
import type { Shown } from "@/lib/registrations/sight";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/** One day as `2026-11-30` in the person's time zone, and how many registrations made on it have which status now. */
export type DayCounts = { day: string; counts: Record<RegistrationStatus, number> };

/** A bar of the chart: a day, or the days of a week that the chart holds. */
export type Bar = { from: string; to: string; counts: Record<RegistrationStatus, number> };

/** An account manager, and how many of theirs have which status now. */
export type OwnerCounts = { id: string; name: string; counts: Record<RegistrationStatus, number> };

/** How many came how far. Each is a part of the one before. */
export type Funnel = { saved: number; sent: number; invited: number };

/** How long it took from saving to the invitation, measured on the newest `measured` ones. */
export type TimeToInvite = {
  measured: number;
  medianMs: number;
  p90Ms: number;
  /** How many took at most so long, and longer than the step before; the last has no end. */
  steps: { upToMs: number | null; count: number }[];
};

/** `problem` is what DOKU said to the newest of them; null where it did not refuse. */
export type CauseCount = { cause: string; count: number; problem: Shown | null };

/** Everything the page shows. A part that could not be counted in time is null. */
export type Insights = {
  days: DayCounts[] | null;
  /** Those with most first, at most `MAX_OWNERS`; null also where only one's own are counted. */
  owners: OwnerCounts[] | null;
  timeToInvite: TimeToInvite | null;
  /** Most frequent first, at most `MAX_CAUSES`. */
  causes: CauseCount[] | null;
};

export const MAX_CAUSES = 8;
export const MAX_OWNERS = 30;
/** The newest invitations that the time is measured on. */
export const MAX_MEASURED = 5_000;

const MINUTE_MS = 60_000;
/** Ten seconds is what a person waits for; a day is when we give up. */
export const TIME_STEPS_MS = [
  10_000,
  MINUTE_MS,
  10 * MINUTE_MS,
  60 * MINUTE_MS,
  24 * 60 * MINUTE_MS,
] as const;

/** What reached DOKU: invited, refused, or not sure. The rest waits or never arrived. */
const REACHED_DOKU = ["INVITED", "NEEDS_FIX", "UNCONFIRMED"] as const satisfies readonly RegistrationStatus[];

export function noCounts(): Record<RegistrationStatus, number> {
  return { DRAFT: 0, QUEUED: 0, INVITED: 0, NEEDS_FIX: 0, UNCONFIRMED: 0, FAILED: 0 };
}

/** The sum over all days. */
export function totalCounts(days: readonly Pick<DayCounts, "counts">[]): Record<RegistrationStatus, number> {
  const total = noCounts();
  for (const { counts } of days) for (const status of STATUSES) total[status] += counts[status];
  return total;
}

export function sumOf(counts: Record<RegistrationStatus, number>): number {
  return STATUSES.reduce((sum, status) => sum + counts[status], 0);
}

/** Saved → sent → invited, from how things stand now. */
export function funnelOf(counts: Record<RegistrationStatus, number>): Funnel {
  return {
    saved: sumOf(counts),
    sent: REACHED_DOKU.reduce((sum, status) => sum + counts[status], 0),
    invited: counts.INVITED,
  };
}

/** Every day from `first` on, so that a day on which nothing happened is a gap in the chart and not missing. */
export function fillDays(
  first: string,
  dayCount: number,
  found: ReadonlyMap<string, DayCounts["counts"]>,
): DayCounts[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: dayCount }, (_, after) => {
    const day = new Date(start + after * 86_400_000).toISOString().slice(0, 10);
    return { day, counts: found.get(day) ?? noCounts() };
  });
}

/** The bars of a chart over `days`, which follow one another. Weeks begin on Monday; the first and last may be short. */
export function barsOf(days: readonly DayCounts[], by: InsightStep): Bar[] {
  const bars: Bar[] = [];
  for (const { day, counts } of days) {
    const isMonday = new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
    const last = bars.at(-1);
    if (last === undefined || by === "day" || isMonday) bars.push({ from: day, to: day, counts });
    else
      bars[bars.length - 1] = {
        from: last.from,
        to: day,
        counts: totalCounts([last, { counts }]),
      };
  }
  return bars;
}

/** Where the axis is marked, from the ground up: in equal steps of whole figures. */
export function axisTicks(end: number): number[] {
  const parts = [4, 5, 3, 2].find((count) => Number.isInteger(end / count)) ?? 1;
  return Array.from({ length: parts + 1 }, (_, tick) => (end * tick) / parts);
}

/** A round figure at or above `highest`, where the axis ends. */
export function axisEnd(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  return (
    [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
      .map((step) => step * power)
      .find((end) => end >= highest && Number.isInteger(end)) ?? highest
  );
}

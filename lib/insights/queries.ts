import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { resolveRange } from "@/lib/registrations/list/date-range";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { showWords } from "@/lib/registrations/sight";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import type { InsightFilter } from "./insight-filter";
import {
  type CauseCount,
  type DayCounts,
  fillDays,
  type Insights,
  MAX_CAUSES,
  MAX_MEASURED,
  MAX_OWNERS,
  noCounts,
  type OwnerCounts,
  sumOf,
  TIME_STEPS_MS,
  type TimeToInvite,
} from "./insight-view";

/** Each of the three parts may take so long; one that would take longer is left out. */
const PART_TIMEOUT_MS = 1_200;
const DAY_COUNT = { "7d": 7, "30d": 30, "90d": 90 } as const satisfies Record<InsightFilter["range"], number>;
const DAY_MS = 86_400_000;

/** The parameters that every part has: environment, from, until, and the owner where it is asked for. */
type Scope = { values: unknown[]; owner: string };

/**
 * What the charts show, for registrations made in the range that are not archived. Reads covering indexes alone,
 * one part after the other on one connection at a time, each within a time limit.
 */
export async function readInsights(
  actor: UserActor,
  filter: InsightFilter,
  now: Date,
  timeoutMs = PART_TIMEOUT_MS,
): Promise<Insights> {
  requireCan(actor, "registrations.read");
  const { from, until } = resolveRange(filter.range, now, actor.timeZone);
  const values = [env().doku.environment, from, until, ...(filter.mine ? [actor.id] : [])];
  const scope = { values, owner: filter.mine ? "and r.owner_id = $4" : "" };
  const dayCount = DAY_COUNT[filter.range];
  const today = new Date((until ?? now).getTime() - 1);
  const first = localDay(new Date(today.getTime() - (dayCount - 1) * DAY_MS), actor.timeZone);
  const found = await readDays(scope, { first, dayCount, timeZone: actor.timeZone }, timeoutMs);
  return {
    days: found && fillDays(first, dayCount, found),
    owners: filter.mine ? null : await readOwners(scope, timeoutMs),
    timeToInvite: await readTimeToInvite(scope, timeoutMs),
    causes: await readCauses(actor, scope, timeoutMs),
  };
}

const IN_SCOPE =
  "r.environment = $1::environment and r.archived_at is null and r.created_at >= $2 and r.created_at < $3";

// One walk per status and day, because the index leads through both: nothing is worked out for each registration, of
// which a quarter may be three hundred thousand.
async function readDays(
  { values, owner }: Scope,
  { first, dayCount, timeZone }: { first: string; dayCount: number; timeZone: string },
  timeoutMs: number,
): Promise<Map<string, DayCounts["counts"]> | null> {
  const [statuses, firstDay, days, zone] = [1, 2, 3, 4].map((place) => `$${values.length + place}`);
  const rows = await readWithin<{ day: string; status: RegistrationStatus; count: number }>(timeoutMs, {
    text: `select to_char(d.day, 'YYYY-MM-DD') as day, s.status, counted.count
             from (select ${firstDay}::date + n as day from generate_series(0, ${days}::int - 1) n) d
             cross join unnest(${statuses}::registration_status[]) s(status)
             cross join lateral (
               select count(*)::int as count from registration r
                where ${IN_SCOPE} and r.status = s.status ${owner}
                  and r.created_at >= d.day::timestamp at time zone ${zone}
                  and r.created_at < (d.day + 1)::timestamp at time zone ${zone}) counted
            where counted.count > 0`,
    values: [...values, STATUSES, first, dayCount, timeZone],
  });
  if (!rows) return null;
  const counted = new Map<string, DayCounts["counts"]>();
  for (const { day, status, count } of rows) {
    const counts = counted.get(day) ?? noCounts();
    counted.set(day, { ...counts, [status]: count });
  }
  return counted;
}

// One walk per person and status, as with days.
async function readOwners({ values }: Scope, timeoutMs: number): Promise<OwnerCounts[] | null> {
  type Row = { id: string; name: string; status: RegistrationStatus; count: number };
  const rows = await readWithin<Row>(timeoutMs, {
    text: `select u.id, u.name, s.status, counted.count
             from "user" u
             cross join unnest($${values.length + 1}::registration_status[]) s(status)
             cross join lateral (
               select count(*)::int as count from registration r
                where ${IN_SCOPE} and r.owner_id = u.id and r.status = s.status) counted
            where counted.count > 0`,
    values: [...values, STATUSES],
  });
  if (!rows) return null;
  const owners = new Map<string, OwnerCounts>();
  for (const { id, name, status, count } of rows) {
    const counts = owners.get(id)?.counts ?? noCounts();
    owners.set(id, { id, name, counts: { ...counts, [status]: count } });
  }
  return [...owners.values()]
    .toSorted((one, other) => sumOf(other.counts) - sumOf(one.counts) || one.name.localeCompare(other.name))
    .slice(0, MAX_OWNERS);
}

type TimeRow = { measured: number; medianMs: number | null; p90Ms: number | null; within: number[] };

async function readTimeToInvite({ values, owner }: Scope, timeoutMs: number): Promise<TimeToInvite | null> {
  const within = TIME_STEPS_MS.map((stepMs) => `count(*) filter (where ms <= ${stepMs})::int`);
  const rows = await readWithin<TimeRow>(timeoutMs, {
    text: `with newest as materialized (
             select r.id from registration r where ${IN_SCOPE} and r.status = 'INVITED' ${owner}
              order by r.created_at desc, r.id desc limit ${MAX_MEASURED}),
           taken as (
             select extract(epoch from r.invited_at - r.created_at)::float8 * 1000 as ms
               from newest join registration r on r.id = newest.id where r.invited_at is not null)
           select count(*)::int as measured, percentile_cont(0.5) within group (order by ms) as "medianMs",
                  percentile_cont(0.9) within group (order by ms) as "p90Ms", array[${within.join(", ")}] as within
             from taken`,
    values,
  });
  const row = rows?.[0];
  if (!row) return null;
  const reached = [...row.within, row.measured];
  return {
    measured: row.measured,
    medianMs: row.medianMs ?? 0,
    p90Ms: row.p90Ms ?? 0,
    steps: reached.map((count, step) => ({
      upToMs: TIME_STEPS_MS[step] ?? null,
      count: count - (reached[step - 1] ?? 0),
    })),
  };
}

async function readCauses(
  actor: UserActor,
  { values, owner }: Scope,
  timeoutMs: number,
): Promise<CauseCount[] | null> {
  type Row = Omit<CauseCount, "problem"> & { problem: string | null };
  const rows = await readWithin<Row>(timeoutMs, {
    text: `with counted as (
             select r.cause, count(*)::int as count from registration r
              where ${IN_SCOPE} and r.cause is not null ${owner}
              group by r.cause order by 2 desc, 1 limit ${MAX_CAUSES})
           select counted.*, newest.problem
             from counted cross join lateral (
               select r.problem from registration r
                where r.environment = $1::environment and r.archived_at is null and r.cause = counted.cause
                order by r.created_at desc, r.id desc limit 1) newest
            order by counted.count desc, counted.cause`,
    values,
  });
  return rows?.map((row) => ({ ...row, problem: showWords(actor, row.problem) })) ?? null;
}

function localDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
}

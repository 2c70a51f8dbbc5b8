import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { quietDays } from "@/lib/progress/house-setting";
import { PROGRESSES, type ProgressCode } from "@/lib/progress/progress";
import { resolveRange } from "@/lib/registrations/list/date-range";
import { EMPTY_FILTER, type ListFilter } from "@/lib/registrations/list/filter";
import { createBinder, filterConditions, tabConditions } from "@/lib/registrations/list/query";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { turnConditions } from "@/lib/registrations/list/turn";
import {
  type AfterInvitation,
  FOLLOWED_DAYS,
  gatherCounts,
  MAX_LISTED,
  MAX_LOOKED_AT,
  QUIET_CAP,
  type QuietAge,
  quietSteps,
  type Reminders,
  type StageTime,
  totalProgress,
} from "./after-view";
import type { InsightFilter } from "./insight-filter";

const PART_TIMEOUT_MS = 800;

type Scope = { values: unknown[]; owner: string };

/**
 * What became of the invited that were registered in the range and are not archived, with who is quiet now and the
 * reminders of the range. Each part along an index and within a time limit, one after the other.
 */
export async function readAfterInvitation(
  actor: UserActor,
  filter: InsightFilter,
  now: Date,
  timeoutMs = PART_TIMEOUT_MS,
): Promise<AfterInvitation> {
  requireCan(actor, "registrations.read");
  const { from, until } = resolveRange(filter.range, now, actor.timeZone);
  const values = [env().doku.environment, from, until, ...(filter.mine ? [actor.id] : [])];
  const scope = { values, owner: filter.mine ? "and r.owner_id = $4" : "" };
  const owners = await readOwners(scope, timeoutMs);
  return {
    total: owners && totalProgress(owners),
    owners: filter.mine ? null : (owners?.slice(0, MAX_LISTED) ?? null),
    referrals: await readReferrals(scope, timeoutMs),
    stages: await readStages(scope, timeoutMs),
    quiet: await readQuiet(actor, { mine: filter.mine, now, quietDays: await quietDays() }, timeoutMs),
    reminders: await readReminders(scope, timeoutMs),
  };
}

const IN_SCOPE = `r.environment = $1::environment and r.status = 'INVITED' and r.archived_at is null
                  and r.created_at >= $2 and r.created_at < $3`;

/** One walk for each progress, along the index that leads through it; a null is "not checked". */
function groupedBy(column: string, conditions: string): string {
  return PROGRESSES.map((code) => {
    const progress = code === "NOT_CHECKED" ? "r.progress is null" : `r.progress = '${code}'`;
    return `(select ${column} as key, '${code}' as progress, count(*)::int as count from registration r
              where ${IN_SCOPE} and ${progress} ${conditions} group by ${column})`;
  }).join(" union all ");
}

type CountRow = { id: string; name: string; progress: ProgressCode; count: number };

async function readOwners({ values, owner }: Scope, timeoutMs: number) {
  const rows = await readWithin<CountRow>(timeoutMs, {
    text: `select u.id, u.name, counted.progress, counted.count
             from (${groupedBy("r.owner_id", owner)}) counted join "user" u on u.id = counted.key`,
    values,
  });
  return rows && gatherCounts(rows);
}

async function readReferrals({ values, owner }: Scope, timeoutMs: number) {
  const rows = await readWithin<CountRow>(timeoutMs, {
    text: `select key as id, key as name, progress, count
             from (${groupedBy("r.referral_code", `${owner} and r.referral_code <> ''`)}) counted`,
    values,
  });
  return rows && gatherCounts(rows).slice(0, MAX_LISTED);
}

// From the invitation to the first report, and from each report that says something else to the next.
async function readStages({ values, owner }: Scope, timeoutMs: number): Promise<StageTime[] | null> {
  const rows = await readWithin<StageTime>(timeoutMs, {
    text: `with newest as materialized (
             select r.id from registration r where ${IN_SCOPE} ${owner}
              order by r.created_at desc, r.id desc limit ${MAX_LOOKED_AT}),
           told as (
             select n.id, r.invited_at as at, 'INVITED' as stage from newest n join registration r on r.id = n.id
              where r.invited_at is not null
             union all
             select n.id, p.at, p.progress::text from newest n join progress_report p on p.registration_id = n.id),
           turns as (
             select id, at, stage, lag(stage) over (partition by id order by at) is distinct from stage as is_turn from told),
           stays as (
             select stage, extract(epoch from lead(at) over (partition by id order by at) - at)::float8 * 1000 as ms
               from turns where is_turn)
           select stage, count(*)::int as measured, percentile_cont(0.5) within group (order by ms) as "medianMs",
                  percentile_cont(0.9) within group (order by ms) as "p90Ms"
             from stays where ms is not null group by stage`,
    values,
  });
  return rows && PROGRESSES.flatMap((stage) => rows.find((row) => row.stage === stage) ?? []);
}

/** By what the list calls quiet, which also knows who was put off until a later day. */
async function readQuiet(
  actor: UserActor,
  { mine, now, quietDays: days }: { mine: boolean; now: Date; quietDays: number },
  timeoutMs: number,
): Promise<QuietAge[] | null> {
  const steps = quietSteps(days);
  const before = (count: number | null) => count && new Date(now.getTime() - count * 86_400_000);
  const { values, bind } = createBinder();
  const scope = { environment: env().doku.environment, actor, now };
  const filter: ListFilter = { ...EMPTY_FILTER, turn: "quiet", owner: mine ? "me" : null };
  const isQuiet = [
    ...tabConditions("all", bind(scope.environment)),
    ...turnConditions("all", filter, { now, bind }),
    ...filterConditions(filter, { by: "created", scope, bind }),
  ].join(" and ");
  const from = bind(steps.map(({ fromDays }) => before(fromDays)));
  const until = bind(steps.map(({ untilDays }) => before(untilDays)));
  const rows = await readWithin<{ step: number; count: number }>(timeoutMs, {
    text: `select s.step::int as step, counted.count
             from unnest(${from}::timestamptz[], ${until}::timestamptz[]) with ordinality s(until, "from", step)
             cross join lateral (
               select count(*)::int as count from (
                 select from registration r
                  where ${isQuiet}
                    and coalesce(r.stirred_at, r.invited_at) < s.until
                    and coalesce(r.stirred_at, r.invited_at) >= coalesce(s."from", '-infinity')
                  limit ${QUIET_CAP + 1}) quiet) counted`,
    values,
  });
  return (
    rows && steps.map((step, at) => ({ ...step, count: rows.find((row) => row.step === at + 1)?.count ?? 0 }))
  );
}

// A report that says what was known already is no change.
async function readReminders({ values, owner }: Scope, timeoutMs: number): Promise<Reminders[] | null> {
  return await readWithin<Reminders>(timeoutMs, {
    text: `with newest as materialized (
             select n.channel, n.at, n.registration_id from nudge n join registration r on r.id = n.registration_id
              where n.at >= $2 and n.at < $3 and n.state <> 'failed' and r.environment = $1::environment ${owner}
              order by n.at desc limit ${MAX_LOOKED_AT})
           select n.channel, count(*)::int as count,
                  count(*) filter (where exists (
                    select from progress_report p where p.registration_id = n.registration_id and p.at > n.at
                       and p.at <= n.at + interval '${FOLLOWED_DAYS} days' and p.progress is distinct from coalesce((
                             select b.progress from progress_report b
                              where b.registration_id = p.registration_id and b.at < p.at
                              order by b.at desc, b.id desc limit 1), 'INVITED')))::int as followed
             from newest n group by n.channel order by 2 desc, 1`,
    values,
  });
}

import type { Actor, UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { PROGRESSES, type ProgressCode } from "@/lib/progress/progress";
import { choicesOf, writeChoices } from "@/lib/registrations/list/choices";
import { type DateRange, fixRange } from "@/lib/registrations/list/date-range";
import { keyOf, LIST_TABS, type ListFilter, type ListTab, timeOf } from "@/lib/registrations/list/filter";
import {
  type Bind,
  createBinder,
  filterConditions,
  type ListScope,
  planWalk,
  tabConditions,
  walkQuery,
} from "@/lib/registrations/list/query";
import { amongAllHits, hitsOf, readSearch, type Search } from "@/lib/registrations/list/search";
import { readWithin, type Statement } from "@/lib/registrations/list/timed-read";
import { progressIs, standingIn, turnConditions } from "@/lib/registrations/list/turn";
import { STATUSES } from "@/lib/registrations/status";

/** A count of a tab stops here: "1,000+" is read from at most this many index entries. */
export const COUNT_CAP = 1_000;
/** What is more than this is not counted for "select all that match" either. */
const MATCHING_CAP = 1_000_000;

const TAB_COUNTS_TIMEOUT_MS = 250;
const MATCHING_TIMEOUT_MS = 2_000;
/** What is counted where the whole takes too long. */
const SMALL_MATCHING_CAP = 10_000;

/** What is counted beside the list once it stands: many more than its tabs count, in no more time than a look takes. */
const SOON_COUNTED_CAP = 100_000;
const SOON_TIMEOUT_MS = 250;

/** At most `COUNT_CAP + 1`, which is to be shown as "1,000+". */
export type TabCounts = Readonly<Record<ListTab, number>>;

type Clock = { now?: Date };

/**
 * How many registrations each tab would have under the filter of this one. Null where that cannot be told in a
 * quarter of a second, as for words that hundreds of thousands share: then the tabs bear no counts.
 */
export async function countByTab(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): Promise<TabCounts | null> {
  requireCan(actor, "registrations.read");
  const scope = { environment: env().doku.environment, actor, now };
  const rows = await readWithin<Record<Exclude<ListTab, "all">, number> & { isFull: boolean }>(
    TAB_COUNTS_TIMEOUT_MS,
    countStatementOf(filter, scope, "tabs"),
  );
  const counted = rows?.[0];
  if (!counted || counted.isFull) return null;
  const { isFull, ...counts } = counted;
  const all = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  return { ...counts, all: Math.min(all, COUNT_CAP + 1) };
}

/**
 * How many of the invited stand at each progress, under the rest of a filter. Null where that cannot be told in time, as
 * of the tabs.
 */
export async function countByProgress(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): Promise<Readonly<Record<ProgressCode, number>> | null> {
  requireCan(actor, "registrations.read");
  const scope = { environment: env().doku.environment, actor, now };
  const rows = await readWithin<Record<ProgressCode, number> & { isFull: boolean }>(
    TAB_COUNTS_TIMEOUT_MS,
    countStatementOf({ ...filter, tab: "INVITED", progress: null }, scope, "progress"),
  );
  const counted = rows?.[0];
  if (!counted || counted.isFull) return null;
  const { isFull, ...counts } = counted;
  return counts;
}

/** What is counted apart: the tabs, or the progresses of the invited. */
type Parts = "tabs" | "progress";

function countStatementOf(filter: ListFilter, scope: ListScope, parts: Parts): Statement {
  if (filter.query !== "") return countHits(filter, scope, parts);
  const isShort = filter.batch !== null || filter.turn === "due" || keyOf(filter.sort) === "followup";
  return isShort ? countGathered(filter, scope, parts) : countWalks(filter, scope, parts);
}

const COUNTED_TABS = LIST_TABS.filter((tab) => tab !== "all");

function countWalks(filter: ListFilter, scope: ListScope, parts: Parts): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  // Counted along the time that is filtered by; the order of the list does not matter here.
  const by = filter.updated && !filter.created ? "updated" : "created";
  const conditions = filterConditions(filter, { by, scope, bind });
  const named =
    parts === "tabs"
      ? COUNTED_TABS.map((tab) => ({ name: tab, tab, filter }))
      : PROGRESSES.map((name) => ({ name, tab: "INVITED" as const, filter: { ...filter, progress: name } }));
  const counts = named.map(({ name, tab, filter: counted }) => {
    const { statuses, progresses } = standingIn(tab, counted);
    if (statuses.length === 0) return `0 as "${name}"`;
    // What is quiet has an index of its own over all of its progresses; the others are met one by one.
    const isSplit =
      (tab === "INVITED" || (tab === "archived" && statuses.length === 1)) &&
      progresses !== null &&
      filter.turn !== "quiet";
    const where = [
      ...tabConditions(tab, environment),
      ...turnConditions(tab, counted, { now: scope.now, bind, isSplit }),
      ...conditions,
    ].join(" and ");
    const walks = (isSplit ? progresses : [null]).map((progress) => {
      const part = progress === null ? "" : ` and r.status = 'INVITED' and ${progressIs(progress)}`;
      return `(select 1 from registration r where ${where}${part} limit ${COUNT_CAP + 1})`;
    });
    return `(select count(*)::int from (select from (${walks.join(" union all ")}) walks limit ${COUNT_CAP + 1}) counted) as "${name}"`;
  });
  // What can stand nowhere asks for nothing, and a value that nothing asks for is an error to the database.
  const isAsked = counts.some((count) => count.startsWith("("));
  return { text: `select ${counts.join(", ")}, false as "isFull"`, values: isAsked ? values : [] };
}

/** The counts of the rows `r` that were gathered. */
const COUNTS_OF_FOUND = {
  tabs: countsOf(COUNTED_TABS, (tab) =>
    tab === "archived" ? "r.archived_at is not null" : `r.archived_at is null and r.status = '${tab}'`,
  ),
  progress: countsOf(
    PROGRESSES,
    (progress) => `r.archived_at is null and r.status = 'INVITED' and ${progressIs(progress)}`,
  ),
} as const satisfies Record<Parts, string>;

function countsOf<Name extends string>(names: readonly Name[], conditionOf: (name: Name) => string): string {
  return names
    .map((name) => `least(count(*) filter (where ${conditionOf(name)}), ${COUNT_CAP + 1})::int as "${name}"`)
    .join(", ");
}

/** A batch or what has a follow-up has no index of its own by status, and is gathered once for all tabs. */
function countGathered(filter: ListFilter, scope: ListScope, parts: Parts): Statement {
  const { values, bind } = createBinder();
  const by = timeOf(filter.sort);
  const where = [
    `r.environment = ${bind(scope.environment)}`,
    ...turnConditions(null, filter, { now: scope.now, bind }),
    ...filterConditions(filter, { by, scope, bind }),
  ];
  return {
    text: `select ${COUNTS_OF_FOUND[parts]}, false as "isFull"
             from (select r.status, r.archived_at, r.progress
                     from registration r where ${where.join(" and ")} offset 0) r`,
    values,
  };
}

function countHits(filter: ListFilter, scope: ListScope, parts: Parts): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const hits = hitsOf(readSearch(filter.query, { actor: scope.actor, environment, bind }));
  const where = [
    "r.id = hits.id",
    `r.environment = ${environment}`,
    ...turnConditions(null, filter, { now: scope.now, bind }),
    ...filterConditions(filter, { by: timeOf(filter.sort), scope, bind }),
  ];
  return {
    text: `with ${hits.ctes}
      select ${COUNTS_OF_FOUND[parts]}, ${hits.isFull} as "isFull"
        from hits cross join lateral (
               select r.status, r.archived_at, r.progress
                 from registration r where ${where.join(" and ")} offset 0) r`,
    values,
  };
}

/**
 * All that match the filter, whatever the page: a query of `id` and `at` in the order of the list, without a
 * limit of its own. With a cursor it begins beyond that row, so that a reader can go on page by page. Its values
 * are `$1` and on; it is to be read without the list's time limits.
 */
export function selectMatching(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): Statement {
  const { values, bind } = createBinder();
  const text = matchingQuery(filter, scopeOf(actor, now), { bind, limit: null, found: amongAllHits });
  return { text, values };
}

/**
 * A filter that is kept with what was done by it: with the id of whoever is looking and the days that are meant, because
 * others read it, on other days.
 */
export function fixFilter(
  actor: UserActor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): ListFilter {
  const { values, isNot } = choicesOf(filter.owner);
  const days = (range: DateRange | null) => range && fixRange(range, now, actor.timeZone);
  return {
    ...filter,
    owner: writeChoices({ values: values.map((value) => (value === "me" ? actor.id : value)), isNot }),
    created: days(filter.created),
    updated: days(filter.updated),
    invited: days(filter.invited),
    since: days(filter.since),
  };
}

/** How many match a list that is being looked at, if that is soon told; null where it is not, or they are very many. */
export async function countSoon(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): Promise<number | null> {
  requireCan(actor, "registrations.read");
  const statement = countStatement(filter, scopeOf(actor, now), {
    cap: SOON_COUNTED_CAP,
    found: amongAllHits,
  });
  const count = (await readWithin<{ count: number }>(SOON_TIMEOUT_MS, statement))?.[0]?.count ?? null;
  return count === null || count > SOON_COUNTED_CAP ? null : count;
}

/** How many match. Where `isExact` is false there are more than `count`. */
export async function countMatching(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: Clock = {},
): Promise<{ count: number; isExact: boolean }> {
  requireCan(actor, "registrations.read");
  const scope = scopeOf(actor, now);
  for (const how of [
    { cap: MATCHING_CAP, found: amongAllHits },
    // What so many share that their indexes have too much to tell is soon met along the list.
    { cap: SMALL_MATCHING_CAP, found: ({ condition }: Search) => condition },
  ]) {
    const { cap } = how;
    const rows = await readWithin<{ count: number }>(MATCHING_TIMEOUT_MS, countStatement(filter, scope, how));
    const count = rows?.[0]?.count;
    if (count !== undefined) return { count: Math.min(count, cap), isExact: count <= cap };
  }
  return { count: 0, isExact: false };
}

type Found = (search: Search) => string;

function countStatement(
  filter: ListFilter,
  scope: ListScope,
  { cap, found }: { cap: number; found: Found },
): Statement {
  const { values, bind } = createBinder();
  const limited = matchingQuery({ ...filter, cursor: null }, scope, { bind, limit: cap + 1, found });
  return { text: `select count(*)::int as count from (${limited}) matching`, values };
}

function matchingQuery(
  filter: ListFilter,
  scope: ListScope,
  { bind, limit, found }: { bind: Bind; limit: number | null; found: Found },
): string {
  const plan = planWalk(filter);
  const environment = bind(scope.environment);
  const search =
    filter.query === "" ? [] : [found(readSearch(filter.query, { actor: scope.actor, environment, bind }))];
  const conditions = [
    ...tabConditions(filter.tab, environment),
    ...turnConditions(filter.tab, filter, { now: scope.now, bind, isSplit: plan.split?.by === "progress" }),
    ...filterConditions(filter, { by: plan.by, split: plan.split, scope, bind }),
    ...search,
  ];
  return walkQuery(plan, { conditions, limit, scope, bind });
}

function scopeOf(actor: Actor, now: Date): ListScope {
  return { environment: env().doku.environment, actor, now };
}

import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { LIST_TABS, type ListFilter, type ListTab, timeOf } from "@/lib/registrations/list/filter";
import {
  type Bind,
  createBinder,
  filterConditions,
  type ListScope,
  planWalk,
  possibleStatuses,
  tabConditions,
  walkQuery,
} from "@/lib/registrations/list/query";
import { amongAllHits, hitsOf, readSearch, type Search } from "@/lib/registrations/list/search";
import { readWithin, type Statement } from "@/lib/registrations/list/timed-read";
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
    countStatementOf(filter, scope),
  );
  const counted = rows?.[0];
  if (!counted || counted.isFull) return null;
  const { isFull, ...counts } = counted;
  const all = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  return { ...counts, all: Math.min(all, COUNT_CAP + 1) };
}

function countStatementOf(filter: ListFilter, scope: ListScope): Statement {
  if (filter.query !== "") return countHits(filter, scope);
  return filter.batch === null ? countWalks(filter, scope) : countBatch(filter, scope);
}

const COUNTED_TABS = LIST_TABS.filter((tab) => tab !== "all");

function countWalks(filter: ListFilter, scope: ListScope): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  // Counted along the time that is filtered by; the order of the list does not matter here.
  const by = filter.updated && !filter.created ? "updated" : "created";
  const conditions = filterConditions(filter, { by, scope, bind });
  const possible = possibleStatuses(filter);
  const counts = COUNTED_TABS.map((tab) => {
    if (tab !== "archived" && !possible.includes(tab)) return `0 as "${tab}"`;
    const where = [...tabConditions(tab, environment), ...conditions].join(" and ");
    return `(select count(*)::int from (select from registration r where ${where} limit ${COUNT_CAP + 1}) counted) as "${tab}"`;
  });
  return { text: `select ${counts.join(", ")}, false as "isFull"`, values };
}

/** The counts of what was gathered as `status` and `archived`. */
const COUNTS_OF_FOUND = COUNTED_TABS.map((tab) => {
  const condition = tab === "archived" ? "archived" : `not archived and status = '${tab}'`;
  return `least(count(*) filter (where ${condition}), ${COUNT_CAP + 1})::int as "${tab}"`;
}).join(", ");

/** A batch has no index of its own by status, and is gathered once for all tabs. */
function countBatch(filter: ListFilter, scope: ListScope): Statement {
  const { values, bind } = createBinder();
  const by = timeOf(filter.sort);
  const where = [
    `r.environment = ${bind(scope.environment)}`,
    ...filterConditions(filter, { by, scope, bind }),
  ];
  return {
    text: `select ${COUNTS_OF_FOUND}, false as "isFull"
             from (select r.status, r.archived_at is not null as archived
                     from registration r where ${where.join(" and ")} offset 0) found`,
    values,
  };
}

function countHits(filter: ListFilter, scope: ListScope): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const hits = hitsOf(readSearch(filter.query, { actor: scope.actor, environment, bind }));
  const where = [
    "r.id = hits.id",
    `r.environment = ${environment}`,
    ...filterConditions(filter, { by: timeOf(filter.sort), scope, bind }),
  ];
  return {
    text: `with ${hits.ctes}
      select ${COUNTS_OF_FOUND}, ${hits.isFull} as "isFull"
        from (select fitting.* from hits cross join lateral (
                select r.status, r.archived_at is not null as archived
                  from registration r where ${where.join(" and ")} offset 0) fitting) found`,
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

/** How many match a list that is being looked at, if that is soon told; null where it is not, or they are very many. */
export async function countSoon(actor: Actor, filter: ListFilter): Promise<number | null> {
  requireCan(actor, "registrations.read");
  const statement = countStatement(filter, scopeOf(actor, new Date()), {
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
    ...filterConditions(filter, { by: plan.by, split: plan.split, scope, bind }),
    ...search,
  ];
  return walkQuery(plan, { conditions, limit, scope, bind });
}

function scopeOf(actor: Actor, now: Date): ListScope {
  return { environment: env().doku.environment, actor, now };
}

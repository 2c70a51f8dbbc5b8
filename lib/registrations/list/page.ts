import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { countByTab, type TabCounts } from "@/lib/registrations/list/counts";
import type { ListCursor } from "@/lib/registrations/list/cursor";
import { EMPTY_FILTER, keptQuery, keyOf, type ListFilter } from "@/lib/registrations/list/filter";
import { cursorAt, rowsBefore } from "@/lib/registrations/list/places";
import {
  createBinder,
  filterConditions,
  type ListScope,
  placeConditions,
  planWalk,
  tabConditions,
  type WalkPlan,
  walkQuery,
} from "@/lib/registrations/list/query";
import { type PageRow, toRow, withRows } from "@/lib/registrations/list/row";
import { hitsOf, readSearch, searchKind } from "@/lib/registrations/list/search";
import { readWithin, type Statement } from "@/lib/registrations/list/timed-read";
import { turnConditions } from "@/lib/registrations/list/turn";
import type { RegistrationRow } from "@/lib/registrations/registration-view";

export const LIST_PAGE_SIZE = 50;

/** So many rows of the list are looked through for words, to see how common they are. */
const FIRST_LOOK = 1_000;
/** And so many where that tells that a page is to be found within them. */
const LONG_LOOK = 30_000;
/** As many hits of the first look make a whole page of the long one likely. */
const HITS_FOR_LONG_LOOK = (LIST_PAGE_SIZE * FIRST_LOOK * 2) / LONG_LOOK;
/** Together they stay under a second, whatever is asked. */
const WALK_TIMEOUT_MS = 400;
const FIRST_LOOK_TIMEOUT_MS = 150;
const LONG_LOOK_TIMEOUT_MS = 300;
const HITS_TIMEOUT_MS = 450;

export type ListPage = {
  rows: RegistrationRow[];
  /** The places to go on from, by the time that the sort goes by. */
  newer: ListCursor | null;
  older: ListCursor | null;
  /** How many rows stand before these; null where nobody counted on the way here. */
  before: number | null;
  /** Not all rows could be looked at in time: there may be more than these, or older ones instead. */
  wasCut: boolean;
};

/** What is asked for, by whom, and how it is read. */
type Reading = { filter: ListFilter; plan: WalkPlan; scope: ListScope; untilMs: number };

/** Reads within so much of the time that is left. Null where it was up. */
async function readRows(
  { untilMs }: Reading,
  timeoutMs: number,
  statement: Statement,
): Promise<PageRow[] | null> {
  // Awaited, so that a call of it is known by its stack: `lib/testing/described-rows.ts`.
  return await readWithin<PageRow>(Math.min(timeoutMs, untilMs - performance.now()), statement);
}

/**
 * One page of the list and the places to go on from. Answers within a second: where there was more to look
 * through than that allows, the page is what was found, and says so.
 */
export async function listRegistrations(
  actor: Actor,
  filter: ListFilter,
  { now = new Date(), withinMs = 1_000 }: { now?: Date; withinMs?: number } = {},
): Promise<ListPage> {
  requireCan(actor, "registrations.read");
  const scope = { environment: env().doku.environment, actor, now };
  const reading = { filter, plan: planWalk(filter), scope, untilMs: performance.now() + withinMs };
  switch (searchKind(filter.query)) {
    case "none":
      return listWalk(reading);
    case "words":
      return searchWords(reading);
    case "id": {
      const found = await readRows(reading, HITS_TIMEOUT_MS, hitsStatement(reading));
      return toPage(reading, found ?? [], { wasCut: found === null });
    }
  }
}

/** Straight along the index; where a rare filter makes that long, only the first part of the way. */
async function listWalk(reading: Reading): Promise<ListPage> {
  const read = await readRows(reading, WALK_TIMEOUT_MS, walkStatement(reading));
  if (read) return toPage(reading, read);
  const part = await readRows(reading, HITS_TIMEOUT_MS, lookStatement(reading, LONG_LOOK));
  return part && isWhole(part, LONG_LOOK) ? toPage(reading, part) : toPartialPage(reading, part ?? []);
}

/** Common words are soon met along the list; for rare ones the indexes of the words have short answers. */
async function searchWords(reading: Reading): Promise<ListPage> {
  const met = await lookThrough(reading);
  if (met?.isWhole) return toPage(reading, met.rows);
  const hits = await readRows(reading, HITS_TIMEOUT_MS, hitsStatement(reading));
  if (hits && !hits[0]?.isFull) return toPage(reading, hits);
  // What the list itself gave is in its order and can be gone on from; of too many hits only some are known.
  const isMet = met?.rows.some((row) => row.id !== null) ?? false;
  return isMet || !hits ? toPartialPage(reading, met?.rows ?? []) : toPage(reading, hits, { wasCut: true });
}

async function lookThrough(reading: Reading): Promise<{ rows: PageRow[]; isWhole: boolean } | null> {
  const first = await readRows(reading, FIRST_LOOK_TIMEOUT_MS, lookStatement(reading, FIRST_LOOK));
  if (!first) return null;
  const found = first.filter((row) => row.id !== null).length;
  if (isWhole(first, FIRST_LOOK) || found < HITS_FOR_LONG_LOOK)
    return { rows: first, isWhole: isWhole(first, FIRST_LOOK) };
  const long = await readRows(reading, LONG_LOOK_TIMEOUT_MS, lookStatement(reading, LONG_LOOK));
  return { rows: long ?? first, isWhole: long !== null && isWhole(long, LONG_LOOK) };
}

/** Whether a page was filled, or the list ended. */
function isWhole(read: readonly PageRow[], limit: number): boolean {
  return read.length > LIST_PAGE_SIZE || (read[0]?.lookedThrough ?? 0) < limit;
}

function walkStatement({ filter, plan, scope }: Reading): Statement {
  const { values, bind } = createBinder();
  const conditions = [
    ...tabConditions(filter.tab, bind(scope.environment)),
    ...turnConditions(filter.tab, filter, { now: scope.now, bind, isSplit: plan.split?.by === "progress" }),
    ...filterConditions(filter, { by: plan.by, split: plan.split, scope, bind }),
  ];
  const page = walkQuery(plan, { conditions, limit: LIST_PAGE_SIZE + 1, scope, bind });
  return { text: withRows({ plan }, `page as materialized (${page})`), values };
}

/** The next rows of the tab, and of them those that fit filters and words; it stops where a page is full. */
function lookStatement({ filter, plan, scope }: Reading, limit: number): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const { tab, query, sort, cursor } = filter;
  const whole = { ...EMPTY_FILTER, tab, sort, cursor };
  const inTab = [...tabConditions(tab, environment), ...turnConditions(tab, whole, { now: scope.now, bind })];
  const seen = walkQuery(planWalk(whole), { conditions: inTab, limit, scope, bind });
  const words = query === "" ? [] : [readSearch(query, { actor: scope.actor, environment, bind }).condition];
  const filters = [
    ...turnConditions(tab, filter, { now: scope.now, bind }),
    ...filterConditions(filter, { by: plan.by, scope, bind }),
  ];
  const conditions = ["r.id = seen.id", ...filters, ...words].join(" and ");
  const { order } = plan;
  const opposite = order === "asc" ? "desc" : "asc";
  const page = `
    select seen.id, seen.at
      from (${seen}) seen cross join lateral (select from registration r where ${conditions} offset 0) fitting
     order by seen.at ${order}, seen.id ${order} limit ${LIST_PAGE_SIZE + 1}`;
  // Only a page that was not filled asks where the looking ended.
  const whenNotFull = (fact: string) =>
    `case when (select count(*) from page) <= ${LIST_PAGE_SIZE} then (${fact}) end`;
  const last = (column: string) =>
    `select ${column} from (${seen}) seen order by at ${opposite}, id ${opposite} limit 1`;
  const facts = {
    lookedThrough: whenNotFull(`select count(*)::int from (${seen}) seen`),
    lastAt: whenNotFull(last("at")),
    lastId: whenNotFull(last("id")),
  };
  const isSearch = query !== "";
  return { text: withRows({ plan, isSearch }, `page as materialized (${page})`, facts), values };
}

/** The rows that the indexes of the search know, cut to tab, filters and page. */
function hitsStatement({ filter, plan, scope }: Reading): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const hits = hitsOf(readSearch(filter.query, { actor: scope.actor, environment, bind }));
  const { column, order } = plan;
  const conditions = [
    "r.id = hits.id",
    ...tabConditions(filter.tab, environment),
    ...turnConditions(filter.tab, filter, { now: scope.now, bind }),
    ...filterConditions(filter, { by: plan.by, scope, bind }),
    ...placeConditions(plan, bind),
  ].join(" and ");
  const page = `
    select hits.id, fitting.at
      from hits cross join lateral (select ${column} as at from registration r where ${conditions} offset 0) fitting
     order by fitting.at ${order}, hits.id ${order} limit ${LIST_PAGE_SIZE + 1}`;
  const ctes = `${hits.ctes}, page as materialized (${page})`;
  const text = withRows({ plan, isSearch: true }, ctes, { isFull: hits.isFull });
  return { text, values };
}

/** One row more than the page was read: it tells whether there is a next page in that direction. */
function toPage(
  { filter, plan, scope }: Reading,
  read: readonly PageRow[],
  { wasCut = false } = {},
): ListPage {
  const found = read.filter((row) => row.id !== null);
  const page = found.slice(0, LIST_PAGE_SIZE);
  const before = rowsBefore(plan, { isLast: found.length <= LIST_PAGE_SIZE });
  const leadTo = (direction: ListCursor["direction"]) => {
    const isAhead = direction === plan.ahead;
    // Behind the reader there are always rows once a cursor led here.
    const hasRows = isAhead ? found.length > LIST_PAGE_SIZE : plan.place !== null;
    const edge = isAhead ? page.at(-1) : page[0];
    if (!edge?.id || !hasRows) return null;
    const isOnwards = isAhead !== plan.isBackwards;
    const left = isOnwards ? page.length : -LIST_PAGE_SIZE;
    return cursorAt(plan, direction, {
      ...edge,
      id: edge.id,
      before: before === null ? null : Math.max(0, before + left),
    });
  };
  return {
    rows: (plan.isBackwards ? page.toReversed() : page).map((row) => toRow(scope.actor, filter.query, row)),
    newer: leadTo("newer"),
    older: leadTo("older"),
    before,
    wasCut,
  };
}

/** What was found of the part that was looked through; it goes on where that part ended. */
function toPartialPage(reading: Reading, read: readonly PageRow[]): ListPage {
  const page = toPage(reading, read, { wasCut: true });
  const { lastAt, lastId } = read[0] ?? {};
  if (!lastAt || !lastId) return page;
  const { plan } = reading;
  const before = page.before === null ? null : page.before + page.rows.length;
  return { ...page, [plan.ahead]: cursorAt(plan, plan.ahead, { at: lastAt, id: lastId, before }) };
}

/** Whether a list that is not filtered is empty because nothing was ever registered, by nobody. `counts` are those of its tabs. */
export async function isNothingThere(
  actor: Actor,
  filter: ListFilter,
  counts: TabCounts | null,
): Promise<boolean> {
  const { tab, owner, sort, columns } = filter;
  const plain = { ...EMPTY_FILTER, tab, owner: owner === "me" ? owner : null, sort, columns };
  if (keptQuery(plain) !== keptQuery(filter)) return false;
  // One's own, and those that somebody comes back to, are not all there are.
  const isPart = owner === "me" || keyOf(sort) === "followup";
  const all = isPart ? await countByTab(actor, EMPTY_FILTER) : counts;
  return all !== null && Object.values(all).every((count) => count === 0);
}

import type { Actor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { env } from "@/lib/env";
import type { ListCursor } from "@/lib/registrations/list-cursor";
import { EMPTY_FILTER, type ListFilter, timeOf } from "@/lib/registrations/list-filter";
import {
  type Bind,
  createBinder,
  filterConditions,
  type ListScope,
  orderOf,
  placeConditions,
  tabConditions,
  timeColumn,
  walkQuery,
} from "@/lib/registrations/list-query";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { hitsOf, readSearch, searchKind } from "@/lib/registrations/search";
import { showLabel, showWords } from "@/lib/registrations/sight";
import { readWithin, type Statement } from "@/lib/registrations/timed-read";

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
  /** Not all rows could be looked at in time: there may be more than these, or older ones instead. */
  wasCut: boolean;
};

type DatedField = "createdAt" | "updatedAt" | "invitedAt" | "nextRunAt";
type ShownField = "businessName" | "representativeName" | "problem";

/** What a statement of this file gives: facts of the reading beside each row, and one line without a row if there is none. */
type PageRow = Omit<RegistrationRow, DatedField | ShownField | "id"> & {
  id: string | null;
  businessName: string;
  representativeName: string;
  problem: string | null;
  at: Date;
  createdAt: Date;
  updatedAt: Date;
  invitedAt: Date | null;
  nextRunAt: Date | null;
  lookedThrough: number | null;
  lastAt: Date | null;
  lastId: string | null;
  isFull: boolean;
};

/**
 * One page of the list and the places to go on from. Answers within a second: where there was more to look
 * through than that allows, the page is what was found, and says so.
 */
export async function listRegistrations(
  actor: Actor,
  filter: ListFilter,
  { now = new Date() }: { now?: Date } = {},
): Promise<ListPage> {
  requireCan(actor, "registrations.read");
  const scope = { environment: env().doku.environment, actor, now };
  switch (searchKind(filter.query)) {
    case "none":
      return listWalk(filter, scope);
    case "words":
      return searchWords(filter, scope);
    case "id": {
      const found = await readWithin<PageRow>(HITS_TIMEOUT_MS, hitsStatement(filter, scope));
      return toPage(scope.actor, found ?? [], filter, found === null);
    }
  }
}

/** Straight along the index; where a rare filter makes that long, only the first part of the way. */
async function listWalk(filter: ListFilter, scope: ListScope): Promise<ListPage> {
  const read = await readWithin<PageRow>(WALK_TIMEOUT_MS, walkStatement(filter, scope));
  if (read) return toPage(scope.actor, read, filter, false);
  const part = await readWithin<PageRow>(HITS_TIMEOUT_MS, lookStatement(filter, scope, LONG_LOOK));
  return part && isWhole(part, LONG_LOOK)
    ? toPage(scope.actor, part, filter, false)
    : toPartialPage(scope.actor, part, filter);
}

/** Common words are soon met along the list; for rare ones the indexes of the words have short answers. */
async function searchWords(filter: ListFilter, scope: ListScope): Promise<ListPage> {
  const met = await lookThrough(filter, scope);
  if (met?.isWhole) return toPage(scope.actor, met.rows, filter, false);
  const hits = await readWithin<PageRow>(HITS_TIMEOUT_MS, hitsStatement(filter, scope));
  if (hits && !hits[0]?.isFull) return toPage(scope.actor, hits, filter, false);
  // What the list itself gave is in its order and can be gone on from; of too many hits only some are known.
  const isMet = met?.rows.some((row) => row.id !== null) ?? false;
  return isMet || !hits
    ? toPartialPage(scope.actor, met?.rows ?? null, filter)
    : toPage(scope.actor, hits, filter, true);
}

async function lookThrough(
  filter: ListFilter,
  scope: ListScope,
): Promise<{ rows: PageRow[]; isWhole: boolean } | null> {
  const first = await readWithin<PageRow>(FIRST_LOOK_TIMEOUT_MS, lookStatement(filter, scope, FIRST_LOOK));
  if (!first) return null;
  const found = first.filter((row) => row.id !== null).length;
  if (isWhole(first, FIRST_LOOK) || found < HITS_FOR_LONG_LOOK)
    return { rows: first, isWhole: isWhole(first, FIRST_LOOK) };
  const long = await readWithin<PageRow>(LONG_LOOK_TIMEOUT_MS, lookStatement(filter, scope, LONG_LOOK));
  return { rows: long ?? first, isWhole: long !== null && isWhole(long, LONG_LOOK) };
}

/** Whether a page was filled, or the list ended. */
function isWhole(read: readonly PageRow[], limit: number): boolean {
  return read.length > LIST_PAGE_SIZE || (read[0]?.lookedThrough ?? 0) < limit;
}

function walkStatement(filter: ListFilter, scope: ListScope): Statement {
  const { values, bind } = createBinder();
  const conditions = rowConditions(filter, scope, bind);
  const page = walkQuery(filter, { conditions, limit: LIST_PAGE_SIZE + 1, bind });
  return { text: withRows(filter, `page as materialized (${page})`), values };
}

/** The next rows of the tab, and of them those that fit filters and words; it stops where a page is full. */
function lookStatement(filter: ListFilter, scope: ListScope, limit: number): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const { tab, query, sort, cursor } = filter;
  const seen = walkQuery(
    { ...EMPTY_FILTER, tab, sort, cursor },
    { conditions: tabConditions(tab, environment), limit, bind },
  );
  const words = query === "" ? [] : [readSearch(query, { actor: scope.actor, environment, bind }).condition];
  const conditions = ["r.id = seen.id", ...filterConditions(filter, scope, bind), ...words].join(" and ");
  const order = orderOf(filter);
  const page = `
    select seen.id, seen.at
      from (${seen}) seen cross join lateral (select from registration r where ${conditions} offset 0) fitting
     order by seen.at ${order}, seen.id ${order} limit ${LIST_PAGE_SIZE + 1}`;
  // Only a page that was not filled asks where the looking ended.
  const whenNotFull = (fact: string) =>
    `case when (select count(*) from page) <= ${LIST_PAGE_SIZE} then (${fact}) end`;
  const last = (column: string) =>
    `select ${column} from (${seen}) seen order by at ${opposite(order)}, id ${opposite(order)} limit 1`;
  const facts = {
    lookedThrough: whenNotFull(`select count(*)::int from (${seen}) seen`),
    lastAt: whenNotFull(last("at")),
    lastId: whenNotFull(last("id")),
  };
  return { text: withRows(filter, `page as materialized (${page})`, facts), values };
}

function opposite(order: "asc" | "desc"): "asc" | "desc" {
  return order === "asc" ? "desc" : "asc";
}

/** The rows that the indexes of the search know, cut to tab, filters and page. */
function hitsStatement(filter: ListFilter, scope: ListScope): Statement {
  const { values, bind } = createBinder();
  const environment = bind(scope.environment);
  const hits = hitsOf(readSearch(filter.query, { actor: scope.actor, environment, bind }));
  const at = `r.${timeColumn(filter)}`;
  const order = orderOf(filter);
  const conditions = [
    "r.id = hits.id",
    ...tabConditions(filter.tab, environment),
    ...filterConditions(filter, scope, bind),
    ...placeConditions(filter, at, bind),
  ].join(" and ");
  const page = `
    select hits.id, fitting.at
      from hits cross join lateral (select ${at} as at from registration r where ${conditions} offset 0) fitting
     order by fitting.at ${order}, hits.id ${order} limit ${LIST_PAGE_SIZE + 1}`;
  const text = withRows(filter, `${hits.ctes}, page as materialized (${page})`, { isFull: hits.isFull });
  return { text, values };
}

/** Everything that can be told of a row before the search. */
function rowConditions(filter: ListFilter, scope: ListScope, bind: Bind): string[] {
  return [...tabConditions(filter.tab, bind(scope.environment)), ...filterConditions(filter, scope, bind)];
}

type Facts = { lookedThrough?: string; lastAt?: string; lastId?: string; isFull?: string };

/** Joins what a row shows to the ids of one page, which were found in indexes alone. */
function withRows(filter: ListFilter, ctes: string, facts: Facts = {}): string {
  const order = orderOf(filter);
  return `with ${ctes}
    select facts.*, page.id, page.at, ${ROW_COLUMNS}
      from (select ${facts.lookedThrough ?? "null::int"} as "lookedThrough", ${facts.lastAt ?? "null::timestamptz"} as "lastAt",
                   ${facts.lastId ?? "null::uuid"} as "lastId", ${facts.isFull ?? "false"} as "isFull") facts
      left join page on true
      left join registration r on r.id = page.id
      left join "user" u on u.id = r.owner_id
      left join credential c on c.id = r.credential_id
      left join lateral (
        select min(b.business_id) as business_id, min(brand.brand_id) as brand_id, count(brand.id)::int as brands
          from business b left join brand on brand.business_row_id = b.id
         where b.registration_id = r.id) ids on true
     order by page.at ${order}, page.id ${order}`;
}

const ROW_COLUMNS = `
  r.business_name as "businessName", r.representative_name as "representativeName",
  r.partner_ref_id as "partnerReference", r.status, r.archived_at is not null as archived,
  r.owner_id as "ownerId", u.name as "ownerName", c.label as "credentialLabel", r.referral_code as "referralCode",
  r.created_at as "createdAt", r.updated_at as "updatedAt", r.invited_at as "invitedAt",
  ids.business_id as "businessId", ids.brand_id as "brandId", ids.brands as "brandCount",
  r.cause, r.problem, r.next_run_at as "nextRunAt", coalesce(r.claim_until > clock_timestamp(), false) as sending,
  c.paused_at is not null as paused`;

/** One row more than the page was read: it tells whether there is a next page in that direction. */
function toPage(actor: Actor, read: readonly PageRow[], filter: ListFilter, wasCut: boolean): ListPage {
  const found = read.filter((row) => row.id !== null);
  const hasMore = found.length > LIST_PAGE_SIZE;
  const page = found.slice(0, LIST_PAGE_SIZE);
  // Rows come in the order in which they were read, which is against the sort where that was backwards.
  const [newest, oldest] = orderOf(filter) === "desc" ? [page[0], page.at(-1)] : [page.at(-1), page[0]];
  const { newer: hasNewer, older: hasOlder } = neighbours(filter, hasMore);
  return {
    rows: inSortOrder(page, filter).flatMap((row) => toRow(actor, row)),
    newer: newest?.id && hasNewer ? cursorAt(filter, "newer", newest.at, newest.id) : null,
    older: oldest?.id && hasOlder ? cursorAt(filter, "older", oldest.at, oldest.id) : null,
    wasCut,
  };
}

/** What was found of the part that was looked through; it goes on where that part ended. */
function toPartialPage(actor: Actor, read: readonly PageRow[] | null, filter: ListFilter): ListPage {
  const page = toPage(actor, read ?? [], filter, true);
  const facts = read?.[0];
  if (!facts?.lastAt || !facts.lastId) return page;
  const ahead = orderOf(filter) === "desc" ? "older" : "newer";
  return { ...page, [ahead]: cursorAt(filter, ahead, facts.lastAt, facts.lastId) };
}

/** On which sides of a page there are rows: behind the reader always once a cursor led here. */
function neighbours(filter: ListFilter, hasMore: boolean): Record<"newer" | "older", boolean> {
  const isBehind = filter.cursor !== null;
  return orderOf(filter) === "desc"
    ? { older: hasMore, newer: isBehind }
    : { newer: hasMore, older: isBehind };
}

function inSortOrder(page: PageRow[], filter: ListFilter): PageRow[] {
  return orderOf(filter) === orderOf({ ...filter, cursor: null }) ? page : page.toReversed();
}

function cursorAt(filter: ListFilter, direction: ListCursor["direction"], at: Date, id: string): ListCursor {
  return { by: timeOf(filter.sort), direction, at: at.toISOString(), id };
}

function toRow(
  actor: Actor,
  { id, at, lookedThrough, lastAt, lastId, isFull, ...row }: PageRow,
): RegistrationRow[] {
  if (id === null) return [];
  return [
    {
      ...row,
      id,
      businessName: showLabel(actor, row.businessName),
      representativeName: showLabel(actor, row.representativeName),
      problem: showWords(actor, row.problem),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      invitedAt: row.invitedAt?.toISOString() ?? null,
      nextRunAt: row.nextRunAt?.toISOString() ?? null,
    },
  ];
}

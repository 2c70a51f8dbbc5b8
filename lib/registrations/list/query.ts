import type { Actor } from "@/lib/authority/actor";
import type { Environment } from "@/lib/generated/prisma/enums";
import { DEFAULT_TIME_ZONE } from "@/lib/i18n/format";
import type { ProgressCode } from "@/lib/progress/progress";
import { choicesOf } from "@/lib/registrations/list/choices";
import { isText } from "@/lib/registrations/list/cursor";
import { type DateRange, endsInThePast, isOfLate, resolveRange } from "@/lib/registrations/list/date-range";
import {
  isWalkedAtOnce,
  keyOf,
  type ListCursor,
  type ListFilter,
  type ListKey,
  type ListTab,
  type ListTime,
  timeOf,
} from "@/lib/registrations/list/filter";
import { progressIs, quietSince, standingIn, statusOfCause } from "@/lib/registrations/list/turn";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/** Who asks, where and when: what a filter leaves open (`me`, `today`). */
export type ListScope = {
  environment: Environment;
  actor: Actor;
  now: Date;
};

/** Gives a value its placeholder; nothing that was typed becomes SQL. */
export type Bind = (value: unknown) => string;

/** Collects the values of one statement. */
export function createBinder(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/** Clocks of processes differ: a row may bear an `updated_at` a little before its `created_at`. */
const CLOCK_SLACK_MS = 86_400_000;
/** The database's clock tells when something was made and when it was invited, and may be set back. */
const QUIET_SLACK_MS = 3_600_000;

type Order = "asc" | "desc";

const KEY_COLUMNS = {
  created: "r.created_at",
  updated: "r.updated_at",
  followup: "r.follow_up_at",
  name: "r.name_key",
  reference: "r.partner_ref_key",
} as const satisfies Record<ListKey, string>;

/** How the rows of a filter are read: decided once, and every statement of the list is written from it. */
export type WalkPlan = {
  /** The time that the sort goes by, and its column of `r`. */
  by: ListTime;
  key: ListKey;
  column: (typeof KEY_COLUMNS)[ListKey];
  /** Against the sort where the page is read backwards. */
  order: Order;
  isBackwards: boolean;
  /** Where the next page in this order leads. */
  ahead: ListCursor["direction"];
  /** The row beyond which it begins; null is the beginning of the list. */
  place: ListCursor | null;
  /** One walk for each; null is a walk over all statuses at once. */
  statuses: readonly (RegistrationStatus | null)[];
  /** A filter with an index of its own of which several values are wanted: one walk for each of them, too. */
  split: Split | null;
  /** The rows are gathered by what tells them, and sorted, instead of walked along. */
  isGathered: boolean;
  /** Those who are quiet were made before the days of quiet began: a walk need not pass by the newer ones. */
  isOfQuiet: boolean;
};

/** By the progress those who were invited are split; it has its own values for each of the statuses. */
type Split =
  | { by: "owner" | "referral" | "cause"; values: readonly string[] }
  | { by: "progress"; values: readonly ProgressCode[] };

export function planWalk(filter: ListFilter): WalkPlan {
  const { sort, cursor: place } = filter;
  const key = keyOf(sort);
  const by = timeOf(sort);
  const sorted: Order = sort.endsWith("_asc") ? "asc" : "desc";
  const ahead = place ? place.direction : sorted === "asc" ? "newer" : "older";
  const order: Order = ahead === "newer" ? "asc" : "desc";
  return {
    by,
    key,
    column: KEY_COLUMNS[key],
    order,
    isBackwards: order !== sorted,
    ahead,
    place,
    // Their indexes have no status in them: one walk, or what a rarer filter leaves, as the database sees fit.
    statuses: isWalkedAtOnce(sort) ? [null] : walkedStatuses(filter, by),
    split: isWalkedAtOnce(sort) ? null : splitOf(filter, by),
    isGathered: mustGather(filter, key, order),
    isOfQuiet: filter.turn === "quiet" && key === "created",
  };
}

function walkedStatuses(filter: ListFilter, by: ListTime): WalkPlan["statuses"] {
  const { tab, batch, turn, referral } = filter;
  if (batch !== null || turn === "due" || (tab !== "all" && tab !== "archived")) return [null];
  const { statuses } = standingIn(tab, filter);
  if (statuses.length === 0) return [null];
  if (tab === "archived" || statuses.length < STATUSES.length) return statuses;
  if (referral && !choicesOf(referral).isNot && by === "created") return [null];
  return STATUSES;
}

/** Along an index that begins with the filter's column rows are in order for one value of it alone. */
function splitOf(filter: ListFilter, by: ListTime): Split | null {
  const { tab, batch, turn } = filter;
  if (by === "updated" || batch !== null || turn === "due") return null;
  for (const name of tab === "archived" ? [] : (["cause", "referral", "owner"] as const)) {
    const { values, isNot } = choicesOf(filter[name]);
    if (values.length > 1 && !isNot) return { by: name, values };
  }
  const { statuses, progresses } = standingIn(tab, filter);
  return progresses && statuses.includes("INVITED") ? { by: "progress", values: progresses } : null;
}

/**
 * Whether a walk would meet its first row late. It does where it would pass by everything that is newer (or older) than
 * a range of the other time, or by everything that is not of a batch or not due. Those are few.
 */
function mustGather(
  { batch, turn, created, updated, invited, since }: ListFilter,
  by: ListKey,
  order: Order,
): boolean {
  if (batch !== null || (turn === "due" && by !== "followup")) return true;
  // What was invited or moved at DOKU of late is what changed of late, which an index knows.
  if (isOfLate(invited) || isOfLate(since)) return true;
  if (by === "updated") return order === "desc" && endsInThePast(created);
  return order === "asc" && updated !== null && (typeof updated === "string" || updated.from !== null);
}

export type Walks = {
  /** Everything that is to be told of a row before the search: environment, tab, filters. */
  conditions: readonly string[];
  limit: number | null;
  scope: ListScope;
  bind: Bind;
};

/**
 * The rows of a plan in its order, from its place on, as a query of `id` and `at`.
 *
 * Each status is a walk of its own along an index that has status and time in its key, and the walks are merged:
 * so any page of any size of table reads as many entries as it shows. A referral code or a cause has an index
 * without the status. Search is not part of it.
 */
export function walkQuery(plan: WalkPlan, { conditions, limit, scope, bind }: Walks): string {
  const { column, order } = plan;
  const place = [...placeConditions(plan, bind), ...(plan.isOfQuiet ? [madeBeforeQuiet(scope, bind)] : [])];
  const bound = limit === null ? "" : ` limit ${limit}`;
  const fence = plan.isGathered ? " offset 0" : "";
  const walks = partsOf(plan, scope, bind).map(({ status, part }) => {
    const ofStatus = status ? [`r.status = '${status}'`] : [];
    const where = [...conditions, ...part, ...ofStatus, ...place].join(" and ");
    const walk = `select r.id, ${column} as at from registration r where ${where}${fence}`;
    // Without a limit the walks stay bare, because only then does the database merge them as they come.
    if (limit === null) return fence ? `(${walk})` : walk;
    return fence
      ? `(select id, at from (${walk}) gathered order by at ${order}, id ${order}${bound})`
      : `(${walk} order by ${column} ${order}, r.id ${order}${bound})`;
  });
  return `select id, at from (${walks.join(" union all ")}) walks order by at ${order}, id ${order}${bound}`;
}

function madeBeforeQuiet({ now }: ListScope, bind: Bind): string {
  return `r.created_at < ${quietSince(`${bind(new Date(now.getTime() + QUIET_SLACK_MS))}::timestamptz`)}`;
}

/** What tells each walk from the others. Whoever is looking is walked once, also where they are named by their id too. */
function partsOf({ statuses, split }: WalkPlan, scope: ListScope, bind: Bind) {
  if (!split) return statuses.map((status) => ({ status, part: [] }));
  if (split.by === "progress") {
    return statuses.flatMap((status) => {
      const isOther = status !== null && status !== "INVITED";
      const parts = isOther ? [[]] : split.values.map((value) => [progressIs(value)]);
      return parts.map((part) => ({ status, part }));
    });
  }
  const { by, values } = split;
  return [...new Set(values.map((value) => idOf(value, scope) ?? value))].flatMap((value) => {
    const part = [`${COLUMN_OF[by]} = ${bind(idOf(value, scope))}${CAST_OF[by]}`];
    const walked = by === "cause" ? statuses.filter((status) => status === statusOfCause(value)) : statuses;
    return (walked.length > 0 ? walked : [null]).map((status) => ({ status, part }));
  });
}

/** The rows beyond the place, in the direction in which it is read. */
export function placeConditions({ key, column, order, place }: WalkPlan, bind: Bind): string[] {
  if (!place) return [];
  const beyond = order === "asc" ? ">" : "<";
  if (isText(key)) {
    // Where the row is in an order by text only the row says.
    const there = column.replace("r.", "there.");
    const row = `from registration there where there.id = ${bind(place.id)}::uuid`;
    return [
      `${column} ${beyond}= (select ${there} ${row})`,
      `(${column}, r.id) ${beyond} (select ${there}, there.id ${row})`,
    ];
  }
  const row = `(${bind(place.at)}::timestamptz, ${bind(place.id)}::uuid)`;
  return [`(${column}, r.id) ${beyond} ${row}`];
}

/** The conditions without which no index of the list is used. `environment` is its placeholder. */
export function tabConditions(tab: ListTab, environment: string): string[] {
  return [
    `r.environment = ${environment}`,
    `r.archived_at is ${tab === "archived" ? "not null" : "null"}`,
    ...(tab === "all" || tab === "archived" ? [] : [`r.status = '${tab}'`]),
  ];
}

/**
 * `by` is the time along which the rows are walked: a range of the other one bounds the walk too. What each walk says
 * by itself, `split`, is left out.
 */
type Filtering = { by: ListTime; split?: Split | null; scope: ListScope; bind: Bind };

/** The conditions of everything else a person filters by; none without a filter. */
export function filterConditions(filter: ListFilter, { by, split, scope, bind }: Filtering): string[] {
  const conditions: string[] = [];
  const { actor, now } = scope;
  const timeZone = actor.kind === "user" ? actor.timeZone : DEFAULT_TIME_ZONE;
  const between = (column: string, range: DateRange | null) => {
    if (!range) return;
    const { from, until } = resolveRange(range, now, timeZone);
    if (from) conditions.push(`r.${column} >= ${bind(from)}::timestamptz`);
    if (until) conditions.push(`r.${column} < ${bind(until)}::timestamptz`);
    // A row is never changed before it is made, so a range of the one time bounds the other as well.
    const slack = (at: Date, ms: number) => bind(new Date(at.getTime() + ms));
    if (column !== "created_at" && until && by === "created")
      conditions.push(`r.created_at < ${slack(until, CLOCK_SLACK_MS)}::timestamptz`);
    if (column === "created_at" && from && by === "updated")
      conditions.push(`r.updated_at >= ${slack(from, -CLOCK_SLACK_MS)}::timestamptz`);
    if ((column === "invited_at" || column === "progress_since") && from)
      conditions.push(`r.updated_at >= ${slack(from, -CLOCK_SLACK_MS)}::timestamptz`);
  };
  for (const name of ["owner", "credential", "referral", "cause"] as const) {
    if (split?.by !== name) conditions.push(...chosenConditions(name, filter[name], scope, bind));
  }
  // Also those that another batch or a form had registered before, which a row of this one stands for.
  if (filter.batch)
    conditions.push(
      `r.id in (select w.registration_id from import_row w
                 where w.import_id = any(${bind(choicesOf(filter.batch).values)}::uuid[]) and w.registration_id is not null)`,
    );
  between("created_at", filter.created);
  between("updated_at", filter.updated);
  between("invited_at", filter.invited);
  between("progress_since", filter.since);
  return conditions;
}

const COLUMN_OF = {
  owner: "r.owner_id",
  credential: "r.credential_id",
  referral: "r.referral_code",
  cause: "r.cause",
} as const;
const CAST_OF = { owner: "::uuid", credential: "::uuid", referral: "", cause: "" } as const;

function chosenConditions(
  name: keyof typeof COLUMN_OF,
  chosen: string | null,
  scope: ListScope,
  bind: Bind,
): string[] {
  const { values, isNot } = choicesOf(chosen);
  const [first, ...others] = values.map((value) => idOf(value, scope));
  if (first === undefined) return [];
  const [column, cast] = [COLUMN_OF[name], CAST_OF[name]];
  // What has no cause is not of this one either.
  if (isNot) {
    const list = `${bind([first, ...others])}${cast || "::text"}[]`;
    return [name === "cause" ? `(r.cause is null or r.cause <> all(${list}))` : `${column} <> all(${list})`];
  }
  // The index of the codes holds those that are some.
  const isSome = name === "referral" ? ["r.referral_code <> ''"] : [];
  if (others.length === 0) return [`${column} = ${bind(first)}${cast}`, ...isSome];
  return [`${column} = any(${bind([first, ...others])}${cast || "::text"}[])`, ...isSome];
}

/** Whoever is looking by their id; the system is nobody. */
function idOf(value: string, { actor }: ListScope): string | null {
  if (value !== "me") return value;
  return actor.kind === "user" ? actor.id : null;
}

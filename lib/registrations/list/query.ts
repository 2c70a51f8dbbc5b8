import type { Actor } from "@/lib/authority/actor";
import type { Environment } from "@/lib/generated/prisma/enums";
import { DEFAULT_TIME_ZONE } from "@/lib/i18n/format";
import { type DateRange, resolveRange } from "@/lib/registrations/list/date-range";
import {
  type ListCursor,
  type ListFilter,
  type ListTab,
  type ListTime,
  timeOf,
} from "@/lib/registrations/list/filter";
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

type Order = "asc" | "desc";

/** How the rows of a filter are read: decided once, and every statement of the list is written from it. */
export type WalkPlan = {
  /** The time that the sort goes by, and its column of `r`. */
  by: ListTime;
  column: "r.created_at" | "r.updated_at";
  /** Against the sort where the page is read backwards. */
  order: Order;
  isBackwards: boolean;
  /** Where the next page in this order leads. */
  ahead: ListCursor["direction"];
  /** The row beyond which it begins; null is the beginning of the list. */
  place: ListCursor | null;
  /** One walk for each; null is a walk over all statuses at once. */
  statuses: readonly (RegistrationStatus | null)[];
  /** The rows are gathered by what tells them, and sorted, instead of walked along. */
  isGathered: boolean;
};

export function planWalk(filter: ListFilter): WalkPlan {
  const { sort, cursor: place } = filter;
  const by = timeOf(sort);
  const sorted: Order = sort.endsWith("_asc") ? "asc" : "desc";
  const ahead = place ? place.direction : sorted === "asc" ? "newer" : "older";
  const order: Order = ahead === "newer" ? "asc" : "desc";
  return {
    by,
    column: by === "created" ? "r.created_at" : "r.updated_at",
    order,
    isBackwards: order !== sorted,
    ahead,
    place,
    statuses: walkedStatuses(filter, by),
    isGathered: mustGather(filter, by, order),
  };
}

function walkedStatuses(filter: ListFilter, by: ListTime): WalkPlan["statuses"] {
  if (filter.batch !== null || (filter.tab !== "all" && filter.tab !== "archived")) return [null];
  if (filter.tab === "archived") return STATUSES;
  if (filter.cause) return [statusOfCause(filter.cause)];
  if (filter.referral && by === "created") return [null];
  return STATUSES;
}

/** Each kind of cause belongs to one status (`causeOf`). */
export function statusOfCause(cause: string): RegistrationStatus {
  if (cause.startsWith("refused.")) return "NEEDS_FIX";
  return cause.startsWith("unsure.") ? "UNCONFIRMED" : "FAILED";
}

/**
 * Whether a walk would meet its first row late. It does where it would pass by everything that is newer (or older) than
 * a range of the other time, or by everything that is not of a batch. A batch is short.
 */
function mustGather({ batch, created, updated }: ListFilter, by: ListTime, order: Order): boolean {
  if (batch !== null) return true;
  if (by === "updated") return order === "desc" && endsInThePast(created);
  return order === "asc" && updated !== null && (typeof updated === "string" || updated.from !== null);
}

function endsInThePast(range: DateRange | null): boolean {
  if (range === null) return false;
  return typeof range === "string" ? range === "yesterday" || range === "last_month" : range.to !== null;
}

export type Walks = {
  /** Everything that is to be told of a row before the search: environment, tab, filters. */
  conditions: readonly string[];
  limit: number | null;
  bind: Bind;
};

/**
 * The rows of a plan in its order, from its place on, as a query of `id` and `at`.
 *
 * Each status is a walk of its own along an index that has status and time in its key, and the walks are merged:
 * so any page of any size of table reads as many entries as it shows. A referral code or a cause has an index
 * without the status. Search is not part of it.
 */
export function walkQuery(plan: WalkPlan, { conditions, limit, bind }: Walks): string {
  const { column, order } = plan;
  const place = placeConditions(plan, bind);
  const bound = limit === null ? "" : ` limit ${limit}`;
  const fence = plan.isGathered ? " offset 0" : "";
  const walks = plan.statuses.map((status) => {
    const where = [...conditions, ...(status ? [`r.status = '${status}'`] : []), ...place].join(" and ");
    const walk = `select r.id, ${column} as at from registration r where ${where}${fence}`;
    // Without a limit the walks stay bare, because only then does the database merge them as they come.
    if (limit === null) return fence ? `(${walk})` : walk;
    return fence
      ? `(select id, at from (${walk}) gathered order by at ${order}, id ${order}${bound})`
      : `(${walk} order by ${column} ${order}, r.id ${order}${bound})`;
  });
  return `select id, at from (${walks.join(" union all ")}) walks order by at ${order}, id ${order}${bound}`;
}

/** The rows beyond the place, in the direction in which it is read. */
export function placeConditions({ column, order, place }: WalkPlan, bind: Bind): string[] {
  if (!place) return [];
  const row = `(${bind(place.at)}::timestamptz, ${bind(place.id)}::uuid)`;
  return [`(${column}, r.id) ${order === "asc" ? ">" : "<"} ${row}`];
}

/** The conditions without which no index of the list is used. `environment` is its placeholder. */
export function tabConditions(tab: ListTab, environment: string): string[] {
  return [
    `r.environment = ${environment}`,
    `r.archived_at is ${tab === "archived" ? "not null" : "null"}`,
    ...(tab === "all" || tab === "archived" ? [] : [`r.status = '${tab}'`]),
  ];
}

/** `by` is the time along which the rows are walked: a range of the other one bounds the walk too. */
type Filtering = { by: ListTime; scope: ListScope; bind: Bind };

/** The conditions of everything else a person filters by; none without a filter. */
export function filterConditions(filter: ListFilter, { by, scope, bind }: Filtering): string[] {
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
    if (column === "updated_at" && until && by === "created")
      conditions.push(`r.created_at < ${slack(until, CLOCK_SLACK_MS)}::timestamptz`);
    if (column === "created_at" && from && by === "updated")
      conditions.push(`r.updated_at >= ${slack(from, -CLOCK_SLACK_MS)}::timestamptz`);
  };
  if (filter.owner) {
    const me = actor.kind === "user" ? actor.id : null;
    conditions.push(`r.owner_id = ${bind(filter.owner === "me" ? me : filter.owner)}::uuid`);
  }
  if (filter.credential) conditions.push(`r.credential_id = ${bind(filter.credential)}::uuid`);
  if (filter.referral)
    conditions.push(`r.referral_code = ${bind(filter.referral)} and r.referral_code <> ''`);
  if (filter.cause) conditions.push(`r.cause = ${bind(filter.cause)}`);
  // Also those that another batch or a form had registered before, which a row of this one stands for.
  if (filter.batch)
    conditions.push(
      `r.id in (select w.registration_id from import_row w
                 where w.import_id = ${bind(filter.batch)}::uuid and w.registration_id is not null)`,
    );
  between("created_at", filter.created);
  between("updated_at", filter.updated);
  return conditions;
}

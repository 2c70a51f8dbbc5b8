import type { Actor } from "@/lib/auth/actor";
import { DEFAULT_TIME_ZONE } from "@/lib/i18n/format";
import { type DateRange, resolveRange } from "@/lib/registrations/date-range";
import { type ListFilter, type ListTab, timeOf } from "@/lib/registrations/list-filter";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";

/** Who asks, where and when: what a filter leaves open (`me`, `today`). */
export type ListScope = {
  environment: "simulator" | "sandbox" | "production";
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

export type Walks = {
  /** Everything that is to be told of a row before the search: environment, tab, filters. */
  conditions: readonly string[];
  limit: number | null;
  bind: Bind;
};

/**
 * The rows of a filter in the order of its sort, from its cursor on, as a query of `id` and `at`.
 *
 * Each status is a walk of its own along an index that has status and time in its key, and the walks are merged:
 * so any page of any size of table reads as many entries as it shows. A referral code or a cause has an index
 * without the status. Search is not part of it.
 */
export function walkQuery(filter: ListFilter, { conditions, limit, bind }: Walks): string {
  const at = `r.${timeColumn(filter)}`;
  const order = orderOf(filter);
  const place = placeConditions(filter, at, bind);
  const bound = limit === null ? "" : ` limit ${limit}`;
  const walks = walkedStatuses(filter).map((status) => {
    const where = [...conditions, ...(status ? [`r.status = '${status}'`] : []), ...place].join(" and ");
    const fence = isGathered(filter) ? " offset 0" : "";
    const walk = `select r.id, ${at} as at from registration r where ${where}${fence}`;
    // Without a limit the walks stay bare, because only then does the database merge them as they come.
    if (limit === null) return fence ? `(${walk})` : walk;
    return fence
      ? `(select id, at from (${walk}) gathered order by at ${order}, id ${order}${bound})`
      : `(${walk} order by ${at} ${order}, r.id ${order}${bound})`;
  });
  return `select id, at from (${walks.join(" union all ")}) walks order by at ${order}, id ${order}${bound}`;
}

/**
 * Whether a walk would pass by everything that is newer (or older) than a range of the other time, or by everything that
 * is not of a batch, before it met the first row: then the rows are gathered by what tells them and sorted.
 */
function isGathered(filter: ListFilter): boolean {
  const { batch, created, updated } = filter;
  // A batch is short.
  if (batch !== null) return true;
  if (timeColumn(filter) === "updated_at") return orderOf(filter) === "desc" && endsInThePast(created);
  return (
    orderOf(filter) === "asc" && updated !== null && (typeof updated === "string" || updated.from !== null)
  );
}

function endsInThePast(range: DateRange | null): boolean {
  if (range === null) return false;
  return typeof range === "string" ? range === "yesterday" || range === "last_month" : range.to !== null;
}

/** `asc` or `desc`: against the sort where the page is read backwards. */
export function orderOf({ sort, cursor }: ListFilter): "asc" | "desc" {
  if (cursor) return cursor.direction === "newer" ? "asc" : "desc";
  return sort === "created_asc" || sort === "updated_asc" ? "asc" : "desc";
}

/** The column that the sort goes by. */
export function timeColumn({ sort }: ListFilter): "created_at" | "updated_at" {
  return timeOf(sort) === "created" ? "created_at" : "updated_at";
}

/** The conditions without which no index of the list is used. `environment` is its placeholder. */
export function tabConditions(tab: ListTab, environment: string): string[] {
  return [
    `r.environment = ${environment}`,
    `r.archived_at is ${tab === "archived" ? "not null" : "null"}`,
    ...(tab === "all" || tab === "archived" ? [] : [`r.status = '${tab}'`]),
  ];
}

/** The conditions of everything else a person filters by; none without a filter. */
export function filterConditions(filter: ListFilter, scope: ListScope, bind: Bind): string[] {
  const conditions: string[] = [];
  const { actor, now } = scope;
  const timeZone = actor.kind === "user" ? actor.timeZone : DEFAULT_TIME_ZONE;
  const between = (column: string, range: DateRange | null) => {
    if (!range) return;
    const { from, until } = resolveRange(range, now, timeZone);
    if (from) conditions.push(`r.${column} >= ${bind(from)}::timestamptz`);
    if (until) conditions.push(`r.${column} < ${bind(until)}::timestamptz`);
    // A row is never changed before it is made, so a range of the one time bounds a walk by the other as well.
    const slack = (at: Date, by: number) => bind(new Date(at.getTime() + by));
    if (column === "updated_at" && until && timeColumn(filter) === "created_at")
      conditions.push(`r.created_at < ${slack(until, CLOCK_SLACK_MS)}::timestamptz`);
    if (column === "created_at" && from && timeColumn(filter) === "updated_at")
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

/** One walk for each; null is a walk over all statuses at once. */
function walkedStatuses(filter: ListFilter): readonly (RegistrationStatus | null)[] {
  if (filter.batch !== null || (filter.tab !== "all" && filter.tab !== "archived")) return [null];
  if (filter.tab === "archived") return STATUSES;
  if (filter.cause) return [statusOfCause(filter.cause)];
  if (filter.referral && timeOf(filter.sort) === "created") return [null];
  return STATUSES;
}

/** Each kind of cause belongs to one status (`causeOf`). */
export function statusOfCause(cause: string): RegistrationStatus {
  if (cause.startsWith("refused.")) return "NEEDS_FIX";
  return cause.startsWith("unsure.") ? "UNCONFIRMED" : "FAILED";
}

/** The rows beyond the cursor, in the direction in which it is read. */
export function placeConditions({ cursor }: ListFilter, at: string, bind: Bind): string[] {
  if (!cursor) return [];
  const place = `(${bind(cursor.at)}::timestamptz, ${bind(cursor.id)}::uuid)`;
  return [`(${at}, r.id) ${cursor.direction === "newer" ? ">" : "<"} ${place}`];
}

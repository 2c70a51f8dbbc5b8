import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { COUNT_CAP } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER, type ListFilter, TURNS, type Turn } from "@/lib/registrations/list/filter";
import { createBinder, filterConditions, tabConditions } from "@/lib/registrations/list/query";
import { readSearch } from "@/lib/registrations/list/search";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { type NeedsGroup, type NeedsYou, turnConditions } from "@/lib/registrations/list/turn";
import { showLabel, showWords } from "@/lib/registrations/sight";

/** More groups than a person works through in a morning; the largest are shown. */
const GROUPS_SHOWN = 12;
/** So many different causes are looked at. */
const CAUSES_READ = 200;
const TIMEOUT_MS = 300;

type ReadGroup = Omit<NeedsGroup, "kind" | "problem" | "help"> & {
  problem: string | null;
  help: string | null;
};

/**
 * Every cause there is among what a filter shows, of those that are not archived or, in their tab, of those that are, with
 * its count. From one cause to the next by the index, which the archived ones do without: as many steps as there are
 * causes, however many rows each has. Null where the time was up.
 */
async function readGroups(actor: Actor, filter: ListFilter, now = new Date()): Promise<NeedsGroup[] | null> {
  const { values, bind } = createBinder();
  const scope = { environment: env().doku.environment, actor, now };
  const environment = bind(scope.environment);
  const isArchived = filter.tab === "archived";
  const isIn = (row: string) =>
    `${row}.environment = ${environment} and ${row}.archived_at is ${isArchived ? "not null" : "null"}`;
  const conditions = [
    ...turnConditions(isArchived ? "archived" : "all", { ...filter, cause: null }, { now: scope.now, bind }),
    ...filterConditions({ ...filter, cause: null }, { by: "created", scope, bind }),
    ...(filter.query === "" ? [] : [readSearch(filter.query, { actor, environment, bind }).condition]),
    ...(filter.tab === "all" || filter.tab === "archived" ? [] : [`r.status = '${filter.tab}'`]),
  ].map((condition) => ` and ${condition}`);
  const read = await readWithin<ReadGroup>(TIMEOUT_MS, {
    values,
    text: `
      with recursive causes as (
        (select c.cause from registration c where ${isIn("c")} and c.cause is not null order by c.cause limit 1)
        union all
        select (select c.cause from registration c
                 where ${isIn("c")} and c.cause > causes.cause order by c.cause limit 1)
          from causes where causes.cause is not null
      ), groups as materialized (
        select causes.cause, counted.count
          from (select cause from causes where cause is not null limit ${CAUSES_READ}) causes
          cross join lateral (
            select count(*)::int as count from (
              select from registration r
               where ${isIn("r")} and r.cause = causes.cause${conditions.join("")} limit ${COUNT_CAP + 1}) matching) counted
         where counted.count > 0
      )
      select groups.cause, groups.count, sample.problem, sample.problem_field as "problemField",
             known.fix as help
        from groups left join playbook_entry known on known.cause = groups.cause cross join lateral (
          select s.problem, s.problem_field from registration s
           where ${isIn("s")} and s.cause = groups.cause
           order by s.created_at desc, s.id desc limit 1) sample
       order by groups.count desc, groups.cause`,
  });
  return (
    read?.map((group) => ({
      ...group,
      kind: kindOf(group.cause),
      problem: showWords(actor, group.problem),
      help: group.help === null ? null : showLabel(actor, group.help),
    })) ?? null
  );
}

/** The causes that there are under the filter's other conditions, the commonest first. Null where they could not be counted in time. */
export async function causesUnder(
  actor: Actor,
  filter: ListFilter,
  { now }: { now?: Date } = {},
): Promise<NeedsGroup[] | null> {
  requireCan(actor, "registrations.read");
  return readGroups(actor, filter, now);
}

/**
 * How many there are of each group that follows an invitation, and how many mentions: as many index entries each as are
 * counted. A mention is the person's, whosever the registration is.
 */
async function countTurns(
  actor: Actor,
  filter: ListFilter,
  now: Date,
): Promise<Readonly<Record<Turn | "mentions", number>> | null> {
  const { values, bind } = createBinder();
  const scope = { environment: env().doku.environment, actor, now };
  const inList = tabConditions("all", bind(scope.environment));
  const others = filterConditions(filter, { by: "created", scope, bind });
  const counts = TURNS.map((turn) => {
    const ofTurn = turnConditions("all", { ...filter, turn }, { now, bind });
    const where = [...inList, ...ofTurn, ...others].join(" and ");
    return `(select count(*)::int from (select from registration r where ${where} limit ${COUNT_CAP + 1}) counted) as "${turn}"`;
  });
  const person = bind(actor.kind === "user" ? actor.id : null);
  const text = `select ${counts.join(", ")}, (select count(*)::int from (
      select from mention where user_id = ${person}::uuid and environment = ${bind(scope.environment)}::environment
         and seen_at is null order by note_id limit ${COUNT_CAP + 1}) counted) as mentions`;
  const rows = await readWithin<Record<Turn | "mentions", number>>(TIMEOUT_MS, { text, values });
  return rows?.[0] ?? null;
}

/**
 * What waits for a person, of one's own registrations or of everyone's, with the notes that mention them. Null where it could not be read in time;
 * the list without it is better than no list.
 */
export async function needsYou(
  actor: Actor,
  whose: "mine" | "all",
  { now = new Date() }: { now?: Date } = {},
): Promise<NeedsYou | null> {
  requireCan(actor, "registrations.read");
  const filter: ListFilter = { ...EMPTY_FILTER, owner: whose === "mine" ? "me" : null };
  const [groups, turns] = await Promise.all([readGroups(actor, filter, now), countTurns(actor, filter, now)]);
  if (!groups) return null;
  const sumOf = (kind: NeedsGroup["kind"]) => {
    const sum = groups.reduce((all, group) => (group.kind === kind ? all + group.count : all), 0);
    return Math.min(sum, COUNT_CAP + 1);
  };
  return {
    groups: groups.slice(0, GROUPS_SHOWN),
    moreGroups: Math.max(0, groups.length - GROUPS_SHOWN),
    unsure: sumOf("unsure"),
    refused: sumOf("refused"),
    notSent: sumOf("not_sent"),
    turns,
    mentions: turns?.mentions ?? null,
  };
}

function kindOf(cause: string): NeedsGroup["kind"] {
  if (cause.startsWith("refused.")) return "refused";
  return cause.startsWith("unsure.") ? "unsure" : "not_sent";
}

import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { COUNT_CAP } from "@/lib/registrations/list/counts";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { type Shown, showWords } from "@/lib/registrations/sight";

/** More groups than a person works through in a morning; the largest are shown. */
const GROUPS_SHOWN = 12;
/** So many different causes are looked at. */
const CAUSES_READ = 200;
const TIMEOUT_MS = 300;

/** Registrations that need a person for the same cause. Counts are at most `COUNT_CAP + 1` ("1,000+"). */
export type NeedsGroup = {
  /** A code of `causeOf`; the list filtered by it shows them. */
  cause: string;
  kind: "refused" | "unsure" | "not_sent";
  count: number;
  /** DOKU's words to one of them, and the field they name; null where DOKU did not refuse. */
  problem: Shown | null;
  problemField: string | null;
};

/** A credential that sends nothing until an admin has looked at it. */
export type PausedCredential = {
  id: string;
  label: string;
  pausedAt: string;
  pausedReason: string | null;
  waiting: number;
};

export type NeedsYou = {
  /** The largest group first. */
  groups: NeedsGroup[];
  /** How many groups there are beside those. */
  moreGroups: number;
  /** All *not sure yet* that wait for a person. */
  unsure: number;
  paused: PausedCredential[];
};

// From one cause to the next by the index: as many steps as there are causes, however many rows each has.
const GROUPS = `
  with recursive causes as (
    (select cause from registration
      where environment = $1 and archived_at is null and cause is not null order by cause limit 1)
    union all
    select (select r.cause from registration r
             where r.environment = $1 and r.archived_at is null and r.cause > causes.cause order by r.cause limit 1)
      from causes where causes.cause is not null
  ), groups as materialized (
    select causes.cause, counted.count
      from (select cause from causes where cause is not null limit ${CAUSES_READ}) causes
      cross join lateral (
        select count(*)::int as count from (
          select from registration r
           where r.environment = $1 and r.archived_at is null and r.cause = causes.cause
             and ($2::uuid is null or r.owner_id = $2) limit ${COUNT_CAP + 1}) matching) counted
     where counted.count > 0
  )
  select groups.cause, groups.count, sample.problem, sample.problem_field as "problemField"
    from groups cross join lateral (
      select r.problem, r.problem_field from registration r
       where r.environment = $1 and r.archived_at is null and r.cause = groups.cause
       order by r.created_at desc, r.id desc limit 1) sample
   order by groups.count desc, groups.cause`;

const PAUSED = `
  select c.id, c.label, c.paused_at as "pausedAt", c.paused_reason as "pausedReason",
         (select count(*)::int from (
            select from registration r
             where r.environment = $1 and r.archived_at is null and r.status = 'QUEUED' and r.credential_id = c.id
               and ($2::uuid is null or r.owner_id = $2) limit ${COUNT_CAP + 1}) waiting) as waiting
    from credential c where c.environment = $1 and c.paused_at is not null order by c.paused_at`;

/**
 * What waits for a person, of one's own registrations or of everyone's. Null where it could not be read in time;
 * the list without it is better than no list.
 */
export async function needsYou(actor: Actor, whose: "mine" | "all"): Promise<NeedsYou | null> {
  requireCan(actor, "registrations.read");
  const owner = whose === "mine" && actor.kind === "user" ? actor.id : null;
  const values = [env().doku.environment, owner];
  const [groups, paused] = await Promise.all([
    readWithin<Omit<NeedsGroup, "kind" | "problem"> & { problem: string | null }>(TIMEOUT_MS, {
      text: GROUPS,
      values,
    }),
    readWithin<Omit<PausedCredential, "pausedAt"> & { pausedAt: Date }>(TIMEOUT_MS, { text: PAUSED, values }),
  ]);
  if (!groups || !paused) return null;
  const all = groups.map((group) => ({
    ...group,
    kind: kindOf(group.cause),
    problem: showWords(actor, group.problem),
  }));
  const unsure = all.reduce((sum, { kind, count }) => (kind === "unsure" ? sum + count : sum), 0);
  return {
    groups: all.slice(0, GROUPS_SHOWN),
    moreGroups: Math.max(0, all.length - GROUPS_SHOWN),
    unsure: Math.min(unsure, COUNT_CAP + 1),
    paused: paused.map((credential) => ({ ...credential, pausedAt: credential.pausedAt.toISOString() })),
  };
}

function kindOf(cause: string): NeedsGroup["kind"] {
  if (cause.startsWith("refused.")) return "refused";
  return cause.startsWith("unsure.") ? "unsure" : "not_sent";
}

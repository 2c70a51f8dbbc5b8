import type { Pool } from "pg";

/** A process that was not seen for so long counts as dead, although its lock stands: it was stopped, or hangs. */
export const HOLDER_SILENCE_MS = 60_000;

/** So many are looked at, from the one that is due longest. Where all of these are in somebody's hands, so is the rest. */
const FIRST_DUE = 256;

/** Of `credential c`: that nothing but a process keeps it from sending. */
export const MAY_SEND_SQL = `
  c.paused_at is null and coalesce(greatest(c.slow_until, c.breaker_until, c.probe_until) <= clock_timestamp(), true)`;

/** The registrations of `credential c` that were due by `dueBy`, could be sent and are in nobody's hands; of the first ones. */
export const inNobodysHandsSql = (dueBy: string): string => `
  select r.next_run_at from (
    select * from registration r where r.credential_id = c.id and r.next_run_at <= ${dueBy}
     order by r.next_run_at limit ${FIRST_DUE}) r
   where r.status in ('QUEUED', 'UNCONFIRMED') and r.archived_at is null and coalesce(r.claim_until <= clock_timestamp(), true)
     and r.request_id is not null and r.body_text is not null`;

/** Of `holder h`: that it moves. One of an earlier version does not say; then it is enough that somebody sweeps. */
export const IS_SEEN_SQL = `
  coalesce(h.seen_at, (select at from sweep)) > clock_timestamp() - interval '${HOLDER_SILENCE_MS} milliseconds'`;

/** How long the registration has been due that has been so longest, in seconds; null where none is. */
export const OLDEST_DUE_SQL = `
  select extract(epoch from clock_timestamp() - min(first.next_run_at))::int
    from credential c cross join lateral (${inNobodysHandsSql("statement_timestamp()")}) first where ${MAY_SEND_SQL}`;

export type Movement = {
  /** Workers that were seen within the last minute. */
  workers: number;
  /** How long the registration has been due that has been so longest and that somebody could send; null where none is. */
  oldestDueSeconds: number | null;
  /** No worker has moved for a minute, in which a web server ran. */
  isStill: boolean;
};

// Each worker sweeps more than once a second, and nobody else does. Right after a start it has not come to it yet.
const READ_MOVEMENT = `
  select (select count(*)::int from holder h where h.kind = 'worker' and ${IS_SEEN_SQL}) as workers,
         (${OLDEST_DUE_SQL}) as "oldestDueSeconds",
         (select at from sweep) < clock_timestamp() - interval '${HOLDER_SILENCE_MS} milliseconds'
           and exists (select from holder where kind = 'web'
                          and started_at < clock_timestamp() - interval '${HOLDER_SILENCE_MS} milliseconds') as "isStill"`;

/** Whether anybody works, and how long the oldest work has waited. */
export async function readMovement(pool: Pick<Pool, "query">): Promise<Movement> {
  const { rows } = await pool.query<Movement>(READ_MOVEMENT);
  return rows[0] ?? { workers: 0, oldestDueSeconds: null, isStill: false };
}

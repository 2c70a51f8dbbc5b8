import type { Pool } from "pg";
import { DRAIN, LANES_SQL } from "@/lib/credentials/gate/queue";
import { HOLDER_LOCK_CLASS } from "@/lib/holders/living";
import { HOLDER_SILENCE_MS, inNobodysHandsSql, MAY_SEND_SQL } from "@/lib/holders/movement";
import { comesSql, DUE_JOBS_SQL, RENEW_JOB_SQL, TAKEN_JOBS_SQL, wakeSql } from "@/lib/jobs/private-tables";
import { logger } from "@/lib/logger";
import { CLAIM_SECONDS } from "@/lib/registrations/delivery/claim";
import { followClock } from "@/lib/registrations/delivery/clock-put-back";
import { lockedInOrderSql } from "@/lib/registrations/life/state";
import { SUBMIT } from "@/lib/registrations/queue";

/** One sweep in this time over all processes; each of them asks as often, when the time is over. */
const SWEEP_INTERVAL_MS = 750;
/** By so much a timer and the database's clock may differ: whoever asks too early asks twice. */
const TIMER_SLACK_MS = 5;
/** One in so many of a process's sweeps, about once a minute, reads all jobs that somebody has in hand. */
const THOROUGH_EVERY = 75;

/** So many lanes at most are woken for jobs whose time has come; the next sweep wakes the next ones. */
const LANES_WOKEN = 8;

/** Where nobody looked for so long, the database was away, could not write or stood still: silence counts from then on. */
const GAP_SECONDS = 15;

/** A row that is due for so long has been forgotten: a claim would have been over, a drain would have come back. */
const NEGLECTED_SECONDS = CLAIM_SECONDS;

const NEGLECTED_LANE = { credentialId: "neglected.id", lane: "lane" };
const NEGLECTED = inNobodysHandsSql(`statement_timestamp() - make_interval(secs => ${NEGLECTED_SECONDS})`);

// Reads pg_locks and never tries the locks: trying would race a living holder that is just coming back. A process
// that hangs keeps its lock, but is not seen any more.
// Claims, jobs and the queue's own locks of the dead change hands in this one statement.
const SWEEP = `
  with turn as (
    update sweep
       set since = case when at < clock_timestamp() - make_interval(secs => ${GAP_SECONDS}) or at > clock_timestamp() + interval '1 second'
                        then clock_timestamp() else since end,
           at = clock_timestamp()
     where id = 1 and (at <= clock_timestamp() - make_interval(secs => $1) or at > clock_timestamp() + interval '1 second')
    returning since
  ), dead as (
    delete from holder h
     where exists (select 1 from turn)
       and (h.seen_at < clock_timestamp() - make_interval(secs => $5)
              and (select since from turn) < clock_timestamp() - make_interval(secs => $5)
            or h.lock_key::oid <> all (array(
              select l.objid from pg_locks l
               where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = $2
                 and l.database = (select oid from pg_database where datname = current_database()))))
    returning h.id, h.pool_id
  ), released as (
    -- However long ago it died: rows that were claimed together have no job of their own that would come back. What
    -- it still held was claimed within the time of a claim before its last one.
    update registration r
       set claim_until = least(r.claim_until, clock_timestamp())
     where r.id = any(${lockedInOrderSql(`
        join attempt a on a.registration_id = r.id and a.epoch = r.claim_epoch and a.holder = r.claim_holder
        join dead on dead.id::text = a.holder
        join lateral (select max(started_at) as at from attempt where holder = dead.id::text) last
          on a.started_at >= last.at - make_interval(secs => $4)`)})
    returning r.id, r.next_run_at
  ), idle as (
    -- As it was before this turn.
    select case when isfinite(at) and at < clock_timestamp() - make_interval(secs => ${GAP_SECONDS})
                then extract(epoch from clock_timestamp() - at) * 1000 else 0 end::bigint as ms
      from sweep where id = 1 and exists (select 1 from turn)
  ), credentials as (
    -- Who tried for them is free, and time in which nobody worked costs no registration its patience.
    update credential c
       set probe_until = case when c.probe_holder in (select id::text from dead) then null else c.probe_until end,
           probe_holder = case when c.probe_holder in (select id::text from dead) then null else c.probe_holder end,
           blocked_ms = c.blocked_ms + case when c.blocked_since is null then idle.ms else 0 end
      from idle where idle.ms > 0 or c.probe_holder in (select id::text from dead)
  ), stuck as (
    -- By what no living holder names, since a process may die before its row says under which name it locks. One that
    -- took a job after it was taken for dead, and died before it came back, leaves no row by which that would be seen.
    select j.key, j.identifier, j.payload, least(j.run_at, released.next_run_at, now()) as run_at, j.priority, j.locked_by
      from ${TAKEN_JOBS_SQL} j left join released on released.id::text = j.key
     where (exists (select 1 from dead)
            or $6 and (select since from turn) < clock_timestamp() - make_interval(secs => $5)
                  and j.locked_at < clock_timestamp() - make_interval(secs => $5))
       and not exists (select 1 from holder h where h.pool_id = j.locked_by and h.id not in (select id from dead))
  ), renewed as (
    -- Each gets a new job while the old one is still locked, which leaves of the old one a shell without a key. A
    -- task that goes on although its process was taken for dead deletes its job by its number when it ends: the
    -- shell. A row keeps its place: what was queued meanwhile does not go first.
    select ${RENEW_JOB_SQL} from stuck where key is not null
  ), due as (
    select ${SUBMIT.addSql({ registrationId: "released.id" }, "least(released.next_run_at, now())")}
      from released where not exists (select 1 from stuck where stuck.key = released.id::text)
  ), unlocked as (
    select count(*) as jobs, graphile_worker.force_unlock_workers(array_agg(distinct stuck.locked_by))
      from stuck, (select count(*) from renewed) first
    having count(*) > 0
  ), neglected as (
    -- Whoever had them: a drain that failed, a process that went on after it was taken for dead, a wake-up that was lost.
    select c.id from credential c
     where exists (select 1 from turn) and ${MAY_SEND_SQL} and exists (${NEGLECTED})
  ), sought as (
    -- One that failed keeps its schedule, and one whose credential waits comes back by itself.
    select ${DRAIN.addSql(NEGLECTED_LANE, "now()")} from neglected cross join ${LANES_SQL}
     where not ${comesSql(DRAIN.keySql(NEGLECTED_LANE), `run_at <= now() + make_interval(secs => ${NEGLECTED_SECONDS})`)}
  ), overdue as (
    select count(*) as jobs from (
      select from ${DUE_JOBS_SQL} due where exists (select 1 from turn) limit $3) due
  ), woken as (
    -- A job whose time has come tells nobody, and adding wakes one lane a job where another may be needed for each.
    select ${wakeSql("jobs")}
      from (select jobs from unlocked union all select jobs from overdue where jobs > 0) as waiting
  )
  select (select count(*)::int from dead) as dead, (select count(*)::int from released) as released,
         (select count(*)::int from due) as due,
         -- Without being asked for here it is left out where no claim was released.
         (select count(*)::int from woken) as woken, (select count(*)::int from sought) as sought,
         -- As it was before this turn: of whoever had the last one. Over where somebody has just taken it before us.
         (select extract(epoch from at + make_interval(secs => $1) - clock_timestamp())::float8 * 1000
            from sweep where id = 1 and not exists (select 1 from turn)) as "dueMs",
         -- By how much the last turn was later than this one.
         coalesce((select extract(epoch from at - clock_timestamp()) from sweep
                    where id = 1 and isfinite(at) and at > clock_timestamp() + interval '1 second' and exists (select 1 from turn)),
                  0)::float8 as "putBackSeconds"`;

/** `nextMs`: until the next sweep's turn comes, whosever it is. */
export type SweepResult = { dead: number; released: number; nextMs: number };

/**
 * Looks for holders whose lock is gone or who were not seen for `silenceMs`, lets go of what they had claimed and makes
 * it due now; wakes workers for jobs whose time has come, and asks for what has been due for long and is in nobody's
 * hands. `isThorough` also frees jobs that are locked for so long in the name of no holder. Where the clock was put back,
 * what was planned follows it. Does nothing but tell when the interval is over, if another process looked within it.
 */
export async function sweepDeadHolders(
  pool: Pool,
  { intervalMs = SWEEP_INTERVAL_MS, silenceMs = HOLDER_SILENCE_MS, isThorough = false } = {},
): Promise<SweepResult> {
  type Row = { dead: number; released: number; dueMs: number | null; putBackSeconds: number };
  const { rows } = await pool.query<Row>(SWEEP, [
    intervalMs / 1_000,
    HOLDER_LOCK_CLASS,
    LANES_WOKEN,
    2 * CLAIM_SECONDS,
    silenceMs / 1_000,
    isThorough,
  ]);
  const { dead = 0, released = 0, dueMs = null, putBackSeconds = 0 } = rows[0] ?? {};
  if (dead > 0) logger.warn({ dead, released }, "took over from processes that stopped");
  if (putBackSeconds > 0) await followClock(pool, putBackSeconds);
  const isAhead = dueMs !== null && dueMs > 0;
  return { dead, released, nextMs: isAhead ? Math.min(dueMs, intervalMs) : intervalMs };
}

/** Sweeps again and again until the returned function is called. A database that is away is waited for. */
export function startSweeping(pool: Pool): () => void {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  let isFailing = false;
  let sweeps = 0;
  async function sweep(): Promise<void> {
    let nextMs = SWEEP_INTERVAL_MS;
    try {
      // Whoever came too early asks again when it is time, and not a round later: a process may die in between.
      ({ nextMs } = await sweepDeadHolders(pool, { isThorough: sweeps % THOROUGH_EVERY === 0 }));
      sweeps += 1;
      isFailing = false;
    } catch (error) {
      // Once for each time that the database is away: this comes round more than once a second.
      if (!isFailing) logger.warn({ err: error }, "sweeps are left out");
      isFailing = true;
    }
    if (!isStopped) timer = setTimeout(sweep, nextMs + TIMER_SLACK_MS);
  }
  timer = setTimeout(sweep, 0);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

import type { Pool } from "pg";

/** Longer waits than this are cut short; shorter ones (Retry-After, the breaker, the first replay) are lived through. */
export const LONGEST_WAIT_SECONDS = 5.5;

// Only rows that wait for their planned moment, and never one that a process has claimed: as if the time had passed.
const MOVE = `
  with waiting as (
    update registration
       set next_run_at = least(next_run_at, clock_timestamp())
     where status in ('QUEUED', 'UNCONFIRMED') and next_run_at is not null
       and (claim_until is null or claim_until <= clock_timestamp())
       and (next_run_at > clock_timestamp() + make_interval(secs => $1)
            or exists (select 1 from graphile_worker._private_jobs j
                        where j.key = registration.id::text and j.locked_at is null
                          and j.run_at > clock_timestamp() + make_interval(secs => $1)))
    returning id
  )
  update graphile_worker._private_jobs j set run_at = clock_timestamp()
    from waiting where j.key = waiting.id::text and j.locked_at is null`;

/** Lets the planned waits of half a minute and more pass. Answers how many were cut short. */
export async function passTime(pool: Pool): Promise<number> {
  const moved = await pool.query(MOVE, [LONGEST_WAIT_SECONDS]);
  return moved.rowCount ?? 0;
}

import type { Pool } from "pg";
import { inTransaction } from "@/lib/db";
import { BRING_JOBS_BACK_SQL } from "@/lib/jobs/private-tables";
import { logger } from "@/lib/logger";
import { lockedInOrderSql } from "@/lib/registrations/life/state";

const BY = "make_interval(secs => $1::float8)";
/** Moments still to come were told by the clock as it was before. */
const brought = (column: string) =>
  `${column} = case when ${column} > clock_timestamp() then ${column} - ${BY} else ${column} end`;

const BRING_REGISTRATIONS_BACK = `
  update registration
     set next_run_at = next_run_at - ${BY}, ${brought("queued_at")}, ${brought("claim_until")}
   where id = any(${lockedInOrderSql(`
     join credential c on c.id = r.credential_id
     where r.next_run_at > clock_timestamp() and r.status in ('QUEUED', 'UNCONFIRMED')`)})`;

const GATE = [
  ...["usable_at", "probe_until", "breaker_until", "blocked_since", "slow_until"],
  ...["rate_lowered_at", "next_slot_at", "look_slot_at"],
];
const BRING_GATES_BACK = `update credential set ${GATE.map(brought).join(", ")}`;

/**
 * The database's clock was put back by so many seconds: what was planned by it as it was before, or keeps a credential
 * from sending, goes back with it, or it would all stand still until the clock is there again.
 */
export async function followClock(pool: Pool, seconds: number): Promise<void> {
  await inTransaction(pool, async (tx) => {
    // Registrations before the credential: the order in which an ending locks them too.
    for (const statement of [BRING_REGISTRATIONS_BACK, BRING_GATES_BACK, BRING_JOBS_BACK_SQL])
      await tx.query(statement, [seconds]);
  });
  logger.warn({ seconds }, "the database's clock was put back; what was planned by it goes back too");
}

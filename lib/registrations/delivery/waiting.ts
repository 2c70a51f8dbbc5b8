import type { PoolClient } from "pg";
import type { Look } from "@/lib/jobs/chunks";

// Of a registration r that is QUEUED or UNCONFIRMED.

const DUE = "coalesce(r.next_run_at <= clock_timestamp(), false)";
const CLAIMED = "coalesce(r.claim_until > clock_timestamp(), false)";

/** It is to be sent now, or is being sent. */
export const IS_WAITING_SQL = `(${DUE} or ${CLAIMED})`;

/** How many rows it is worth to look back for those that wait: behind so many that were handed out, none does. */
export const LOOKED_BACK = 1_000;

/** Looks whether the rows of `handedOut`, a SELECT of registration_id, have been sent. */
export async function countWaiting(tx: PoolClient, handedOut: string, values: unknown[]): Promise<Look> {
  const { rows } = await tx.query<Look>(
    `select count(*) filter (where ${IS_WAITING_SQL})::int as waiting,
            count(*) filter (where ${DUE} and not ${CLAIMED})::int as unclaimed
       from (${handedOut}) handed join registration r on r.id = handed.registration_id
      where r.status in ('QUEUED', 'UNCONFIRMED')`,
    values,
  );
  return rows[0] ?? { waiting: 0, unclaimed: 0 };
}

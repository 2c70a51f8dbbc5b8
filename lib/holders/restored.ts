import type { Pool, PoolClient } from "pg";
import { recordAuditsSql } from "@/lib/audit/record";
import { inTransaction } from "@/lib/db";
import { logger } from "@/lib/logger";

// A restored base backup goes on under a new timeline, a restored dump in another server or database.
const IDENTITY = `
  select (select system_identifier from pg_control_system()) || '/' || (select timeline_id from pg_control_checkpoint())
         || '/' || (select oid from pg_database where datname = current_database()) as identity`;

// What the backup takes for waiting may have been sent after it was made. Where DOKU is proven to recognise the
// request again, sending it again is how to find out; else only a person can.
const PARK = `
  with parked as (
    update registration r
       set status = 'UNCONFIRMED', cause = 'unsure.restored', next_run_at = null, next_kind = null, claim_holder = null,
           claim_until = null, claim_epoch = r.claim_epoch + 1, updated_at = clock_timestamp()
      from credential c
     where c.id = r.credential_id and c.replay = 'unproven' and r.next_run_at is not null
       and r.status in ('QUEUED', 'UNCONFIRMED')
    returning r.id, r.environment
  ), removed as (select graphile_worker.remove_job(id::text) from parked)
  select id, environment, (select count(*) from removed) as removed from parked`;

type Environment = "simulator" | "sandbox" | "production";

/**
 * Sets aside, for a person to decide, what would be sent twice after a backup was restored; once for each
 * restore, by whichever process starts first. A standby that was promoted counts as restored, since it may lack the
 * last commits. Answers how many were set aside.
 */
export async function parkAfterRestore(pool: Pool): Promise<number> {
  const parked = await inTransaction(pool, async (tx) => {
    await tx.query("lock table origin in exclusive mode");
    if (!(await isRestored(tx))) return null;
    const { rows } = await tx.query<{ id: string; environment: Environment }>(PARK);
    for (const environment of new Set(rows.map((row) => row.environment))) {
      const ofIt = rows.filter((row) => row.environment === environment);
      await recordAuditsSql(
        tx,
        { actor: { kind: "system" }, action: "registration.parked_after_restore", environment },
        ofIt.map(({ id }) => ({ registrationId: id })),
      );
    }
    return rows.length;
  });
  if (parked !== null) logger.warn({ parked }, "the database was restored; unproven sends were set aside");
  return parked ?? 0;
}

/** Whether this is another server or database than the one written down, which it becomes now. */
async function isRestored(tx: PoolClient): Promise<boolean> {
  const { rows } = await tx.query<{ before: string | null }>(
    `with now as (${IDENTITY}), before as (select identity from origin where id = 1), noted as (
       insert into origin (id, identity) select 1, identity from now
           on conflict (id) do update set identity = excluded.identity, noted_at = clock_timestamp()
                where origin.identity <> excluded.identity
       returning 1
     )
     select (select identity from before) as before from noted`,
  );
  return rows[0] !== undefined && rows[0].before !== null;
}

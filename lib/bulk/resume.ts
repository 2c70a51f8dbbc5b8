import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { RUN_BULK_JOB } from "@/lib/bulk/queue";
import { env } from "@/lib/env";

/**
 * Goes on with every paused job of this environment, in the caller's transaction, and keeps that each was put back: what
 * is left of it may have been done before. Answers how many there were.
 */
export async function resumeBulkJobs(tx: PoolClient, actor: UserActor): Promise<number> {
  const { environment } = env().doku;
  const { rows } = await tx.query<{ id: string }>(
    `update bulk_job set status = 'running', put_back_at = clock_timestamp()
      where environment = $1 and status = 'paused' returning id`,
    [environment],
  );
  for (const { id } of rows) {
    await recordAuditSql(tx, { actor, action: "bulk.resumed", environment, subjectId: id });
    await RUN_BULK_JOB.enqueue(tx, { jobId: id });
  }
  return rows.length;
}

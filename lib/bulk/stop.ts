import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { type BulkStatus, canStop } from "@/lib/bulk/kinds";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Stops a job after the few rows that a worker has in hand at this moment; when this returns no other row is
 * touched. What was done stays. Nothing happens to a job that has ended. Throws AppError `not_found`.
 */
export async function stopBulk(actor: UserActor, jobId: string): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    // Waits for the worker's transaction, which holds the job's row while it has rows in hand.
    const { rows } = await tx.query<{ status: BulkStatus; done: number; skipped: number }>(
      "select status, done, skipped from bulk_job where id = $1 and environment = $2 for no key update",
      [jobId, env().doku.environment],
    );
    const [job] = rows;
    if (!job) throw new AppError("not_found");
    if (!canStop(job.status)) return;
    await tx.query("update bulk_job set status = 'stopped', finished_at = clock_timestamp() where id = $1", [
      jobId,
    ]);
    await recordAuditSql(tx, {
      actor,
      action: "bulk.stopped",
      environment: env().doku.environment,
      subjectId: jobId,
      details: { done: job.done, left: job.skipped },
    });
  });
}

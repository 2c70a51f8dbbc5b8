import type { ClientBase } from "pg";
import { JOB_MAX_ATTEMPTS } from "@/lib/jobs/queue";

/** The graphile-worker task that works through a bulk job. */
export const BULK_TASK = "run_bulk_job";

/** The key of a bulk job's one job in the queue. */
export function bulkJobKey(jobId: string): string {
  return `bulk:${jobId}`;
}

/** Has a worker take up the bulk job at once, in the caller's transaction. */
export async function enqueueBulkJob(tx: ClientBase, jobId: string): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('jobId', $2::text), job_key => $3, max_attempts => $4)`,
    [BULK_TASK, jobId, bulkJobKey(jobId), JOB_MAX_ATTEMPTS],
  );
}

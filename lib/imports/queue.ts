import type { ClientBase } from "pg";
import { JOB_MAX_ATTEMPTS } from "@/lib/jobs/queue";

/** The graphile-worker task that reads a file's rows and checks them. */
export const READ_IMPORT_TASK = "read_import";

/** The graphile-worker task that hands a checked batch out to be sent. */
export const RUN_IMPORT_TASK = "run_import";

/** The key of a batch's one job of a task in the queue. */
export function importJobKey(
  task: typeof READ_IMPORT_TASK | typeof RUN_IMPORT_TASK,
  importId: string,
): string {
  return `${task}:${importId}`;
}

/** Has a worker read and check the batch at once, in the caller's transaction. */
export async function enqueueReadImport(tx: ClientBase, importId: string): Promise<void> {
  await addJob(tx, READ_IMPORT_TASK, importId, null);
}

/** Has a worker send the batch from `runAt` on, or at once, in the caller's transaction. */
export async function enqueueRunImport(tx: ClientBase, importId: string, runAt?: Date): Promise<void> {
  await addJob(tx, RUN_IMPORT_TASK, importId, runAt ?? null);
}

async function addJob(
  tx: ClientBase,
  task: typeof READ_IMPORT_TASK | typeof RUN_IMPORT_TASK,
  importId: string,
  runAt: Date | null,
): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('importId', $2::text), run_at => $3::timestamptz,
              job_key => $4, max_attempts => $5)`,
    [task, importId, runAt, importJobKey(task, importId), JOB_MAX_ATTEMPTS],
  );
}

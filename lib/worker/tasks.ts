import type { Task, TaskList } from "graphile-worker";
import * as z from "zod/mini";
import { BULK_TASK, bulkJobKey } from "@/lib/bulk/queue";
import { runBulkJob } from "@/lib/bulk/run";
import { importJobKey, READ_IMPORT_TASK, RUN_IMPORT_TASK } from "@/lib/imports/queue";
import { readImport } from "@/lib/imports/read";
import { runImport } from "@/lib/imports/run";
import { type DrainResult, drainCredential } from "@/lib/registrations/drain";
import { DRAIN_TASK, SUBMIT_TASK } from "@/lib/registrations/queue";
import { type SubmitResult, type Submitter, submitRegistration } from "@/lib/registrations/submit";

const payloadSchema = z.object({ registrationId: z.uuid() });
const bulkSchema = z.object({ jobId: z.uuid() });
const importSchema = z.object({ importId: z.uuid() });
const drainSchema = z.object({ credentialId: z.uuid(), lane: z.number() });

/**
 * The tasks of the queue. A task never throws for how a registration ended: its schedule is ours,
 * and throwing would hand it to the queue's own back-off.
 */
export function createTaskList(submitter: Submitter): TaskList {
  const submit: Task = async (payload, { addJob, job }) => {
    const { registrationId } = payloadSchema.parse(payload);
    const result = await submitRegistration(submitter, registrationId, null);
    const again = whenAgain(result);
    // Returning deletes this job, so a row that is not ours to send now gets a new one first.
    if (again)
      await addJob(
        SUBMIT_TASK,
        { registrationId },
        { runAt: again, jobKey: registrationId, maxAttempts: job.max_attempts },
      );
  };
  const drain: Task = async (payload, { addJob, job, abortSignal }) => {
    const { credentialId, lane } = drainSchema.parse(payload);
    const result = await drainCredential(submitter, credentialId, () => abortSignal?.aborted ?? false);
    const runAt = whenToDrainAgain(result, job.attempts);
    if (!runAt) return;
    const jobKey = job.key ?? `drain:${credentialId}:${lane}`;
    await addJob(DRAIN_TASK, { credentialId, lane }, { runAt, jobKey, maxAttempts: job.max_attempts });
  };
  const bulk: Task = async (payload, { addJob, job, abortSignal }) => {
    const { jobId } = bulkSchema.parse(payload);
    const result = await runBulkJob(submitter.pool, jobId, () => abortSignal?.aborted ?? false);
    if (result.kind === "ended") return;
    const again = { runAt: result.at, jobKey: bulkJobKey(jobId), maxAttempts: job.max_attempts };
    await addJob(BULK_TASK, { jobId }, again);
  };
  const read: Task = async (payload, { addJob, job, abortSignal }) => {
    const { importId } = importSchema.parse(payload);
    const result = await readImport(submitter.pool, importId, () => abortSignal?.aborted ?? false);
    if (result === "ended") return;
    const runAt = new Date(Date.now() + READ_AGAIN_MS);
    const jobKey = importJobKey(READ_IMPORT_TASK, importId);
    await addJob(READ_IMPORT_TASK, { importId }, { runAt, jobKey, maxAttempts: job.max_attempts });
  };
  const runRows: Task = async (payload, { addJob, job, abortSignal }) => {
    const { importId } = importSchema.parse(payload);
    const result = await runImport(submitter.pool, importId, () => abortSignal?.aborted ?? false);
    if (result.kind === "ended") return;
    const jobKey = importJobKey(RUN_IMPORT_TASK, importId);
    await addJob(RUN_IMPORT_TASK, { importId }, { runAt: result.at, jobKey, maxAttempts: job.max_attempts });
  };
  return {
    [SUBMIT_TASK]: submit,
    [DRAIN_TASK]: drain,
    [BULK_TASK]: bulk,
    [READ_IMPORT_TASK]: read,
    [RUN_IMPORT_TASK]: runRows,
  };
}

/** Long enough for another process that is at the same file to get on with it. */
const READ_AGAIN_MS = 500;
const HOLDER_RETRY_MS = 1_000;

/** When a credential's due registrations are to be looked at again; null where nobody has to. */
function whenToDrainAgain(result: DrainResult, attempts: number): Date | null {
  switch (result.kind) {
    case "wait":
      return result.until;
    case "interrupted":
      return new Date();
    case "empty":
      // One that failed before may have left claims that nobody else remembers.
      return attempts > 1 ? result.claimedUntil : null;
    case "stopped":
      return null;
  }
}

/** When a registration that was not sent now is to be tried again; null where nothing is left for this job. */
function whenAgain(result: SubmitResult): Date | null {
  switch (result.kind) {
    case "busy":
      return result.until;
    case "not_due":
      return result.at;
    case "waiting":
      // Resuming a credential, and a worker that starts with the secret, ask for all that waits for it.
      return result.because === "holder_lost" ? new Date(Date.now() + HOLDER_RETRY_MS) : null;
    case "sent":
    case "nothing_to_send":
      return null;
  }
}

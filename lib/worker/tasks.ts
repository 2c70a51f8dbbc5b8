import type { Task, TaskList } from "graphile-worker";
import * as z from "zod/mini";
import { BULK_TASK, bulkJobKey } from "@/lib/bulk/queue";
import { runBulkJob } from "@/lib/bulk/run";
import { inTransaction } from "@/lib/db";
import { importJobKey, READ_IMPORT_TASK, RUN_IMPORT_TASK } from "@/lib/imports/queue";
import { readImport } from "@/lib/imports/reading/read";
import { runImport } from "@/lib/imports/sending/run";
import {
  type ComeBack,
  comeBack,
  DRAIN_TASK,
  drainJobKey,
  ensureDrainOf,
  SUBMIT_TASK,
} from "@/lib/jobs/queue";
import { type DrainResult, drainCredential } from "@/lib/registrations/delivery/drain";
import { type SubmitResult, type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";

const payloadSchema = z.object({ registrationId: z.uuid() });
const bulkSchema = z.object({ jobId: z.uuid() });
const importSchema = z.object({ importId: z.uuid() });
const drainSchema = z.object({ credentialId: z.uuid(), lane: z.number() });

/** Jobs that a worker has in hand at once; two of them are left for drains, each of which sends many. */
export const CONCURRENCY = 8;
const MOST_SINGLES = CONCURRENCY - 2;

/**
 * The tasks of the queue. A task never throws for how a registration ended: its schedule is ours,
 * and throwing would hand it to the queue's own back-off.
 */
export function createTaskList(submitter: Submitter): TaskList {
  const { pool } = submitter;
  let singles = 0;
  const submit: Task = async (payload) => {
    const { registrationId } = payloadSchema.parse(payload);
    const job = { task: SUBMIT_TASK, payload: { registrationId }, jobKey: registrationId };
    // Where DOKU takes its time, rows that come one by one would keep all that are sent together waiting.
    if (singles >= MOST_SINGLES) {
      await inTransaction(pool, (tx) => ensureDrainOf(tx, registrationId));
      return comeBack(pool, job, { inMs: LEFT_TO_DRAIN_MS });
    }
    singles += 1;
    try {
      const when = whenAgain(await submitRegistration(submitter, registrationId, null));
      if (when) await comeBack(pool, job, when);
    } finally {
      singles -= 1;
    }
  };
  const drain: Task = async (payload, { job, abortSignal }) => {
    const { credentialId, lane } = drainSchema.parse(payload);
    const isStopping = () => abortSignal?.aborted ?? false;
    const result = await drainCredential(submitter, credentialId, isStopping);
    const { attempts } = job;
    const when = whenToDrainAgain(result, {
      attempts,
      isStopping: isStopping(),
      random: submitter.random(),
    });
    const jobKey = drainJobKey(credentialId, lane);
    if (when) await comeBack(pool, { task: DRAIN_TASK, payload: { credentialId, lane }, jobKey }, when);
  };
  const bulk: Task = async (payload, { abortSignal }) => {
    const { jobId } = bulkSchema.parse(payload);
    const result = await runBulkJob(pool, jobId, () => abortSignal?.aborted ?? false);
    const job = { task: BULK_TASK, payload: { jobId }, jobKey: bulkJobKey(jobId) };
    if (result.kind === "again") await comeBack(pool, job, result);
  };
  const read: Task = async (payload, { abortSignal }) => {
    const { importId } = importSchema.parse(payload);
    const result = await readImport(pool, importId, () => abortSignal?.aborted ?? false);
    const jobKey = importJobKey(READ_IMPORT_TASK, importId);
    const job = { task: READ_IMPORT_TASK, payload: { importId }, jobKey };
    if (result !== "ended") await comeBack(pool, job, { inMs: READ_AGAIN_MS });
  };
  const runRows: Task = async (payload, { abortSignal }) => {
    const { importId } = importSchema.parse(payload);
    const result = await runImport(pool, importId, () => abortSignal?.aborted ?? false);
    const jobKey = importJobKey(RUN_IMPORT_TASK, importId);
    const job = { task: RUN_IMPORT_TASK, payload: { importId }, jobKey };
    if (result.kind === "again") await comeBack(pool, job, result);
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
/** By then a drain has had it, unless its senders died and it has to go alone. */
const LEFT_TO_DRAIN_MS = 5_000;
/** A job that came to a process without the secret comes back in one to five seconds, most likely to another one. */
const HAND_BACK_MIN_MS = 1_000;
const HAND_BACK_SPREAD_MS = 4_000;

/** When a credential's due registrations are to be looked at again; null where nobody has to. */
function whenToDrainAgain(
  result: DrainResult,
  { attempts, isStopping, random }: { attempts: number; isStopping: boolean; random: number },
): ComeBack | null {
  switch (result.kind) {
    case "wait":
      return { at: result.until };
    case "interrupted":
      return { inMs: isStopping ? 0 : HOLDER_RETRY_MS };
    case "empty":
      // One that failed before may have left claims that nobody else remembers.
      return attempts > 1 && result.claimedUntil ? { at: result.claimedUntil } : null;
    case "secret_missing":
      return { inMs: HAND_BACK_MIN_MS + random * HAND_BACK_SPREAD_MS };
    case "paused":
      return null;
  }
}

/** When a registration that was not sent now is to be tried again; null where nothing is left for this job. */
function whenAgain(result: SubmitResult): ComeBack | null {
  switch (result.kind) {
    case "busy":
      return { at: result.until };
    case "not_due":
      return { at: result.at };
    case "waiting":
      // Who resumes a credential asks for all that waits for it, and so did who found no secret.
      return result.because === "holder_lost" ? { inMs: HOLDER_RETRY_MS } : null;
    case "sent":
    case "nothing_to_send":
      return null;
  }
}

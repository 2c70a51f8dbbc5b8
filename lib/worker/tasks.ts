import type { TaskList } from "graphile-worker";
import { RUN_BULK_JOB } from "@/lib/bulk/queue";
import { runBulkJob } from "@/lib/bulk/run";
import { DRAIN, ensureDrain } from "@/lib/credentials/gate/queue";
import { inTransaction } from "@/lib/db";
import { SEND_DIGESTS, sendDigests } from "@/lib/digest/send";
import { READ_IMPORT, RUN_IMPORT } from "@/lib/imports/queue";
import { readImport } from "@/lib/imports/reading/read";
import { runImport } from "@/lib/imports/sending/run";
import type { ComeBack, Turn } from "@/lib/jobs/job";
import { REFRESH_DOCUMENTS } from "@/lib/nudges/queue";
import { refreshDocuments } from "@/lib/nudges/refresh-documents";
import { followMeaning } from "@/lib/progress/follow-meaning";
import { type Looker, lookAtDue } from "@/lib/progress/looks/look";
import { ASK_LOOKS, askLooks, LOOK } from "@/lib/progress/looks/queue";
import { FOLLOW_MEANING } from "@/lib/progress/queue";
import { type DrainResult, drainCredential } from "@/lib/registrations/delivery/drain";
import { type SubmitResult, type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { SUBMIT } from "@/lib/registrations/queue";

/** Jobs that a worker has in hand at once; two of them are left for drains, each of which sends many, one for looks. */
export const CONCURRENCY = 9;
const MOST_SINGLES = CONCURRENCY - 3;

/**
 * What the jobs do. None throws for how a registration ended: its schedule is ours, and throwing would hand it to the
 * queue's own back-off.
 */
export function createTaskList(submitter: Submitter, looker: Looker): TaskList {
  const { pool } = submitter;
  return {
    ...SUBMIT.does(pool, submitFew(submitter)),
    ...DRAIN.does(pool, async ({ credentialId }, turn) => {
      const result = await drainCredential(submitter, credentialId, turn.isStopping);
      return whenToDrainAgain(result, turn, submitter.random());
    }),
    ...RUN_BULK_JOB.does(pool, ({ jobId }, { isStopping }) => runBulkJob(pool, jobId, isStopping)),
    ...READ_IMPORT.does(pool, async ({ importId }, { isStopping }) =>
      (await readImport(pool, importId, isStopping)) === "ended" ? null : { inMs: READ_AGAIN_MS },
    ),
    ...RUN_IMPORT.does(pool, ({ importId }, { isStopping }) => runImport(pool, importId, isStopping)),
    [ASK_LOOKS]: () => askLooks(pool),
    // The morning is that of the minute for which it was asked.
    [SEND_DIGESTS]: (_, { job, abortSignal }) =>
      sendDigests(pool, { now: job.run_at, isStopping: () => abortSignal?.aborted ?? false }),
    ...LOOK.does(pool, async ({ credentialId }, { isStopping }) => {
      const turn = await lookAtDue(looker, credentialId, isStopping);
      return turn.endedBy === "secret_missing" ? handBack(looker.random()) : null;
    }),
    ...REFRESH_DOCUMENTS.does(pool, (list) => refreshDocuments(looker, list)),
    ...FOLLOW_MEANING.does(pool, async (value, { isStopping }) =>
      (await followMeaning(pool, value, isStopping)) ? null : { inMs: 0 },
    ),
  };
}

/** Where DOKU takes its time, rows that come one by one would keep all that are sent together waiting. */
function submitFew(submitter: Submitter) {
  let singles = 0;
  return async ({ registrationId }: { registrationId: string }): Promise<ComeBack | null> => {
    if (singles >= MOST_SINGLES) {
      await leaveToDrain(submitter, registrationId);
      return { inMs: LEFT_TO_DRAIN_MS };
    }
    singles += 1;
    try {
      return whenAgain(await submitRegistration(submitter, registrationId, null));
    } finally {
      singles -= 1;
    }
  };
}

async function leaveToDrain({ pool }: Submitter, registrationId: string): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      "select credential_id as id from registration where id = $1",
      [registrationId],
    );
    if (rows[0]) await ensureDrain(tx, rows[0].id);
  });
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
  { attempts, isStopping }: Turn,
  random: number,
): ComeBack | null {
  switch (result.kind) {
    case "wait":
      return { at: result.until };
    case "interrupted":
      return { inMs: isStopping() ? 0 : HOLDER_RETRY_MS };
    case "empty":
      // One that failed before may have left claims that nobody else remembers.
      return attempts > 1 && result.claimedUntil ? { at: result.claimedUntil } : null;
    case "secret_missing":
      return handBack(random);
    case "paused":
      return null;
  }
}

function handBack(random: number): ComeBack {
  return { inMs: HAND_BACK_MIN_MS + random * HAND_BACK_SPREAD_MS };
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

import type { ClientBase } from "pg";

/** The graphile-worker task that submits one registration. */
export const SUBMIT_TASK = "submit_registration";

/** The fallback job runs past the longest send, so it finds work only if the process that should have sent it died. */
export const FALLBACK_DELAY_SECONDS = 30;

/** The queue's own count of attempts must never end a job: only ours means anything. */
export const JOB_MAX_ATTEMPTS = 32_767;

/** Makes the registration's one job due at `runAt`, in the caller's transaction, replacing the time of the one it has. */
export async function enqueue(tx: ClientBase, registrationId: string, runAt: Date): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('registrationId', $2::text), run_at => $3::timestamptz,
              job_key => $2::text, max_attempts => $4)`,
    [SUBMIT_TASK, registrationId, runAt, JOB_MAX_ATTEMPTS],
  );
}

/** When a job comes back: at a time that the database named, or so long from now by its clock; never by a process's own. */
export type ComeBack = { at: Date } | { inMs: number };

/** Has a job come back that is running. Returning from its task deletes it, so this is a new one under its key. */
export async function comeBack(
  db: Pick<ClientBase, "query">,
  { task, payload, jobKey }: { task: string; payload: Record<string, unknown>; jobKey: string },
  when: ComeBack,
): Promise<void> {
  const [at, inMs] = "at" in when ? [when.at, 0] : [null, when.inMs];
  await db.query(
    `select graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4,
              run_at => coalesce($5::timestamptz, clock_timestamp()) + $6 * interval '1 millisecond')`,
    [task, JSON.stringify(payload), jobKey, JOB_MAX_ATTEMPTS, at, inMs],
  );
}

/** The graphile-worker task that sends everything of a credential that is due. */
export const DRAIN_TASK = "drain_credential";

/** In SQL it is put together by `enqueueDrain`, `ensureDrain` and the sweep. */
export const drainJobKey = (credentialId: string, lane: number): string => `drain:${credentialId}:${lane}`;

/** Drains of one credential at once: one for each of two processes keeps both busy. */
export const DRAIN_LANES = 2;

/**
 * Asks for everything of the credential that is due to be sent, now or from `runAt` on, a time of the database; in the
 * caller's transaction.
 */
export async function enqueueDrain(tx: ClientBase, credentialId: string, runAt?: Date): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('credentialId', $2::text, 'lane', lane),
              run_at => coalesce($3::timestamptz, now()),
              job_key => 'drain:' || $2::text || ':' || lane, max_attempts => $4)
       from generate_series(1, $5) as lane`,
    [DRAIN_TASK, credentialId, runAt, JOB_MAX_ATTEMPTS, DRAIN_LANES],
  );
}

// By its key, which a job that will never run again has lost. One that failed and waits for its next attempt does not
// count, and neither does one that was planned for later: asking begins anew.
const DRAIN_ON_ITS_WAY = `
  select from graphile_worker._private_jobs j
   where j.key = 'drain:' || $2::text || ':' || lane
     and (j.locked_at is not null or j.run_at <= now() or (j.attempts = 0 and j.run_at <= now() + $5 * interval '1 second'))`;

/** One that is planned within this time waits for the credential, and asking would have it look in vain. */
const DRAIN_SOON_SECONDS = 10;

/**
 * Asks like `enqueueDrain`, at once, in those lanes where no drain of the credential runs or is planned: asking for one
 * that runs would take up another of the worker's places. One that is just ending may miss what comes now.
 */
export async function ensureDrain(tx: ClientBase, credentialId: string): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('credentialId', $2::text, 'lane', lane),
              job_key => 'drain:' || $2::text || ':' || lane, max_attempts => $3)
       from generate_series(1, $4) as lane where not exists (${DRAIN_ON_ITS_WAY})`,
    [DRAIN_TASK, credentialId, JOB_MAX_ATTEMPTS, DRAIN_LANES, DRAIN_SOON_SECONDS],
  );
}

/** Asks like `ensureDrain` for what else is due beside a registration, and for it. */
export async function ensureDrainOf(tx: ClientBase, registrationId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    "select credential_id as id from registration where id = $1",
    [registrationId],
  );
  if (rows[0]) await ensureDrain(tx, rows[0].id);
}

import { JOB_MAX_ATTEMPTS } from "@/lib/jobs/job";

// Tables and messages of graphile-worker 0.17.3 that it promises nobody. No other file knows them.

/**
 * Whether the job under this key is being worked on, or is `planned`: a condition on its `run_at` and `attempts`. By
 * its key, which a job that will never run again has lost.
 */
export const comesSql = (key: string, planned: string): string =>
  `exists (select from graphile_worker._private_jobs where key = ${key} and (locked_at is not null or ${planned}))`;

/** Which jobs a process has in hand, as a table of a FROM. */
export const TAKEN_JOBS_SQL = `
  (select key, identifier, payload, run_at, priority, locked_by, locked_at
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where locked_by is not null)`;

/** Asks anew for each row of such a table: what a process still has in hand of it is a shell without a key then. */
export const RENEW_JOB_SQL = `
  graphile_worker.add_job(identifier, payload, job_key => key, run_at => run_at, priority => priority,
    max_attempts => ${JOB_MAX_ATTEMPTS})`;

/** Whose time has come, as a table of a FROM. */
export const DUE_JOBS_SQL =
  "(select from graphile_worker._private_jobs where is_available and priority = 0 and run_at <= now())";

/** Jobs still to come, which nobody has in hand, come so many seconds ($1) sooner. */
export const BRING_JOBS_BACK_SQL = `
  update graphile_worker._private_jobs set run_at = run_at - make_interval(secs => $1::float8)
   where run_at > now() and locked_at is null`;

/** Removes the jobs under these keys, a SELECT, of which most have none: removing each would cost more than looking. */
export const removeFoundSql = (keys: string): string =>
  `select graphile_worker.remove_job(key) from graphile_worker._private_jobs where key in (${keys})`;

/** Has so many of the workers' lanes look for jobs: a job whose time comes or whose lock goes tells nobody. */
export const wakeSql = (lanes: string): string =>
  `pg_notify('jobs:insert', json_build_object('r', random(), 'count', ${lanes})::text)`;

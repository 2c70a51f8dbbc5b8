import type { TaskList } from "graphile-worker";
import type { ClientBase } from "pg";
import type * as z from "zod/mini";

/** The queue's own count of attempts must never end a job: only ours means anything. */
export const JOB_MAX_ATTEMPTS = 32_767;

/** When a job comes back: at a time that the database named, or so long from now by its clock; never by a process's own. */
export type ComeBack = { at: Date } | { inMs: number };

/** What a run knows beside its payload. */
export type Turn = {
  /** How often the job was taken up since it was asked for, this time included. */
  attempts: number;
  isStopping: () => boolean;
};

type Db = Pick<ClientBase, "query">;
type Fields = Record<string, string | number>;

/**
 * A kind of job: what the queue knows of it. Under one key there is one job, and asking again replaces its time; the
 * key is `keyPrefix` and the fields of the payload, joined by colons. All three are kept by the queue, and so are read
 * by the version before and after this one.
 *
 * It is defined in the room that asks for it. What it does is told by the worker, which alone knows all who do it.
 */
export function defineJob<Payload extends Fields>({
  name,
  payload: schema,
  keyPrefix = "",
}: {
  name: string;
  payload: z.ZodMiniType<Payload> & { shape: Record<keyof Payload, unknown> };
  keyPrefix?: string;
}) {
  /** Of each field of a payload the SQL expression. */
  type PayloadSql = Record<keyof Payload, string>;
  const fields: (keyof Payload & string)[] = [];
  for (const field in schema.shape) fields.push(field);

  function keySql(payload: PayloadSql): string {
    const key = fields.map((field) => `(${payload[field]})::text`).join(" || ':' || ");
    return keyPrefix ? `'${keyPrefix}' || ${key}` : key;
  }

  async function add(db: Db, payload: Payload, when: ComeBack): Promise<void> {
    const key = keyPrefix + fields.map((field) => payload[field]).join(":");
    const [at, inMs] = "at" in when ? [when.at, 0] : [null, when.inMs];
    await db.query(ADD, [name, JSON.stringify(payload), key, JOB_MAX_ATTEMPTS, at, inMs]);
  }

  return {
    keySql,
    /**
     * Asks for the job of each row of a SELECT. `isFirst` where nobody can have asked under its key before: then the
     * queue looks for none that is under way, which takes twice as long.
     */
    addSql(payload: PayloadSql, runAt: string, { isFirst = false } = {}): string {
      const pairs = fields.map((field) => `'${field}', ${payload[field]}`).join(", ");
      const mode = isFirst ? ", job_key_mode => 'unsafe_dedupe'" : "";
      return `graphile_worker.add_job('${name}', json_build_object(${pairs}), job_key => ${keySql(payload)},
                run_at => ${runAt}, max_attempts => ${JOB_MAX_ATTEMPTS}${mode})`;
    },
    /** Takes back what was asked for of each row of a SELECT. */
    removeSql: (payload: PayloadSql): string => `graphile_worker.remove_job(${keySql(payload)})`,
    /** Asks for the job, at once or from `runAt` on, in the caller's transaction. */
    enqueue: (tx: Db, payload: Payload, runAt?: Date): Promise<void> =>
      add(tx, payload, runAt ? { at: runAt } : { inMs: 0 }),
    /** The worker's task that does it. `run` says when the job comes back; null where it is done. */
    does(db: Db, run: (payload: Payload, turn: Turn) => Promise<ComeBack | null>): TaskList {
      return {
        async [name](given, { job: { attempts }, abortSignal }) {
          const payload = schema.parse(given);
          const when = await run(payload, { attempts, isStopping: () => abortSignal?.aborted ?? false });
          // Returning deletes the job, so this is a new one under its key.
          if (when) await add(db, payload, when);
        },
      };
    },
  };
}

const ADD = `
  select graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4,
           run_at => coalesce($5::timestamptz, clock_timestamp()) + $6 * interval '1 millisecond')`;

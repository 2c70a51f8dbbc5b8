// What people write next: a job for each merchant of a file in graphile-worker, fetched and finished in batches, without
// anything of what DOKU's answers mean. Arguments: the stand-in's address, a file of merchants. A job that is there
// already is not added again; it ends when no job can be taken.
import { setTimeout as wait } from "node:timers/promises";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { makeBareSend } from "../bare-loop";
import { referencesOf, tellSpent } from "./merchants";

const SCHEMA = "peer_queue";
const IN_FLIGHT = 32;
const logger = new Logger(() => () => undefined);

async function sendRest(): Promise<void> {
  const [url = "", file = ""] = process.argv.slice(2);
  const connectionString = process.env.DATABASE_URL ?? "";
  const pool = new pg.Pool({ connectionString, max: 10 });
  const utils = await makeWorkerUtils({ connectionString, schema: SCHEMA, logger });
  await utils.migrate();
  const startedAt = (await pool.query<{ now: Date }>("select now()")).rows[0]?.now;
  console.log("ready");
  const { rows } = await pool.query<{ reference: string }>(
    `select reference from bare union all select key from ${SCHEMA}.jobs`,
  );
  const known = new Set(rows.map(({ reference }) => reference));
  const rest = referencesOf(file).filter((reference) => !known.has(reference));
  await utils.addJobs(
    rest.map((reference) => ({ identifier: "register", payload: { reference }, jobKey: reference })),
  );
  const send = makeBareSend(url, pool, IN_FLIGHT);
  const runner = await run({
    taskList: { register: (payload) => send((payload as { reference: string }).reference) },
    preset: {
      worker: {
        connectionString,
        schema: SCHEMA,
        concurrentJobs: IN_FLIGHT,
        pollInterval: 50,
        localQueue: { size: 200 },
        completeJobBatchDelay: 0,
      },
    },
    noHandleSignals: true,
    logger,
  });
  // What a dead process had taken stays locked for hours, until an operator repairs it.
  const takeable = `select 1 from ${SCHEMA}.jobs where locked_at is null or locked_at >= $1 limit 1`;
  while ((await pool.query(takeable, [startedAt])).rowCount) await wait(20);
  await runner.stop();
  await utils.release();
  await pool.end();
  tellSpent();
}

void sendRest();

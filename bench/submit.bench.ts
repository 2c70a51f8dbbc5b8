import type pg from "pg";
import { makeMerchant } from "@/lib/testing/registrations";
import { type Deployment, onDeployment, reportExit } from "./deployment";
import { startEmptyAction } from "./empty-action";
import { percentile, reportLatencyGoal, spell, timeInRounds } from "./latencies";
import { startWebReplica } from "./web-replica";

// P2: from the form's button until the registration is committed with its envelope, job and audit entry, against an
// empty server action with one INSERT. Both over HTTP, each from a production server; PostgreSQL tells the moment of
// the commit, since the form's answer comes only after DOKU's.

const GOAL = 2;

const REGISTERED_AT = `
  select min(extract(epoch from pg_xact_commit_timestamp(a.xmin)))::float8 * 1000 as at
    from audit_entry a join registration r on r.id = a.registration_id where r.form_key = $1`;
const INSERTED_AT =
  "select extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at from empty_action where id = $1";

async function readCommit(pool: pg.Pool, statement: string, key: string): Promise<number> {
  const at = (await pool.query<{ at: number | null }>(statement, [key])).rows[0]?.at;
  if (typeof at !== "number") throw new Error("nothing was committed");
  return at;
}

async function measure(deployment: Deployment): Promise<boolean> {
  const { pool } = deployment;
  const empty = await startEmptyAction(deployment);
  const replica = await startWebReplica(deployment).catch(async (error: unknown) => {
    await empty.stop();
    throw error;
  });
  const answered = { form: [] as number[], empty: [] as number[] };
  try {
    const rounds = await timeInRounds(
      {
        async baseline() {
          const { id, startedAtMs, answeredAtMs } = await empty.insert(makeMerchant());
          answered.empty.push(answeredAtMs - startedAtMs);
          return (await readCommit(pool, INSERTED_AT, id)) - startedAtMs;
        },
        async subject() {
          const { formKey, startedAtMs, answeredAtMs } = await replica.register();
          answered.form.push(answeredAtMs - startedAtMs);
          return (await readCommit(pool, REGISTERED_AT, formKey)) - startedAtMs;
        },
      },
      { timesPerRound: 100 },
    );
    const whole = percentile(answered.form, 0.5) / percentile(answered.empty, 0.5);
    console.log(
      `until the answer, which has DOKU's in it: form ${spell(answered.form)}, empty action ${spell(answered.empty)}, ratio ${whole.toFixed(2)}`,
    );
    return reportLatencyGoal({
      name: "P2 form submit to durable, of an empty action and one INSERT",
      rounds,
      share: 0.5,
      goal: GOAL,
    });
  } finally {
    await replica.stop();
    await empty.stop();
  }
}

void onDeployment(async (deployment) => reportExit(await measure(deployment)), {
  settings: ["track_commit_timestamp=on"],
});

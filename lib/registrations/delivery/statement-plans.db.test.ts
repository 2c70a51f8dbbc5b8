import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { CurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { readMovement } from "@/lib/holders/movement";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { makeWaitingDue, parkAfterRestore, parkReplays } from "@/lib/registrations/life/state";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { removeOld } from "@/lib/worker/remove-old";

// Every statement that runs with each sweep, claim, drain or pass of retention finds its rows by an index, so that it costs the same with
// ten million registrations. As in a table that is full of what was sent long ago; the planner is left as it is.
const { pool } = useTestDatabase();
useSimulatorEnv();

const SETTLED = 30_000;
const DUE = 500;

let credential: CurrentCredential;
let due: string[];

beforeAll(async () => {
  credential = await syncCredentialFromEnv();
  const { id: ownerId } = await makeManager();
  const of = { ownerId, credentialId: credential.id };
  const settled = await makeRegistrations(pool, { ...of, status: "INVITED", count: SETTLED });
  due = await makeRegistrations(pool, { ...of, status: "QUEUED", count: DUE });
  await pool.query(
    "update registration set next_run_at = now() - interval '1 second' where status = 'QUEUED'",
  );
  await pool.query(
    `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, ended_at, outcome)
     select gen_random_uuid(), id, 1, 'first', request_id, gen_random_uuid(), 1, 'test', now(), 'accepted'
       from registration where status = 'INVITED'`,
  );
  await pool.query(
    `update attempt set started_at = now() - interval '41 days', ended_at = now() - interval '40 days'
      where id in (select id from attempt limit 700)`,
  );
  await makeEnded(ownerId, settled);
  await pool.query("analyze");
}, 60_000);

/** A spreadsheet and a bulk job that ended long ago, among many that have not ended. */
async function makeEnded(ownerId: string, settled: string[]): Promise<void> {
  for (let place = 0; place <= SETTLED / DUE; place += 1) {
    const id = randomUUID();
    const finishedAt = place === 0 ? new Date(Date.now() - 40 * 86_400_000) : null;
    await pool.query(
      `insert into import (id, environment, credential_id, created_by_id, file_name, format, bytes, row_count, status, finished_at)
       values ($1, 'simulator', $2, $3, 'merchants.csv', 'csv', 1, $4, 'finished', $5)`,
      [id, credential.id, ownerId, DUE, finishedAt],
    );
    await pool.query(
      `insert into import_row (import_id, position, cells, row_key)
       select $1, n, '{Kopi Senja}', gen_random_uuid() from generate_series(1, $2::int) n`,
      [id, DUE],
    );
    await pool.query(
      `insert into bulk_job (id, environment, kind, status, created_by_id, total, finished_at)
       values ($1, 'simulator', 'retry', 'finished', $2, $3, $4)`,
      [id, ownerId, DUE, finishedAt],
    );
    await pool.query(
      `insert into bulk_item (job_id, position, registration_id, outcome)
       select $1, n, id, 'done' from unnest($2::uuid[]) with ordinality as item(id, n)`,
      [id, settled.slice(0, DUE)],
    );
  }
}

beforeEach(async () => {
  await pool.query(
    "update credential set usable_at = now(), key_version = 'test', probe_until = null, rate_limit = null, fault_count = 0",
  );
  await pool.query("update sweep set at = now() - interval '2 seconds'");
});

const claimer = { holder: randomUUID(), keyVersionFor: () => "test", random: 0.5 };
const claimOne = (of: Pool, registrationId: string) =>
  claimForSend(of, { ...claimer, registrationId, actorId: null });
const claimMany = (of: Pool) => claimBatch(of, { ...claimer, credentialId: credential.id, limit: 64 });

const WHAT_RUNS: [string, (of: Pool) => Promise<unknown>, string[]][] = [
  [
    "a sweep that takes over from the dead",
    async (of) => {
      await pool.query("insert into holder (id, lock_key, kind) values ($1, 1, 'worker')", [claimer.holder]);
      await claimMany(pool);
      await sweepDeadHolders(of);
    },
    ["attempt_holder_started_at_idx", "registration_pkey", "registration_due"],
  ],
  ["a claim of one", (of) => claimOne(of, due[DUE - 1] ?? ""), ["registration_pkey"]],
  [
    "a claim of a row whose sender died",
    async (of) => {
      const id = due[DUE - 4] ?? "";
      await claimOne(pool, id);
      await pool.query("update registration set claim_until = now() where id = $1", [id]);
      await claimOne(of, id);
    },
    ["registration_pkey", "attempt_registration_id_number_key"],
  ],
  [
    "a claim of a row that brought its senders down",
    async (of) => {
      await pool.query("update registration set death_count = 3 where id = any($1)", [due.slice(-3)]);
      await claimOne(of, due[DUE - 2] ?? "");
    },
    ["registration_pkey", "registration_poisoned"],
  ],
  ["a drain", claimMany, ["registration_due", "registration_pkey"]],
  [
    "a drain of what is left over",
    async (of) => {
      await pool.query(
        "update registration set claim_holder = 'x', claim_until = now() + interval '1 minute'",
      );
      await claimMany(of);
    },
    ["registration_due"],
  ],
  [
    "a resumed credential",
    (of) => inTransaction(of, (tx) => makeWaitingDue(tx, credential.id)),
    ["registration_due", "registration_pkey"],
  ],
  [
    "parking what was to be repeated",
    (of) => inTransaction(of, (tx) => parkReplays(tx, credential.id)),
    ["registration_due", "registration_pkey"],
  ],
  [
    "parking after a restore",
    (of) => inTransaction(of, (tx) => parkAfterRestore(tx)),
    ["registration_due", "registration_pkey"],
  ],
  ["a look at whether anybody moves", readMovement, ["registration_due"]],
  [
    "a pass of retention",
    (of) => removeOld(of, { keepDays: 30, now: new Date() }),
    ["attempt_uncleared", "registration_pkey", "import_row_pkey", "bulk_item_pkey"],
  ],
];

test.each(WHAT_RUNS)("F59: %s reads no table from end to end", async (_, act, indexes) => {
  const statements = new Map<string, unknown[]>();
  await act(recording(pool, statements));
  const plans = await Promise.all([...statements].map(([text, values]) => planOf(text, values)));
  const nodes = plans.flatMap(nodesOf);
  expect(
    nodes.filter((node) => BIG.has(node["Relation Name"] ?? "") && node["Node Type"] === "Seq Scan"),
  ).toEqual([]);
  expect(nodes.map((node) => node["Index Name"])).toEqual(expect.arrayContaining(indexes));
});

const BIG: ReadonlySet<string> = new Set(["registration", "attempt", "import_row", "bulk_item"]);

type Plan = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Plan[] };

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

async function planOf(text: string, values: unknown[]): Promise<Plan> {
  const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (format json) ${text}`,
    values,
  );
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  if (!plan) throw new Error("no plan");
  return plan;
}

/** The pool, noting the statements that can be planned. */
function recording(original: Pool, statements: Map<string, unknown[]>): Pool {
  const noting = <Target extends Pool | PoolClient>(target: Target): Target =>
    new Proxy(target, {
      get(_, property) {
        const value = Reflect.get(target, property, target);
        if (property === "query")
          return (query: string | { text: string; values: unknown[] }, values: unknown[] = []) => {
            const said = typeof query === "string" ? { text: query, values } : query;
            if (/^\s*(select|with|update|insert|delete)/i.test(said.text))
              statements.set(said.text, said.values);
            return target.query(said.text, said.values);
          };
        if (property === "connect") return async () => noting(await original.connect());
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return noting(original);
}

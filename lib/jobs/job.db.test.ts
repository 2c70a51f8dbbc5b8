import { randomUUID } from "node:crypto";
import { Logger, runOnce, type TaskList } from "graphile-worker";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod/mini";
import { inTransaction } from "@/lib/db";
import { type ComeBack, defineJob } from "@/lib/jobs/job";
import { comesSql } from "@/lib/jobs/private-tables";
import { useTestDatabase } from "@/lib/testing/database";

const { pool, url } = useTestDatabase();

const WASH = defineJob({
  name: "wash",
  payload: z.object({ shirtId: z.uuid(), basket: z.number() }),
  keyPrefix: "wash:",
});
const shirtId = randomUUID();
const payload = { basket: 2, shirtId };
const key = `wash:${shirtId}:2`;
const IN_SQL = { shirtId: "$1::uuid", basket: "basket" };

beforeEach(() => pool.query("delete from graphile_worker._private_jobs"));

const ask = (runAt?: Date) => inTransaction(pool, (tx) => WASH.enqueue(tx, payload, runAt));

type Waiting = { key: string; payload: object; name: string; max: number; inMs: number };
async function waiting(): Promise<Waiting[]> {
  const { rows } = await pool.query<Waiting>(
    `select key, payload, identifier as name, max_attempts as max,
            round(extract(epoch from run_at - j.created_at) * 1000)::int as "inMs"
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`,
  );
  return rows;
}

async function work(taskList: TaskList): Promise<void> {
  const logger = new Logger(() => () => undefined);
  await runOnce({ connectionString: url, taskList, noHandleSignals: true, logger });
}

/** Runs what is due once, with one that comes back so; what it was told. */
async function washOnce(again: ComeBack | null): Promise<object[]> {
  const told: object[] = [];
  await work(
    WASH.does(pool, async (given, { attempts, isStopping }) => {
      told.push({ ...given, attempts, isStopping: isStopping() });
      return again;
    }),
  );
  return told;
}

test("is the same job whether it is asked for by a statement or a value", async () => {
  await ask();
  const [asked] = await waiting();
  expect(asked).toMatchObject({ key, payload, name: "wash", max: 32_767 });
  await pool.query(`select ${WASH.addSql(IN_SQL, "now()")} from generate_series(2, 2) as basket`, [shirtId]);
  const both = await waiting();
  expect(both).toEqual([{ ...asked, inMs: expect.any(Number) }]);
  await pool.query(`select ${WASH.removeSql(IN_SQL)} from generate_series(1, 2) as basket`, [shirtId]);
  expect(await waiting()).toEqual([]);
});

test("runs with what it was asked for, and is gone when it is done", async () => {
  await ask();
  expect(await washOnce(null)).toEqual([{ ...payload, attempts: 1, isStopping: false }]);
  await expect.poll(waiting).toEqual([]);
});

test("comes back so long from now as its run says, under the same key", async () => {
  await ask();
  expect(await washOnce({ inMs: 90_000 })).toHaveLength(1);
  await expect.poll(waiting).toEqual([expect.objectContaining({ key, payload })]);
  const [again] = await waiting();
  expect(again?.inMs).toBeGreaterThanOrEqual(90_000);
  expect(again?.inMs).toBeLessThan(100_000);
});

test("comes back at the time that its run says", async () => {
  await ask();
  const at = new Date("2100-11-12T07:00:00Z");
  await washOnce({ at });
  await expect
    .poll(
      async () => (await pool.query("select run_at from graphile_worker.jobs where key = $1", [key])).rows,
    )
    .toEqual([{ run_at: at }]);
});

test("whose payload nobody understands stays with the queue", async () => {
  await ask();
  await pool.query("update graphile_worker._private_jobs set payload = '{}'");
  expect(await washOnce(null)).toEqual([]);
  await expect.poll(waiting).toEqual([expect.objectContaining({ key })]);
});

test("is on its way while somebody has it in hand, or where it is planned so", async () => {
  const comes = async (planned: string) =>
    (
      await pool.query<{ comes: boolean }>(
        `select ${comesSql(WASH.keySql(IN_SQL), planned)} as comes from generate_series(2, 2) as basket`,
        [shirtId],
      )
    ).rows[0]?.comes;
  expect(await comes("run_at <= now()")).toBe(false);
  await ask(new Date("2100-11-12T07:00:00Z"));
  expect(await comes("run_at <= now()")).toBe(false);
  expect(await comes("run_at > now()")).toBe(true);
  await pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody'");
  expect(await comes("run_at <= now()")).toBe(true);
});

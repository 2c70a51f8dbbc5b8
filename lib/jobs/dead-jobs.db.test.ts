import { expect, test } from "vitest";
import * as z from "zod/mini";
import { inTransaction } from "@/lib/db";
import { removeDeadJobs } from "@/lib/jobs/dead-jobs";
import { defineJob } from "@/lib/jobs/job";
import { useTestDatabase } from "@/lib/testing/database";

const { pool } = useTestDatabase();

const NOW = new Date("2026-11-12T07:00:00Z");
const keysLeft = async () =>
  (
    await pool.query<{ key: string | null }>("select key from graphile_worker.jobs order by key nulls last")
  ).rows.map(({ key }) => key);

/** As a worker that takes the job of `id`, and dies after `meanwhile`. */
async function dieDuring(id: string, meanwhile: () => Promise<unknown>): Promise<void> {
  await pool.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'died', attempts = 1 where key = $1",
    [id],
  );
  await meanwhile();
  await pool.query("select graphile_worker.force_unlock_workers(array['died'])");
}

const JOB = defineJob({ name: "die", payload: z.object({ id: z.uuid() }) });
const add = (id: string) => inTransaction(pool, (tx) => JOB.enqueue(tx, { id }, NOW));

test("F37: jobs of which only a shell is left after a death are removed, and none that is still to run", async () => {
  const [replaced, removed, waiting, taken, interrupted] = [
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "00000000-0000-4000-8000-000000000003",
    "00000000-0000-4000-8000-000000000004",
    "00000000-0000-4000-8000-000000000005",
  ] as const;
  for (const id of [replaced, removed, waiting, taken, interrupted]) await add(id);
  await dieDuring(replaced, () => add(replaced));
  await dieDuring(removed, () => pool.query("select graphile_worker.remove_job($1)", [removed]));
  await dieDuring(interrupted, async () => undefined);
  await pool.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'alive' where key = $1",
    [taken],
  );
  expect(await keysLeft()).toEqual([replaced, waiting, taken, interrupted, null, null]);
  await removeDeadJobs(pool);
  expect(await keysLeft()).toEqual([replaced, waiting, taken, interrupted]);
});

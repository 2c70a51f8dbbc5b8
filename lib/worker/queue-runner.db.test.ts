import pg from "pg";
import { expect, test } from "vitest";
import { useTestDatabase } from "@/lib/testing/database";
import { workQueue } from "@/lib/worker/queue-runner";

const { pool, url } = useTestDatabase();

test("a worker whose connections break while it hands a job back lives on, and the job ends", async () => {
  const own = new pg.Pool({ connectionString: url, application_name: "queue-runner-test" });
  own.on("error", () => undefined);
  own.on("connect", (client) => client.on("error", () => undefined));
  const stopping = new AbortController();
  let runs = 0;
  const breakConnections = async () => {
    runs += 1;
    if (runs > 1) return;
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'queue-runner-test'",
    );
  };
  const working = workQueue(
    { pool: own, concurrency: 2, taskList: { breakConnections }, onPoolId: () => undefined },
    stopping.signal,
  );
  await pool.query("select graphile_worker.add_job('breakConnections')");
  const left = async () => (await pool.query("select 1 from graphile_worker.jobs")).rowCount;
  await expect.poll(async () => runs > 0 && (await left()), { timeout: 15_000 }).toBe(0);
  stopping.abort();
  await working;
  await own.end();
});

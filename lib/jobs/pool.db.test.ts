import { expect, test } from "vitest";
import { openQueuePool } from "@/lib/jobs/pool";
import { useTestDatabase } from "@/lib/testing/database";

const { url } = useTestDatabase();

test("a connection that is given back twice is given back once", async () => {
  const pool = openQueuePool(url, 1);
  await new Promise<void>((resolve, reject) => {
    pool.connect((error, _, release) => {
      if (error) return reject(error);
      release();
      expect(() => release()).not.toThrow();
      resolve();
    });
  });
  const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  expect(new Set(clients).size).toBe(3);
  for (const client of clients) client.release();
  await pool.end();
});

test("a connection that did not come in time is given back in peace", async () => {
  // Long enough for the connections that do come, on a machine that is busy.
  const pool = openQueuePool(url, 1, 2_000);
  const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  const failed = await new Promise<Error | undefined>((resolve) => {
    pool.connect((error, _, release) => {
      expect(() => release()).not.toThrow();
      resolve(error);
    });
  });
  expect(failed?.message).toMatch(/timeout/);
  for (const client of clients) client.release();
  await pool.end();
});

import { expect, test, vi } from "vitest";
import { startHolder } from "@/lib/holders/holder";
import { logger } from "@/lib/logger";
import { useTestDatabase } from "@/lib/testing/database";
import { startDatabaseProxy } from "@/lib/testing/database-proxy";

const { pool, url } = useTestDatabase();

test("what keeps a process from coming back is logged once, however often it tries", async () => {
  const warn = vi.spyOn(logger, "warn").mockReturnValue();
  const causes = () =>
    warn.mock.calls.flatMap(([said, words]: unknown[]) =>
      words === "not back as a holder yet" ? [String(Object(said).err)] : [],
    );
  const proxy = await startDatabaseProxy(url);
  const holder = await startHolder({ connectionString: proxy.url, kind: "worker" });
  const broken = proxy.breakAt("pg_try_advisory_lock", "before");
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mitra-holder-worker' and datname = current_database()",
  );
  await broken;
  await proxy.breakAt("pg_try_advisory_lock", "before");
  await proxy.breakAt("insert into holder", "before");
  await expect.poll(() => holder.isConnected(), { timeout: 10_000 }).toBe(true);
  // A broken connection has one of two causes, and broke three times.
  expect(causes()).not.toEqual([]);
  expect(causes()).toEqual([...new Set(causes())]);
  await holder.close();
  await proxy.close();
});

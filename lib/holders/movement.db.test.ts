import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { readMovement } from "@/lib/holders/movement";
import { metrics } from "@/lib/metrics";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool } = useTestDatabase();
useSimulatorEnv();

beforeAll(async () => {
  const { id: credentialId } = await syncCredentialFromEnv();
  const { id: ownerId } = await makeManager();
  await makeRegistrations(pool, { status: "QUEUED", count: 2, ownerId, credentialId });
});

beforeEach(async () => {
  await pool.query("delete from holder");
  await pool.query("update sweep set at = now()");
  await pool.query("update credential set paused_at = null, slow_until = null");
  await pool.query("update registration set next_run_at = null, claim_until = null, archived_at = null");
});

const addHolder = (kind: string, { seen, started = "1 hour" }: { seen: string | null; started?: string }) =>
  pool.query(
    `insert into holder (id, lock_key, kind, seen_at, started_at)
     select gen_random_uuid(), coalesce(max(lock_key), 0) + 1, $1, now() - $2::interval, now() - $3::interval from holder`,
    [kind, seen, started],
  );
const sweptAgo = (ago: string) => pool.query("update sweep set at = now() - $1::interval", [ago]);

describe("how many workers move", () => {
  test.each([
    ["one that was seen", "5 seconds", "0 seconds", 1],
    ["one that hangs", "61 seconds", "0 seconds", 0],
    ["one of an earlier version, while somebody sweeps", null, "0 seconds", 1],
    ["one of an earlier version, while nobody does", null, "61 seconds", 0],
  ])("%s", async (_, seen, swept, workers) => {
    await addHolder("worker", { seen });
    await addHolder("web", { seen: "1 second" });
    await sweptAgo(swept);
    expect(await readMovement(pool)).toMatchObject({ workers });
  });
});

describe("nobody works", () => {
  test.each([
    ["no worker has swept for a minute, in which a server ran", "61 seconds", "2 minutes", true],
    ["a worker swept a moment ago", "1 second", "2 minutes", false],
    ["everything has just been started", "8 hours", "10 seconds", false],
  ])("%s", async (_, swept, started, isStill) => {
    await addHolder("web", { seen: "1 second", started });
    await sweptAgo(swept);
    expect(await readMovement(pool)).toMatchObject({ isStill });
  });
});

describe("how long the oldest has been due", () => {
  const makeDue = () =>
    pool.query(
      "update registration set next_run_at = now() - n * interval '100 seconds' from (select id, row_number() over () as n from registration) r where r.id = registration.id",
    );

  test.each([
    ["the oldest of all", "", 200],
    ["nothing is due yet", "update registration set next_run_at = now() + interval '1 minute'", null],
    ["all of it is being sent", "update registration set claim_until = now() + interval '30 seconds'", null],
    ["its claim ran out", "update registration set claim_until = now() - interval '1 second'", 200],
    ["its credential is paused", "update credential set paused_at = now()", null],
    ["its credential has to wait", "update credential set slow_until = now() + interval '1 minute'", null],
    [
      "the other one is put away",
      "update registration set archived_at = now() where next_run_at < now() - interval '150 seconds'",
      100,
    ],
  ])("%s", async (_, change, seconds) => {
    await makeDue();
    if (change) await pool.query(change);
    const { oldestDueSeconds } = await readMovement(pool);
    expect(oldestDueSeconds === null ? null : Math.floor(oldestDueSeconds / 50) * 50).toBe(seconds);
    const { text } = await metrics().scrape(pool);
    const [, figure] = /^mitra_oldest_due_seconds (\d+)$/m.exec(text) ?? [];
    expect(Math.floor(Number(figure) / 50) * 50).toBe(seconds ?? 0);
  });
});

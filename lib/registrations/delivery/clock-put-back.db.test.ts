import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { readPlaces } from "@/lib/credentials/gate/rate-limit";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// That the database's clock is put back by seven hours is the same as that all it told before is seven hours ahead.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
});

beforeEach(async () => {
  await pool.query("delete from graphile_worker._private_jobs");
  await pool.query("update registration set next_run_at = null");
  await pool.query(
    `update credential set usable_at = clock_timestamp(), key_version = '0badc0de', fault_count = 0, breaker_until = null,
            probe_until = null, slow_until = null, rate_limit = null, next_slot_at = null, rate_share = 1, rate_lowered_at = null`,
  );
});

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

const submit = (id: string) =>
  submitRegistration(
    {
      pool,
      holderId: () => "a holder",
      keyVersionFor: () => "0badc0de",
      random: () => 0.5,
      send: async () => makeEnding("accepted", { business: { id: `BSN-${randomUUID()}`, brandIds: [] } }),
    },
    id,
    null,
  );

/** As the clock told all of it `ahead` of what it tells now. */
async function putClockBack(ahead: string): Promise<void> {
  await pool.query("update sweep set at = clock_timestamp() + $1::interval", [ahead]);
  await pool.query("update registration set next_run_at = next_run_at + $1::interval", [ahead]);
  await pool.query("update graphile_worker._private_jobs set run_at = run_at + $1::interval", [ahead]);
}

describe("F18: the database's clock is put back by hours", () => {
  test.each<[string, string]>([
    ["what was due", ""],
    ["a credential that DOKU asked to wait", "slow_until = clock_timestamp() + interval '7 hours'"],
    [
      "a credential whose breaker was open",
      "fault_count = 5, breaker_until = clock_timestamp() + interval '7 hours'",
    ],
    [
      "a credential that somebody tried for",
      "usable_at = null, probe_until = clock_timestamp() + interval '7 hours'",
    ],
    [
      "a credential with places under its rate limit",
      "rate_limit = 5, next_slot_at = clock_timestamp() + interval '7 hours'",
    ],
  ])("%s goes at once", async (_, gate) => {
    const id = await register();
    if (gate) await pool.query(`update credential set ${gate}`);
    await putClockBack("7 hours");
    expect(await submit(id)).toMatchObject({ kind: "not_due" });
    await sweepDeadHolders(pool);
    expect(await submit(id)).toMatchObject({ kind: "sent", next: { status: "INVITED" } });
  });

  test("what is to go in a minute goes in a minute, and so does its job", async () => {
    const id = await register();
    await pool.query(
      "update registration set next_run_at = clock_timestamp() + interval '1 minute' where id = $1",
      [id],
    );
    await pool.query("update graphile_worker._private_jobs set run_at = now() + interval '1 minute'");
    await putClockBack("7 hours");
    await sweepDeadHolders(pool);
    const { rows } = await pool.query<{ inSeconds: number }>(
      `select extract(epoch from next_run_at - clock_timestamp())::float8 as "inSeconds" from registration where id = $1
       union all
       select extract(epoch from run_at - clock_timestamp())::float8 from graphile_worker.jobs where key = $1::text`,
      [id],
    );
    expect(rows).toHaveLength(2);
    for (const { inSeconds } of rows) expect(Math.abs(inSeconds - 60)).toBeLessThan(5);
  });

  test("a rate that DOKU lowered is lower still by no more than that, at once and when the sweep has seen it", async () => {
    await pool.query(
      "update credential set rate_limit = 40, rate_share = 0.5, rate_lowered_at = clock_timestamp() + interval '7 hours'",
    );
    const spacing = () => inTransaction(pool, async (tx) => (await readPlaces(tx, credentialId))?.spacingMs);
    expect(await spacing()).toBeCloseTo(50.75, 1);
    await putClockBack("7 hours");
    await sweepDeadHolders(pool);
    const { rateLoweredAt } = await prisma.credential.findFirstOrThrow();
    expect(Math.abs((rateLoweredAt?.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
  });

  test("it is followed once, and not where it only stood still", async () => {
    const id = await register();
    await putClockBack("7 hours");
    await sweepDeadHolders(pool);
    const { nextRunAt } = await prisma.registration.findUniqueOrThrow({ where: { id } });
    await sweepDeadHolders(pool, { intervalMs: 0 });
    await sweepDeadHolders(pool, { intervalMs: 0 });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ nextRunAt });
  });
});

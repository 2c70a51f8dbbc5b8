import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NO_AUDIT_FILTER } from "@/lib/audit/log/filter";
import { listAuditEntries } from "@/lib/audit/log/queries";
import type { UserActor } from "@/lib/authority/actor";
import { readPlaces } from "@/lib/credentials/gate/rate-limit";
import { inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { pressTogether } from "@/lib/testing/pressed-together";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { changeRateLimit, resumeCredential } from "./mutations";
import { awaitTest, listCredentials } from "./queries";
import { syncCredentialFromEnv } from "./settings";

const { pool } = useTestDatabase();
useSimulatorEnv();

let admin: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
});
beforeEach(async () => {
  await pool.query(
    "update credential set rate_limit = null, next_slot_at = null, rate_share = 1, rate_lowered_at = null",
  );
});

const setLimit = (rateLimit: number | null) => changeRateLimit(admin, { credentialId, rateLimit });
const readOne = async () => (await listCredentials(admin))[0];

/** Seconds from now to the next free place. */
async function secondsToNextPlace(): Promise<number | null> {
  const { rows } = await pool.query<{ seconds: number | null }>(
    "select extract(epoch from next_slot_at - clock_timestamp())::float8 as seconds from credential",
  );
  return rows[0]?.seconds ?? null;
}

test("resuming a credential asks for all that waits for it, which has no jobs of its own", async () => {
  await pool.query(
    "select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'drain:%'",
  );
  await pool.query("update credential set paused_at = now()");
  await resumeCredential(admin, credentialId);
  const { rows } = await pool.query(
    "select key, run_at <= now() as due from graphile_worker.jobs where key like 'drain:%' order by key",
  );
  expect(rows).toEqual([1, 2].map((lane) => ({ key: `drain:${credentialId}:${lane}`, due: true })));
});

test("resuming a credential has DOKU asked about merchants again, which it had refused", async () => {
  await pool.query(
    "update credential set paused_at = now(), look_refused_at = now(), look_refused_reason = 'invalid_signature'",
  );
  await resumeCredential(admin, credentialId);
  expect(await readOne()).toMatchObject({ lookRefusedAt: null, lookRefusedReason: null });
});

test("two people who resume a credential at once resume it once, and it is told once", async () => {
  await pool.query("update credential set paused_at = now()");
  const told = async () => {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*)::int as count from audit_entry where action = 'credential.resumed'",
    );
    return rows[0]?.count ?? 0;
  };
  const before = await told();
  const resume = () => resumeCredential(admin, credentialId);
  await pressTogether(
    pool,
    (tx) => tx.query("select from credential where id = $1 for no key update", [credentialId]),
    [resume, resume],
  );
  expect(await readOne()).toMatchObject({ pausedAt: null });
  expect(await told()).toBe(before + 1);
});

describe("the test of a credential", () => {
  // A rule that is asked again and again until something is known; none of these waits for its patience to end.
  const state = async (facts: string) => {
    await pool.query(
      `update credential set paused_at = null, usable_at = null, fault_count = 0, probe_until = null`,
    );
    await pool.query(`update credential set ${facts}`);
    return awaitTest(credentialId, 0);
  };

  test("is what is known of it now, and never *On* before DOKU has answered", async () => {
    expect(await state("paused_at = now()")).toBe("paused");
    expect(await state("usable_at = now()")).toBe("on");
    expect(await state("probe_until = now() + interval '20 seconds'")).toBe("pending");
    expect(await state("usable_at = null")).toBe("untested");
    expect(await state("fault_count = 1")).toBe("unanswered");
    expect(await state("fault_count = 5")).toBe("unreachable");
  });

  test("is told as soon as DOKU has refused again", async () => {
    await state("probe_until = now() + interval '20 seconds'");
    const [result] = await Promise.all([
      awaitTest(credentialId, 10_000),
      pool.query("update credential set paused_at = now(), probe_until = null"),
    ]);
    expect(result).toBe("paused");
    await pool.query("update credential set paused_at = null");
  });
});

describe("the rate limit of a credential", () => {
  test("is set, changed and taken away, each with an audit entry of before and after", async () => {
    for (const rateLimit of [20, 5, 5, null]) await setLimit(rateLimit);
    const { entries } = await listAuditEntries(admin, NO_AUDIT_FILTER, new Date());
    const changes = entries.filter(({ action }) => action === "credential.rate_limit_changed");
    expect(changes.map(({ details }) => details).reverse()).toEqual([
      { from: null, to: 20 },
      { from: 20, to: 5 },
      { from: 5, to: null },
    ]);
    expect(changes[0]).toMatchObject({ actor: { name: "Dewi" }, credential: { id: credentialId } });
    expect(await readOne()).toMatchObject({ rateLimit: null, rateNow: null });
  });

  test("once raised does not keep anyone waiting for a place of the slow time", async () => {
    await setLimit(1);
    await pool.query("update credential set next_slot_at = clock_timestamp() + interval '20 seconds'");
    await setLimit(100);
    // What was handed out lies up to a second ahead and is not given twice.
    expect(await secondsToNextPlace()).toBeGreaterThan(0.5);
    expect(await secondsToNextPlace()).toBeLessThanOrEqual(1.01);
  });

  test("does not bring a place forward that is near already", async () => {
    await setLimit(10);
    await pool.query("update credential set next_slot_at = clock_timestamp() + interval '0.3 seconds'");
    await setLimit(100);
    expect(await secondsToNextPlace()).toBeLessThanOrEqual(0.3);
  });

  test("wakes whoever sends for the credential", async () => {
    await pool.query(
      "select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'drain:%'",
    );
    await setLimit(3);
    const { rowCount } = await pool.query(
      "select 1 from graphile_worker.jobs where key like $1 and run_at <= now() + interval '1 second'",
      [`drain:${credentialId}:%`],
    );
    expect(rowCount).toBeGreaterThan(0);
  });

  test.each([
    ["has just asked to slow down", "0 seconds", 20],
    ["asked half a minute ago", "30 seconds", 26.62],
    ["asked two minutes ago", "2 minutes", 40],
    ["asked a week ago", "7 days", 40],
    ["asked years ago", "3000 days", 40],
    ["asked by a clock that was put back since", "-7 hours", 20],
  ])("is shown as it is in force when DOKU %s", async (_, ago, expected) => {
    await setLimit(40);
    await pool.query(
      "update credential set rate_share = 0.5, rate_lowered_at = clock_timestamp() - $1::interval",
      [ago],
    );
    expect((await readOne())?.rateNow).toBeCloseTo(expected, 0);
    const places = await inTransaction(pool, (tx) => readPlaces(tx, credentialId));
    // Sent a little slower than the limit, so that no second has more.
    expect(1_000 / (places?.spacingMs ?? 0) / expected).toBeCloseTo(0.985, 1);
  });

  test("is an admin's to set", async () => {
    for (const role of ["manager", "viewer"] as const) {
      await expect(changeRateLimit({ ...admin, role }, { credentialId, rateLimit: 5 })).rejects.toEqual(
        new AppError("not_allowed"),
      );
    }
    await expect(changeRateLimit(admin, { credentialId: randomUUID(), rateLimit: 5 })).rejects.toEqual(
      new AppError("not_found"),
    );
    expect((await readOne())?.rateLimit).toBeNull();
  });
});

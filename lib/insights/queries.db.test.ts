import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { RegistrationStatus } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { sumOf, totalCounts } from "./insight-view";
import { readInsights } from "./queries";

const database = useTestDatabase();
useSimulatorEnv();

const NOW = new Date("2026-11-12T05:00:00Z");
let rina: UserActor;
let dewi: UserActor;
let credentialId: string;

type Made = {
  status: RegistrationStatus;
  at: string;
  owner?: UserActor;
  tookMs?: number;
  cause?: string;
  archived?: boolean;
};

async function make({
  status,
  at,
  owner = rina,
  tookMs,
  cause = undefined,
  archived = false,
}: Made): Promise<void> {
  const reference = randomUUID();
  await database.pool.query(
    `insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
       representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code,
       owner_id, created_by_id, form_key, cause, created_at, updated_at, invited_at, archived_at)
     values (gen_random_uuid(), 'simulator', $1, $2, $3, $3, 'Kopi Senja', '', '', '', 'ID', '', '', $4, $4,
       gen_random_uuid(), $5, $6, $6, $7, $8)`,
    [
      credentialId,
      status,
      reference,
      owner.id,
      cause ?? null,
      at,
      tookMs === undefined ? null : new Date(Date.parse(at) + tookMs),
      archived ? at : null,
    ],
  );
}

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  [rina, dewi] = [await makeManager("Rina"), await makeManager("Dewi")];
  // The last moment of 6 November in WIB is out of the seven days to 12 November, the first of the 6th is in.
  await make({ status: "INVITED", at: "2026-11-05T16:59:59Z", tookMs: 1_000 });
  await make({ status: "INVITED", at: "2026-11-05T17:00:00Z", tookMs: 2_000 });
  await make({ status: "INVITED", at: "2026-11-11T17:00:00Z", tookMs: 4_000 });
  await make({ status: "INVITED", at: "2026-11-12T01:00:00Z", tookMs: 3_600_000, owner: dewi });
  await make({ status: "NEEDS_FIX", at: "2026-11-12T02:00:00Z", cause: "refused.businessName.00000001" });
  await make({ status: "NEEDS_FIX", at: "2026-11-12T02:00:01Z", cause: "refused.businessName.00000001" });
  await make({ status: "FAILED", at: "2026-11-12T02:00:02Z", cause: "not_sent.dns", owner: dewi });
  await make({ status: "DRAFT", at: "2026-11-12T02:00:03Z", archived: true });
});

test("days are the person's own, from their midnight on, and archived registrations are left out", async () => {
  const { days } = await readInsights(rina, { range: "7d", by: "day", mine: false }, NOW);
  expect(days?.map(({ day }) => day)).toEqual([
    "2026-11-06",
    "2026-11-07",
    "2026-11-08",
    "2026-11-09",
    "2026-11-10",
    "2026-11-11",
    "2026-11-12",
  ]);
  expect(days?.[0]?.counts.INVITED).toBe(1);
  expect(days?.at(-1)?.counts).toMatchObject({ INVITED: 2, NEEDS_FIX: 2, FAILED: 1, DRAFT: 0 });
  const inEast = { ...rina, timeZone: "Asia/Jayapura" as const };
  expect(
    (await readInsights(inEast, { range: "7d", by: "day", mine: false }, NOW)).days?.[0]?.counts.INVITED,
  ).toBe(2);
});

test("the time to invite has median, nine of ten, and every invitation in one step", async () => {
  const { timeToInvite } = await readInsights(rina, { range: "7d", by: "day", mine: false }, NOW);
  expect(timeToInvite).toMatchObject({ measured: 3, medianMs: 4_000 });
  expect(timeToInvite?.p90Ms).toBeCloseTo(4_000 + 0.8 * (3_600_000 - 4_000));
  expect(timeToInvite?.steps.map(({ count }) => count)).toEqual([2, 0, 0, 1, 0, 0]);
});

test("causes come most frequent first", async () => {
  expect((await readInsights(rina, { range: "30d", by: "day", mine: false }, NOW)).causes).toEqual([
    { cause: "refused.businessName.00000001", count: 2, problem: null },
    { cause: "not_sent.dns", count: 1, problem: null },
  ]);
});

test("a refusal is told in DOKU's words to the newest of its cause, which its code does not hold", async () => {
  const words = (
    await database.pool.query(
      "update registration set problem = 'must not contain &' where cause = 'refused.businessName.00000001'",
    )
  ).rowCount;
  expect(words).toBeGreaterThan(0);
  const { causes } = await readInsights(rina, { range: "30d", by: "day", mine: false }, NOW);
  await database.pool.query("update registration set problem = null");
  expect(causes?.[0]).toMatchObject({
    cause: "refused.businessName.00000001",
    problem: "must not contain &",
  });
});

test("account managers are counted apart, those with most first, and nobody beside oneself where only mine are asked for", async () => {
  const { owners } = await readInsights(rina, { range: "7d", by: "day", mine: false }, NOW);
  expect(owners?.map(({ id, name, counts }) => [id, name, sumOf(counts), counts.INVITED])).toEqual([
    [rina.id, "Rina", 4, 2],
    [dewi.id, "Dewi", 2, 1],
  ]);
  expect((await readInsights(dewi, { range: "7d", by: "day", mine: true }, NOW)).owners).toBeNull();
});

test("mine are one's own alone, in every part", async () => {
  const { days, timeToInvite, causes } = await readInsights(
    dewi,
    { range: "90d", by: "week", mine: true },
    NOW,
  );
  expect(days && totalCounts(days)).toMatchObject({ INVITED: 1, FAILED: 1, NEEDS_FIX: 0 });
  expect(timeToInvite?.measured).toBe(1);
  expect(causes).toEqual([{ cause: "not_sent.dns", count: 1, problem: null }]);
});

test("a part that takes too long is left out instead of holding the page", async () => {
  const blocker = await database.pool.connect();
  try {
    await blocker.query("begin; lock table registration in access exclusive mode");
    expect(await readInsights(rina, { range: "7d", by: "day", mine: false }, NOW, 50)).toEqual({
      days: null,
      owners: null,
      timeToInvite: null,
      causes: null,
    });
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
});

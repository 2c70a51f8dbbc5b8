import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  BREAKER_FAULTS,
  decideGate,
  type GateFacts,
  type GateNews,
  openSql,
  recordGateNews,
  takeProbe,
} from "@/lib/credentials/gate/gate";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { useTestDatabase } from "@/lib/testing/database";
import { useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
});

const slowDown = () =>
  inTransaction(pool, (tx) =>
    recordGateNews(tx, credentialId, { kind: "slow_down", retryAfterMs: null }, null),
  );
const shareNow = async () =>
  (await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).rateShare;
const lowered = (share: number, ago: string) =>
  pool.query(
    "update credential set rate_share = $2, rate_lowered_at = clock_timestamp() - $3::interval where id = $1",
    [credentialId, share, ago],
  );

test("calls that were under way together and all met 429 halve the rate once", async () => {
  await slowDown();
  await slowDown();
  await slowDown();
  expect(await shareNow()).toBe(0.5);
});

test("a 429 halves the rate that is in force, not the one of an earlier 429", async () => {
  await lowered(0.5, "20 hours");
  await slowDown();
  expect(await shareNow()).toBe(0.5);
});

test("a 429 soon after another halves what has come back since", async () => {
  await lowered(0.5, "10 seconds");
  await slowDown();
  expect(await shareNow()).toBeCloseTo(0.275, 2);
});

test("the rate never falls below a twentieth", async () => {
  await lowered(0.05, "2 seconds");
  await slowDown();
  expect(await shareNow()).toBe(0.05);
});

const tell = (news: GateNews, keyVersion = "0badc0de") =>
  inTransaction(pool, (tx) => recordGateNews(tx, credentialId, news, keyVersion));
const readCredential = () => prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });

/** DOKU counts as unreachable, and one send tries. */
async function openBreaker(): Promise<void> {
  await prisma.credential.updateMany({
    data: {
      keyVersion: "0badc0de",
      faultCount: 0,
      breakerUntil: null,
      blockedSince: null,
      blockedMs: 0,
      slowUntil: null,
    },
  });
  for (let fault = 0; fault < BREAKER_FAULTS; fault += 1) await tell({ kind: "fault" });
  expect(await readCredential()).toMatchObject({
    faultCount: BREAKER_FAULTS,
    breakerUntil: expect.any(Date),
    blockedSince: expect.any(Date),
  });
  await prisma.credential.updateMany({
    data: { probeUntil: new Date(Date.now() + 30_000), probeHolder: "one" },
  });
}

test.each<GateNews>([{ kind: "usable" }, { kind: "slow_down", retryAfterMs: 1 }])(
  "after faults an answer of the kind $kind closes the breaker: everybody may send again",
  async (news) => {
    await openBreaker();
    await tell(news);
    const credential = await readCredential();
    expect(credential).toMatchObject({
      faultCount: 0,
      breakerUntil: null,
      blockedSince: null,
      probeUntil: null,
      probeHolder: null,
    });
    const facts = { ...credential, slowUntil: null };
    const gate = decideGate(facts, {
      keyVersion: "0badc0de",
      now: new Date(),
      random: 0.5,
    });
    expect(gate).toEqual({ kind: "open" });
  },
);

test("a changed secret is tried by one, although the one before was answered a moment ago", async () => {
  await prisma.credential.updateMany({
    data: {
      keyVersion: "00000000",
      faultCount: 0,
      breakerUntil: null,
      slowUntil: null,
      usableAt: new Date(),
      probeUntil: null,
      probeHolder: null,
    },
  });
  const gateOf = async () =>
    decideGate(await readCredential(), { keyVersion: "0badc0de", now: new Date(), random: 0.5 });
  const take = (holder: string) =>
    inTransaction(pool, (tx) => takeProbe(tx, { credentialId, holder, keyVersion: "0badc0de" }));
  expect(await gateOf()).toEqual({ kind: "try" });
  expect(await take("one")).toBe(true);
  expect(await gateOf()).toMatchObject({ kind: "wait" });
  expect(await take("another")).toBe(false);
  const before = await readCredential();
  await tell({ kind: "usable" }, "00000000");
  expect(await readCredential()).toEqual(before);
  await tell({ kind: "slow_down", retryAfterMs: 60_000 }, "00000000");
  expect(await readCredential()).toMatchObject({
    ...{ usableAt: null, probeHolder: "one" },
    slowUntil: expect.any(Date),
  });
  await prisma.credential.updateMany({ data: { slowUntil: null } });
  await tell({ kind: "usable" });
  expect(await gateOf()).toEqual({ kind: "open" });
});

test("what says nothing of DOKU opens no breaker, closes none, and gives back the place of the one that tries", async () => {
  await openBreaker();
  const before = await readCredential();
  await tell({ kind: "silent", holder: "another" });
  expect(await readCredential()).toEqual(before);
  await tell({ kind: "silent", holder: "one" });
  expect(await readCredential()).toEqual({ ...before, probeUntil: null, probeHolder: null });
});

const NEWS: readonly GateNews[] = [
  { kind: "usable" },
  { kind: "fault" },
  { kind: "silent", holder: "one" },
  { kind: "slow_down", retryAfterMs: 60_000 },
  { kind: "refused", reason: "unauthorized" },
];

test.each(NEWS)(
  "what says $kind after a pause ends neither it nor the time that counts as blocked",
  async (news) => {
    await prisma.credential.updateMany({
      data: { pausedAt: null, blockedSince: null, blockedMs: 0, faultCount: 0 },
    });
    await tell({ kind: "refused", reason: "unauthorized" });
    const { pausedAt, blockedSince } = await readCredential();
    expect(blockedSince).toEqual(expect.any(Date));
    for (let time = 0; time < BREAKER_FAULTS + 1; time += 1) await tell(news);
    expect(await readCredential()).toMatchObject({ pausedAt, blockedSince, blockedMs: 0n, usableAt: null });
  },
);

test("a 429 after a pause slows down all the same", async () => {
  await prisma.credential.updateMany({
    data: { pausedAt: null, slowUntil: null, rateShare: 1, rateLoweredAt: null },
  });
  await tell({ kind: "refused", reason: "unauthorized" });
  await tell({ kind: "slow_down", retryAfterMs: 60_000 });
  expect(await readCredential()).toMatchObject({ slowUntil: expect.any(Date), rateShare: 0.5 });
});

test("a statement opens the gate exactly where the rule does", async () => {
  const now = new Date("2026-11-29T10:00:00Z");
  const near = fc.option(fc.integer({ min: -61_001, max: 61_001 }).map((ms) => new Date(now.getTime() + ms)));
  const edge = fc.constantFrom(0, -60_000, -59_999, 1, -1).map((ms) => new Date(now.getTime() + ms));
  const moment = fc.oneof(near, edge);
  const facts = fc.record<GateFacts>({
    pausedAt: fc.option(fc.constant(now), { freq: 1 }),
    slowUntil: moment,
    faultCount: fc.integer({ min: 0, max: BREAKER_FAULTS + 1 }),
    breakerUntil: moment,
    usableAt: moment,
    probeUntil: moment,
    keyVersion: fc.constantFrom("0badc0de", "00000000", null),
  });
  let opened = 0;
  const holds = async (told: GateFacts) => {
    const { rows } = await pool.query<{ isOpen: boolean }>(
      `select ${openSql({ keyVersion: "'0badc0de'", now: "$1::timestamptz" })} as "isOpen"
         from (select $2::timestamptz as paused_at, $3::timestamptz as slow_until, $4::int as fault_count,
                      $5::timestamptz as usable_at, $6::text as key_version) c`,
      [now, told.pausedAt, told.slowUntil, told.faultCount, told.usableAt, told.keyVersion],
    );
    const isOpen = decideGate(told, { keyVersion: "0badc0de", now, random: 0.5 }).kind === "open";
    opened += Number(isOpen);
    expect(rows[0]?.isOpen).toBe(isOpen);
  };
  await fc.assert(fc.asyncProperty(facts, holds), { numRuns: 1_000 });
  // Some hundred of them; without any the comparison would say nothing.
  expect(opened).toBeGreaterThan(20);
});

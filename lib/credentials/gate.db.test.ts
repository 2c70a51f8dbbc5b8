import { beforeAll, expect, test } from "vitest";
import { recordGateNews } from "@/lib/credentials/gate";
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
  inTransaction(pool, (tx) => recordGateNews(tx, credentialId, { kind: "slow_down", retryAfterMs: null }));
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

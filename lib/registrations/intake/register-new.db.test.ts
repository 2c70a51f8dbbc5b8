import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { submitClaimed } from "@/lib/registrations/delivery/submit";
import { registerAndClaim, registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const asking = { holder: randomUUID(), random: 0.5, keyVersionFor: () => "0badc0de" };

let rina: UserActor;
let standIn: StandIn;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
});
afterAll(() => standIn.close());

const setCredential = (assignments: string) => pool.query(`update credential set ${assignments}`);

beforeEach(() =>
  setCredential(`usable_at = clock_timestamp(), key_version = '0badc0de', paused_at = null, fault_count = 0,
    breaker_until = null, slow_until = null, probe_until = null, rate_limit = null`),
);

/** Everything of a registration and its attempts but what is never twice the same. */
async function readAll(id: string) {
  const { rows } = await pool.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(r) || jsonb_build_object('attempts', (select jsonb_agg(to_jsonb(a)) from attempt a where a.registration_id = r.id)) as row
       from registration r where id = $1`,
    [id],
  );
  const text = JSON.stringify(rows[0]?.row);
  return text
    .replaceAll(/"\d{4}-\d{2}-\d{2}T[^"]*"/g, '"a time"')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "an id")
    .replaceAll(/\bz[a-z]+|TEST-[\w-]+|0815\d+|62815\d+|815\d+/gi, "…");
}

async function registered(): Promise<{ id: string; claim: Claim | null }> {
  const { result, claim } = await registerAndClaim(rina, makeSubmission(), asking);
  if (result.kind !== "saved") throw new Error(result.kind);
  return { id: result.id, claim };
}

test("what is claimed as it is made stands as if it had been claimed afterwards", async () => {
  const one = await registered();
  const other = await registerMerchant(rina, makeSubmission());
  if (other.kind !== "saved") throw new Error(other.kind);
  const claimed = await claimForSend(pool, { ...asking, registrationId: other.id, actorId: rina.id });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  expect(await readAll(one.id)).toBe(await readAll(other.id));
  const without = ({ databaseNowMs, mayWrite, ...claim }: Claim) => ({
    ...Object.fromEntries(Object.entries(claim).map(([name, value]) => [name, typeof value])),
    ...{ now: Math.abs(databaseNowMs() - Date.now()) < 60_000, mayWrite: mayWrite() },
    ...{ number: claim.attemptNumber, epoch: claim.epoch, holder: claim.holder, replay: claim.replay },
  });
  expect(one.claim && without(one.claim)).toEqual(without(claimed.claim));
});

test("is sent once under its claim, and by nobody else meanwhile", async () => {
  const { id, claim } = await registered();
  if (!claim) throw new Error("it is not claimed");
  const busy = await claimForSend(pool, {
    ...asking,
    holder: randomUUID(),
    registrationId: id,
    actorId: null,
  });
  expect(busy).toMatchObject({ kind: "busy" });
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url },
  });
  const send = (held: Claim) => client.createBusinessLite(held);
  const submitter = { ...asking, pool, holderId: () => asking.holder, random: () => 0.5, send };
  expect(await submitClaimed(submitter, claim)).toMatchObject({ kind: "sent", outcome: "accepted" });
  const row = await prisma.registration.findUniqueOrThrow({ where: { id }, include: { businesses: true } });
  expect(row).toMatchObject({ status: "INVITED", attemptCount: 1, claimHolder: null });
  const made = standIn.ledger.businesses().filter(({ partnerRefId }) => partnerRefId === row.partnerRefId);
  expect(made).toHaveLength(1);
  expect(row.businesses).toHaveLength(1);
});

test.each([
  ["a paused credential", "paused_at = clock_timestamp()"],
  ["one that was not usable for a minute", "usable_at = clock_timestamp() - interval '61 seconds'"],
  ["one that was never used", "usable_at = null"],
  ["one with another secret", "key_version = '00000000'"],
  ["one that does not answer", "fault_count = 5"],
  ["one that is to slow down", "slow_until = clock_timestamp() + interval '5 seconds'"],
  ["one whose calls are counted", "rate_limit = 10"],
])("under %s it is made and not claimed", async (_, assignments) => {
  await setCredential(assignments);
  const { id, claim } = await registered();
  expect(claim).toBeNull();
  const row = await prisma.registration.findUniqueOrThrow({ where: { id }, include: { attempts: true } });
  expect(row).toMatchObject({
    status: "QUEUED",
    claimHolder: null,
    claimEpoch: 0,
    attemptCount: 0,
    attempts: [],
  });
});

test("who has no secret for it, or must not send, claims nothing", async () => {
  for (const nobody of [null, { ...asking, keyVersionFor: () => null }]) {
    const { result, claim } = await registerAndClaim(rina, makeSubmission(), nobody);
    expect(result.kind).toBe("saved");
    expect(claim).toBeNull();
  }
});

test("one that resembles another, or was made before, is neither made nor claimed", async () => {
  const submission = makeSubmission();
  expect((await registerAndClaim(rina, submission, asking)).claim).not.toBeNull();
  const again = await registerAndClaim(rina, submission, asking);
  expect(again).toMatchObject({ result: { kind: "saved" }, claim: null });
  const alike = { ...submission.values, partnerReference: `TEST-${randomUUID().slice(0, 8)}` };
  const warned = await registerAndClaim(rina, makeSubmission({ values: alike }), asking);
  expect(warned).toMatchObject({ result: { kind: "warnings" }, claim: null });
});

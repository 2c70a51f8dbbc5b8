import { randomUUID } from "node:crypto";
import { Agent } from "undici";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { BREAKER_FAULTS } from "@/lib/credentials/gate/gate";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { env } from "@/lib/env";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { sendInPlace } from "@/lib/registrations/delivery/send-in-place";
import { createSendPlaces, SEND_PLACES } from "@/lib/registrations/delivery/send-places";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let credentialId: string;
let businessNumber = 0;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
});

const setGate = (facts: object) => prisma.credential.update({ where: { id: credentialId }, data: facts });

beforeEach(async () => {
  // Whatever a test leaves, waiting, claimed or to come back in seconds: nothing of it comes to its turn in the next.
  await pool.query(
    "update registration set next_run_at = null, claim_until = null, status = 'FAILED' where next_run_at is not null",
  );
  await setGate({
    usableAt: new Date(),
    keyVersion: "0badc0de",
    faultCount: 0,
    breakerUntil: null,
    blockedSince: null,
    pausedAt: null,
    probeUntil: null,
    rateLimit: null,
  });
});

const ENDING = makeEnding("accepted");

function makeSubmitter(endingOf: (claim: Claim, index: number) => Partial<AttemptEnding> = () => ({})) {
  const sent: Claim[] = [];
  let underWay = 0;
  const submitter: Submitter & { sent: Claim[]; most: number } = {
    pool,
    holderId: () => "drain-test",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    sent,
    most: 0,
    async send(claim) {
      const index = sent.length;
      underWay += 1;
      submitter.most = Math.max(submitter.most, underWay);
      sent.push(claim);
      businessNumber += 1;
      const id = businessNumber;
      const business = { id: `BSN-0103-${id}`, brandIds: [`BRN-0103-${id}`, `BRN-0104-${id}`] };
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { ...ENDING, business, ...endingOf(claim, index) };
    },
  };
  return submitter;
}

async function queue(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(result.kind);
    ids.push(result.id);
  }
  return ids;
}

const statusesOf = async (ids: string[]) =>
  (await prisma.registration.groupBy({ by: ["status"], where: { id: { in: ids } }, _count: true })).map(
    ({ status, _count }) => [status, _count],
  );

test("several processes send everything that is due, each row once, with its ids, audit entry and no job left", async () => {
  const ids = await queue(150);
  const submitters = [makeSubmitter(), makeSubmitter(), makeSubmitter()];
  await Promise.all(submitters.map((submitter) => drainCredential(submitter, credentialId, () => false)));
  const sent = submitters.flatMap((submitter) => submitter.sent.map((claim) => claim.registrationId));
  expect(new Set(sent).size).toBe(ids.length);
  expect(sent).toHaveLength(ids.length);
  expect(await statusesOf(ids)).toEqual([["INVITED", 150]]);
  expect(await prisma.business.count({ where: { registrationId: { in: ids } } })).toBe(150);
  expect(await prisma.brand.count({ where: { business: { registrationId: { in: ids } } } })).toBe(300);
  expect(await prisma.attempt.count({ where: { registrationId: { in: ids }, outcome: "accepted" } })).toBe(
    150,
  );
  const entries = await prisma.auditEntry.count({
    where: { registrationId: { in: ids }, action: "registration.business_received" },
  });
  expect(entries).toBe(150);
  expect((await pool.query("select 1 from graphile_worker.jobs where key = any($1)", [ids])).rowCount).toBe(
    0,
  );
  expect(Math.max(...submitters.map((submitter) => submitter.most))).toBeLessThanOrEqual(SEND_PLACES);
});

test("what is not accepted is recorded as the single path would", async () => {
  const ids = await queue(12);
  const submitter = makeSubmitter((_, index) =>
    index % 3 === 0
      ? { outcome: "refused", reason: "validation", business: null, message: "no", httpStatus: 400 }
      : {},
  );
  await drainCredential(submitter, credentialId, () => false);
  expect(await statusesOf(ids)).toEqual(
    expect.arrayContaining([
      ["NEEDS_FIX", 4],
      ["INVITED", 8],
    ]),
  );
});

test("an id that belongs to another registration raises the alarm and does not stop the others", async () => {
  const ids = await queue(10);
  const submitter = makeSubmitter((_, index) =>
    index === 4 || index === 7 ? { business: { id: "BSN-0103-TWICE", brandIds: [] } } : {},
  );
  await drainCredential(submitter, credentialId, () => false);
  expect(await statusesOf(ids)).toEqual([["INVITED", 10]]);
  const alarms = await prisma.auditEntry.count({
    where: { registrationId: { in: ids }, action: "registration.second_business_alarm" },
  });
  expect(alarms).toBe(1);
});

test("a row that lost its claim while it was sent keeps the id, and the others are not disturbed", async () => {
  const ids = await queue(8);
  const submitter = makeSubmitter();
  const send = submitter.send;
  submitter.send = async (claim) => {
    if (claim.registrationId === ids[3]) {
      await pool.query("update registration set claim_epoch = claim_epoch + 1 where id = $1", [ids[3]]);
    }
    return send(claim);
  };
  await drainCredential(submitter, credentialId, () => false);
  expect(await statusesOf(ids)).toEqual([["INVITED", 8]]);
});

test("F20: an untested credential sends one first, and a refusal there stops the rest", async () => {
  const ids = await queue(20);
  await setGate({ usableAt: null });
  const submitter = makeSubmitter(() => ({
    outcome: "credential_refused",
    reason: "invalid_signature",
    business: null,
    errorCode: "invalid_signature",
    httpStatus: 400,
  }));
  expect(await drainCredential(submitter, credentialId, () => false)).toEqual({ kind: "paused", sent: 1 });
  expect(submitter.sent).toHaveLength(1);
  expect(await statusesOf(ids)).toEqual([["QUEUED", 20]]);
});

test("F41: faults in a row open the breaker, and the rest waits for its next try", async () => {
  const ids = await queue(4 * SEND_PLACES);
  const submitter = makeSubmitter(() => ({
    outcome: "not_sent",
    reason: "connect_refused",
    business: null,
    bytesWritten: false,
  }));
  const result = await drainCredential(submitter, credentialId, () => false);
  expect(result.kind).toBe("wait");
  // What was under way, and what had ended and was not recorded yet.
  expect(submitter.sent.length).toBeLessThanOrEqual(3 * SEND_PLACES);
  expect(submitter.sent.length).toBeLessThan(ids.length);
  expect(await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).toMatchObject({
    breakerUntil: expect.any(Date),
    blockedSince: expect.any(Date),
  });
});

test("F41: while the breaker is open one send tries in five seconds, and each that fails begins them anew", async () => {
  const [first = "", second = ""] = await queue(2);
  await setGate({ faultCount: BREAKER_FAULTS, breakerUntil: new Date(0) });
  const submitter = makeSubmitter(() => makeEnding("connect_refused", { bytesWritten: false }));
  expect(await submitRegistration(submitter, first, null)).toMatchObject({ outcome: "not_sent" });
  const next = await submitRegistration(submitter, second, null);
  if (next.kind !== "not_due") throw new Error(next.kind);
  expect(Math.abs(next.at.getTime() - Date.now() - 5_000)).toBeLessThan(1_000);
  expect(submitter.sent).toHaveLength(1);
});

/** The most calls that began within one second, by the database's clock. */
async function mostInOneSecond(ids: string[]): Promise<number> {
  const { rows } = await pool.query<{ most: number }>(
    `select max((select count(*) from attempt b where b.registration_id = any($1)
                  and b.sent_at >= a.sent_at and b.sent_at < a.sent_at + interval '1 second'))::int as most
       from attempt a where a.registration_id = any($1)`,
    [ids],
  );
  return rows[0]?.most ?? 0;
}

test("several processes share a rate limit: no second sees more, and all places are used", async () => {
  const ids = await queue(60);
  await setGate({ rateLimit: 30, nextSlotAt: null });
  const submitters = [makeSubmitter(), makeSubmitter(), makeSubmitter()];
  const results = await Promise.all(
    submitters.map((submitter) => drainCredential(submitter, credentialId, () => false)),
  );
  expect(results.map(({ kind }) => kind)).toEqual(["empty", "empty", "empty"]);
  expect(await statusesOf(ids)).toEqual([["INVITED", 60]]);
  expect(await mostInOneSecond(ids)).toBeLessThanOrEqual(30);
});

test("a send that missed its place takes the next free one", async () => {
  const [id = ""] = await queue(1);
  await setGate({ rateLimit: 1, nextSlotAt: new Date(Date.now() + 300) });
  const claimed = await claimForSend(pool, {
    registrationId: id,
    holder: "drain-test",
    actorId: null,
    random: 0.5,
    keyVersionFor: () => "0badc0de",
  });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  const missed = { ...claimed.claim, placeAtMs: claimed.claim.databaseNowMs() - 1_000 };
  await setGate({ nextSlotAt: new Date(Date.now() + 200) });
  const before = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
  const { claim } = await sendInPlace(makeSubmitter(), missed);
  expect(claim.sentAt?.getTime()).toBeGreaterThanOrEqual((before.nextSlotAt?.getTime() ?? 0) - 2);
});

test("a send that missed its place while the database is away was surely not sent, and goes again", async () => {
  const [id = ""] = await queue(1);
  await setGate({ rateLimit: 1, nextSlotAt: null, replay: "unproven" });
  const claimed = await claimForSend(pool, {
    registrationId: id,
    holder: "drain-test",
    actorId: null,
    random: 0.5,
    keyVersionFor: () => "0badc0de",
  });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  const missed = { ...claimed.claim, placeAtMs: claimed.claim.databaseNowMs() - 1_000 };
  const away = new Proxy(pool, {
    get: (target, name) =>
      name === "connect" ? () => Promise.reject(new Error("away")) : Reflect.get(target, name),
  });
  const send = async ({ mayWrite }: Claim) =>
    mayWrite() ? ENDING : makeEnding("claim_over", { bytesWritten: false });
  const answer = await sendInPlace({ pool: away, send }, missed);
  await recordEndings(pool, [{ ...answer, random: 0.5 }]);
  const row = await prisma.registration.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ status: "QUEUED", nextRunAt: expect.any(Date), claimHolder: null });
  await setGate({ replay: "proven" });
});

test("who may try but has no place under the rate limit leaves the credential as it is, to whoever has one", async () => {
  await queue(1);
  const untested = {
    usableAt: null,
    keyVersion: null,
    faultCount: BREAKER_FAULTS,
    breakerUntil: new Date(0),
  };
  await setGate({ ...untested, rateLimit: 1, nextSlotAt: new Date(Date.now() + 60_000) });
  const before = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
  const submitter = makeSubmitter();
  const drain = () => drainCredential(submitter, credentialId, () => false);
  expect(await drain()).toMatchObject({ kind: "wait", sent: 0 });
  expect(await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).toEqual(before);
  await setGate({ nextSlotAt: null });
  expect(await drain()).toMatchObject({ kind: "empty", sent: 1 });
});

test("a claim that ran out is taken up, though no job of the row is left", async () => {
  const ids = await queue(3);
  await pool.query("delete from graphile_worker._private_jobs where key = any($1)", [ids]);
  const failing = makeSubmitter();
  failing.send = () => Promise.reject(new Error("the process failed"));
  await expect(drainCredential(failing, credentialId, () => false)).rejects.toThrow();
  const others = makeSubmitter();
  const early = await drainCredential(others, credentialId, () => false);
  expect(early).toMatchObject({ kind: "empty", sent: 0, claimedUntil: expect.any(Date) });
  await pool.query("update registration set claim_until = clock_timestamp() where id = any($1)", [ids]);
  expect(await drainCredential(others, credentialId, () => false)).toMatchObject({ kind: "empty", sent: 3 });
  expect(await statusesOf(ids)).toEqual([["INVITED", 3]]);
  const attempts = await prisma.attempt.groupBy({
    by: ["reason"],
    where: { registrationId: { in: ids } },
    _count: true,
    orderBy: { reason: "asc" },
  });
  expect(attempts.map(({ reason, _count }) => [reason, _count])).toEqual([
    ["accepted", 3],
    ["process_stopped", 3],
  ]);
});

test("a row whose sender died is sent by itself after the others, though its job was dropped", async () => {
  const [first = "", ...others] = await queue(4);
  await pool.query("delete from graphile_worker._private_jobs where key = $1", [first]);
  await pool.query("update registration set death_count = 1 where id = $1", [first]);
  const submitter = makeSubmitter();
  expect(await drainCredential(submitter, credentialId, () => false)).toMatchObject({
    kind: "empty",
    sent: 4,
  });
  expect(submitter.sent.map((claim) => claim.registrationId).at(-1)).toBe(first);
  expect(await statusesOf([first, ...others])).toEqual([["INVITED", 4]]);
});

test("it does not begin anything new once it is told to stop", async () => {
  const submitter = makeSubmitter();
  expect(await drainCredential(submitter, randomUUID(), () => true)).toEqual({
    kind: "interrupted",
    sent: 0,
  });
  expect(submitter.sent).toEqual([]);
});

test("F56: a healthy DOKU that takes its time is served over as many connections as there are, and is never taken for away", {
  timeout: 60_000,
}, async () => {
  const connections = 8;
  const latencyMs = 400;
  const { clientId, secretKey } = env().doku;
  const standIn = await startStandIn({ clients: { [clientId]: secretKey } });
  standIn.setSwitches({ latency: { kind: "fixed", delayMs: latencyMs } });
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const client = createDokuClient({
    credential: { clientId, secretKey, baseUrl: standIn.url },
    dispatcher,
    // Shorter than DOKU takes: whoever waited for a connection of somebody else would run out of it.
    timeouts: { connectMs: latencyMs - 100 },
  });
  const submitter: Submitter = {
    ...makeSubmitter(),
    places: createSendPlaces(connections),
    send: (claim) => client.createBusinessLite(claim),
  };
  const ids = await queue(5 * connections);
  const singles = await queue(connections);
  await Promise.all([
    drainCredential(submitter, credentialId, () => false),
    drainCredential(submitter, credentialId, () => false),
    ...singles.map((id) => submitRegistration(submitter, id, null)),
  ]);
  const all = [...ids, ...singles];
  expect(await statusesOf(all)).toEqual([["INVITED", all.length]]);
  const outcomes = await prisma.attempt.groupBy({
    by: ["outcome"],
    where: { registrationId: { in: all } },
    _count: true,
  });
  expect(outcomes).toEqual([{ outcome: "accepted", _count: all.length }]);
  expect(await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).toMatchObject({
    faultCount: 0,
    breakerUntil: null,
  });
  await dispatcher.close();
  await standIn.close();
});

test("nothing more is sent once answers cannot be recorded", async () => {
  await queue(5 * SEND_PLACES);
  const submitter = makeSubmitter(() => ({ maskedAnswer: "\u0000" }));
  await expect(drainCredential(submitter, credentialId, () => false)).rejects.toMatchObject({
    code: "22021",
  });
  expect(submitter.sent.length).toBeLessThan(4 * SEND_PLACES);
  globalThis.mitraAnswersInHand = undefined;
});

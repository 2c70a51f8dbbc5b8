import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { type Database, openDatabase } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { isDatabaseUnavailable } from "@/lib/errors";
import { startHolder } from "@/lib/holders/holder";
import { failureOf } from "@/lib/http/failure";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerAndClaim, registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { type DatabaseProxy, startDatabaseProxy } from "@/lib/testing/database-proxy";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// The process under test reaches PostgreSQL through a proxy that breaks connections and swallows packets.

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const SILENCE_MS = 300;

let proxy: DatabaseProxy;
let far: Database;
let standIn: StandIn;
let client: DokuClient;
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  await prisma.credential.updateMany({ data: { usableAt: new Date(), keyVersion: "0badc0de" } });
  manager = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
  proxy = await startDatabaseProxy(url);
  far = openDatabase(proxy.url, { silenceMs: SILENCE_MS });
});

const near = { pool, prisma };
afterEach(() => {
  globalThis.mitraDatabase = near;
  proxy.heal();
});

afterAll(async () => {
  await far.pool.end();
  await proxy.close();
  await standIn.close();
});

/** Registers as a process would whose only way to the database is the one given. */
function register(way: Database, submission = makeSubmission()) {
  globalThis.mitraDatabase = way;
  return registerMerchant(manager, submission).finally(() => {
    globalThis.mitraDatabase = near;
  });
}

async function registerNear(): Promise<string> {
  const values = makeMerchant({ invitedUserEmail: `tamu+${randomUUID()}@contoh.id` });
  const result = await register(near, makeSubmission({ values }));
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

const submitter = (send: Submitter["send"]): Submitter => ({
  pool: far.pool,
  holderId: () => "far away",
  keyVersionFor: () => "0badc0de",
  random: () => 0.5,
  send,
});

const rowsOf = (formKey: string) => prisma.registration.findMany({ where: { formKey } });

describe("a connection that breaks while a registration is accepted", () => {
  test("F1: before the commit leaves nothing, and the second submit makes the one row", async () => {
    const submission = makeSubmission();
    const broken = proxy.breakAt("queue.new", "before");
    const error = await register(far, submission).catch((thrown: unknown) => thrown);
    await broken;
    // Whoever asked cannot tell it from the next one.
    expect(failureOf(error, "test")).toEqual({ kind: "failure", code: "database_lost" });
    expect(await rowsOf(submission.formKey)).toEqual([]);
    expect(await register(far, submission)).toMatchObject({ kind: "saved" });
    expect(await rowsOf(submission.formKey)).toHaveLength(1);
  });

  test("F2, F12: after the commit leaves the row, which the second submit finds", async () => {
    const submission = makeSubmission();
    const broken = proxy.breakAt("queue.new", "after");
    const error = await register(far, submission).catch((thrown: unknown) => thrown);
    await broken;
    // It is there, and will be sent: nobody may say that nothing was saved.
    expect(failureOf(error, "test")).toEqual({ kind: "failure", code: "database_lost" });
    const [row, ...others] = await rowsOf(submission.formKey);
    expect(others).toEqual([]);
    expect(await register(far, submission)).toMatchObject({ id: row?.id });
    expect(await rowsOf(submission.formKey)).toHaveLength(1);
  });

  test("F12: after the commit leaves no doubt where it was claimed with it: nothing was sent", async () => {
    await prisma.credential.updateMany({ data: { usableAt: new Date() } });
    const submission = makeSubmission();
    const broken = proxy.breakAt("queue.new", "after");
    globalThis.mitraDatabase = far;
    const asking = { holder: "far away", random: 0.5, keyVersionFor: () => "0badc0de" };
    await expect(registerAndClaim(manager, submission, asking)).rejects.toThrow();
    await broken;
    const attempts = () =>
      prisma.attempt.findMany({ where: { registration: { formKey: submission.formKey } } });
    await expect
      .poll(attempts, { timeout: 5_000 })
      .toMatchObject([{ outcome: "not_sent", bytesWritten: false }]);
    const [row] = await rowsOf(submission.formKey);
    expect(row).toMatchObject({ status: "QUEUED", claimHolder: null, nextRunAt: expect.any(Date) });
  });
});

test("F14: with no connection left the person is told to come back, and later it works", async () => {
  await pool.query(`create role narrow login superuser password 'narrow'`);
  const asNarrow = new URL(url);
  asNarrow.username = "narrow";
  asNarrow.password = "narrow";
  const narrow = openDatabase(asNarrow.href);
  // Superusers have no limit, and the role must own nothing: it may do all that the application may.
  await pool.query(`alter role narrow nosuperuser connection limit 0`);
  await pool.query(`grant pg_read_all_data, pg_write_all_data to narrow`);
  const submission = makeSubmission();
  const error = await register(narrow, submission).catch((thrown: unknown) => thrown);
  expect(failureOf(error, "test")).toEqual({ kind: "failure", code: "database_unavailable" });
  await pool.query("alter role narrow superuser connection limit -1");
  expect(await register(narrow, submission)).toMatchObject({ kind: "saved" });
  await narrow.pool.end();
});

describe("F40: a network between process and database that swallows packets", () => {
  test("sends nothing, and ends in bounded time", async () => {
    const id = await registerNear();
    await far.pool.query("select 1");
    proxy.partition();
    let calls = 0;
    const startedMs = performance.now();
    const submitting = submitRegistration(
      submitter((claim) => {
        calls += 1;
        return client.createBusinessLite(claim);
      }),
      id,
      null,
    );
    const error = await submitting.catch((thrown: unknown) => thrown);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(10 * SILENCE_MS);
    expect(calls).toBe(0);
    proxy.heal();
    await submitRegistration(submitter(client.createBusinessLite), id, null);
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "INVITED",
    });
  });

  test("keeps an answer in hand until it is back, and records it once", async () => {
    const id = await registerNear();
    let isLost: Promise<unknown> = Promise.resolve();
    const removed = new Promise<void>((resolve) => far.pool.once("remove", () => resolve()));
    await submitRegistration(
      submitter(async (claim) => {
        const ending = await client.createBusinessLite(claim);
        proxy.partition();
        isLost = removed.then(() => proxy.heal());
        return ending;
      }),
      id,
      null,
    );
    await isLost;
    const row = await prisma.registration.findUniqueOrThrow({
      where: { id },
      include: { attempts: true, businesses: true },
    });
    expect(row).toMatchObject({ status: "INVITED", attempts: [{ outcome: "accepted" }] });
    expect(row.businesses).toHaveLength(1);
  });

  test("makes the form say that it broke, and that nobody knows whether it was saved", async () => {
    await far.pool.query("select 1");
    proxy.partition();
    const error = await register(far).catch((thrown: unknown) => thrown);
    expect(failureOf(error, "test")).toEqual({ kind: "failure", code: "database_lost" });
  });

  test("costs a holder its id, and it comes back under a new one", async () => {
    const holder = await startHolder({
      connectionString: proxy.url,
      kind: "worker",
      pulseMs: 20,
      pulsePatienceMs: SILENCE_MS,
    });
    const before = holder.currentId();
    expect(before).not.toBeNull();
    proxy.partition();
    await expect.poll(() => holder.currentId(), { timeout: 10_000 }).toBeNull();
    proxy.heal();
    await expect.poll(() => holder.currentId(), { timeout: 20_000 }).not.toBeNull();
    expect(holder.currentId()).not.toBe(before);
    await holder.close();
  });
});

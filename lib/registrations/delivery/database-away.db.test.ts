import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool, PoolClient, QueryConfig } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { type Database, openDatabase } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { applyMigrations } from "@/lib/migrate";
import { prismaClient } from "@/lib/prisma";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { untilCommitted } from "@/lib/registrations/delivery/until-committed";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { type RunningPostgres, startPostgres } from "@/scripts/postgres/postgres.mjs";
import { prepareFolder } from "@/scripts/settings/data-dir.mjs";

// A PostgreSQL of its own, because these tests stop it as a power cut would.

useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const dataDir = mkdtempSync(join(tmpdir(), "mitra-away-"));
let server: RunningPostgres;
let opened: Database;
let standIn: StandIn;
let client: DokuClient;
let manager: UserActor;

beforeAll(async () => {
  prepareFolder(dataDir);
  server = await startPostgres({ dataDir });
  await applyMigrations(server.url, { log: () => {} });
  opened = openDatabase(server.url);
  globalThis.mitraDatabase = opened;
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
  await syncCredentialFromEnv();
  manager = await makeManager();
});

afterAll(async () => {
  globalThis.mitraDatabase = undefined;
  await opened.pool.end();
  await standIn.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function register(invitedUserEmail = "tamu@contoh.id"): Promise<string> {
  const values = makeMerchant({ invitedUserEmail });
  const submission = makeSubmission({ values, acceptWarnings: true, duplicateReason: "Another branch" });
  const result = await registerMerchant(manager, submission);
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

type Sender = (claim: Claim) => ReturnType<DokuClient["createBusinessLite"]>;

function makeSubmitter(pool: Pool, send: Sender) {
  return { pool, holderId: () => "a holder", keyVersionFor: () => "0badc0de", random: () => 0.5, send };
}

function submit(id: string, pool: Pool, send: Sender) {
  return submitRegistration(makeSubmitter(pool, send), id, null);
}

const read = (id: string) =>
  prismaClient(opened.pool).registration.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, businesses: true, audit: { select: { action: true } } },
  });

async function expectInvitedOnce(id: string): Promise<void> {
  const row = await read(id);
  const made = standIn.ledger.businesses().filter(({ partnerRefId }) => partnerRefId === row.partnerRefId);
  expect(row).toMatchObject({ status: "INVITED", claimUntil: null, deathCount: 0 });
  expect(row.attempts.map(({ outcome }) => outcome)).toEqual(["accepted"]);
  expect(row.businesses.map(({ businessId }) => businessId)).toEqual(
    made.map(({ businessId }) => businessId),
  );
  expect(made).toHaveLength(1);
  expect(row.audit.filter(({ action }) => action === "registration.business_received")).toHaveLength(1);
}

test("F11: an answer in hand is committed when a database that broke off is back", {
  timeout: 60_000,
}, async () => {
  const id = await register();
  let restarted: Promise<unknown> = Promise.resolve();
  await submit(id, opened.pool, async (claim) => {
    const ending = await client.createBusinessLite(claim);
    process.kill(server.pid, "SIGQUIT");
    await server.exited;
    restarted = startPostgres({ dataDir, port: server.port }).then((again) => {
      server = again;
    });
    return ending;
  });
  await restarted;
  await expectInvitedOnce(id);
});

test("F12: a commit whose acknowledgement was lost is not repeated", async () => {
  const id = await register();
  await submit(id, losingAcknowledgementOf(2), (claim) => client.createBusinessLite(claim));
  await expectInvitedOnce(id);
});

test("F12: claims of whose commit nobody learnt are not in doubt: nothing was sent under them", async () => {
  const credentials = prismaClient(opened.pool).credential;
  const { id: credentialId } = await credentials.findFirstOrThrow();
  await opened.pool.query("update registration set next_run_at = null");
  const ways: ((ids: string[], pool: Pool, send: Sender) => Promise<unknown>)[] = [
    ([id = ""], pool, send) => submit(id, pool, send),
    (_, pool, send) => drainCredential(makeSubmitter(pool, send), credentialId, () => false),
  ];
  for (const [index, sendBy] of ways.entries()) {
    await credentials.updateMany({
      data: { usableAt: new Date(), keyVersion: "0badc0de", replay: "unproven", probeUntil: null },
    });
    const ids = await Promise.all(Array.from({ length: index + 1 }, () => register()));
    const sent: Claim[] = [];
    const sending = sendBy(ids, losingAcknowledgementOf(1), async (claim) => {
      sent.push(claim);
      return client.createBusinessLite(claim);
    });
    await expect(sending).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(sent).toEqual([]);
    for (const id of ids) {
      const attemptsOf = async () => (await read(id)).attempts;
      await expect.poll(attemptsOf).toMatchObject([{ outcome: "not_sent", bytesWritten: false }]);
      expect(await read(id)).toMatchObject({
        status: "QUEUED",
        claimHolder: null,
        nextRunAt: expect.any(Date),
      });
    }
    await sendBy(ids, opened.pool, (claim) => client.createBusinessLite(claim));
    for (const id of ids)
      expect(await read(id)).toMatchObject({ status: "INVITED", businesses: [{}], attempts: [{}, {}] });
  }
  await credentials.updateMany({ data: { replay: "proven" } });
});

test("a fault whose recording was not acknowledged is counted once", async () => {
  const id = await register("error500@contoh.id");
  await prismaClient(opened.pool).credential.updateMany({ data: { usableAt: new Date(), faultCount: 0 } });
  await submit(id, losingAcknowledgementOf(2), (claim) => client.createBusinessLite(claim));
  expect(await read(id)).toMatchObject({ status: "UNCONFIRMED", attempts: [{ outcome: "unknown" }] });
  expect(await prismaClient(opened.pool).credential.findFirst()).toMatchObject({ faultCount: 1 });
  await prismaClient(opened.pool).credential.updateMany({ data: { faultCount: 0, breakerUntil: null } });
});

test("F13: sessions that the database ends in the middle of a transaction cost nothing", async () => {
  const id = await register();
  let isEnded = false;
  const pool = wrapQueries(async (connection, text, query) => {
    if (!isEnded && text.includes("reported_business_id = ")) {
      isEnded = true;
      await opened.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'",
      );
    }
    return query(connection);
  });
  await submit(id, pool, (claim) => client.createBusinessLite(claim));
  expect(isEnded).toBe(true);
  await expectInvitedOnce(id);
});

test("F40: nothing is sent while the attempt cannot be recorded", async () => {
  const id = await register();
  const pool = wrapQueries((connection, text, query) => {
    if (text === "commit") throw Object.assign(new Error("connection lost"), { code: "ECONNRESET" });
    return query(connection);
  });
  const sent: Claim[] = [];
  const submitting = submit(id, pool, (claim) => {
    sent.push(claim);
    return client.createBusinessLite(claim);
  });
  await expect(submitting).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(sent).toEqual([]);
});

test("F52: every state of the database but its word on the row is waited out, for as long as it lasts", async () => {
  const away = [
    "25006 08006 40001 40P01 42501 42P01 53100 53200 53300 55000 55P03 57014 57P01 57P03 58030 3D000 28P01 25P02",
    "XX000 XX001",
  ].flatMap((codes) => codes.split(" "));
  let hours = 0;
  const pause = async (ms: number) => {
    hours += ms / 3_600_000;
  };
  let tries = 0;
  const commit = async () => {
    tries += 1;
    const code = away[tries % away.length];
    if (hours < 1) throw Object.assign(new Error("not now"), { code });
    // No more files to open, no port left.
    if (hours < 1.5) throw Object.assign(new Error("connect"), { code: "EMFILE", syscall: "connect" });
    return "recorded";
  };
  let waits = 0;
  const onWait = () => {
    waits += 1;
  };
  expect(await untilCommitted(commit, { pause, onWait })).toBe("recorded");
  expect(tries).toBeGreaterThan(1_000);
  expect(waits).toBe(1);
  for (const code of ["22021", "23505", "54000", "P0001", undefined]) {
    const poison = Object.assign(new Error("never"), { code });
    await expect(untilCommitted(() => Promise.reject(poison), { pause, onWait })).rejects.toBe(poison);
  }
  expect(waits).toBe(1);
});

/** As a managed database is for some seconds when its primary changes. */
async function setReadOnly(isReadOnly: boolean): Promise<void> {
  const wanted = isReadOnly ? "on" : "off";
  await opened.pool.query(`alter system set default_transaction_read_only = ${wanted}`);
  await opened.pool.query("select pg_reload_conf()");
  for (;;) {
    const { rows } = await opened.pool.query("show default_transaction_read_only");
    if (rows[0]?.default_transaction_read_only === wanted) return;
  }
}

test("F52: answers that arrive while the database takes nothing in are all recorded when it does again", {
  timeout: 60_000,
}, async () => {
  const credentials = prismaClient(opened.pool).credential;
  await credentials.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, replay: "unproven" },
  });
  await opened.pool.query("update registration set next_run_at = null");
  const ids = await Promise.all(Array.from({ length: 40 }, () => register()));
  let calls = 0;
  let ended = 0;
  const isClosed = promised();
  const credential = await credentials.findFirstOrThrow();
  const submitter = makeSubmitter(opened.pool, async (claim) => {
    calls += 1;
    if (calls === ids.length) void setReadOnly(true).then(isClosed.resolve);
    await isClosed.promise;
    const ending = await client.createBusinessLite(claim);
    ended += 1;
    if (ended === ids.length) setImmediate(() => void setReadOnly(false));
    return ending;
  });
  // Nothing more can be claimed; what is under way is seen to its end.
  const draining = drainCredential(submitter, credential.id, () => false);
  await expect(draining).rejects.toMatchObject({ code: "25006" });
  expect(calls).toBe(ids.length);
  for (const id of ids) await expectInvitedOnce(id);
  expect(globalThis.mitraAnswersInHand?.answers.size).toBe(0);
});

function promised() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}

type Query = (connection: PoolClient) => Promise<unknown>;

/** A pool whose transactions go through `around`. */
function wrapQueries(around: (connection: PoolClient, text: string, query: Query) => Promise<unknown>): Pool {
  const connect = async () =>
    new Proxy(await opened.pool.connect(), {
      get(connection, property) {
        if (property === "query")
          return async (said: string | QueryConfig, values?: unknown[]) =>
            around(connection, typeof said === "string" ? said : said.text, (target) =>
              target.query(said, values),
            );
        const value = Reflect.get(connection, property, connection);
        return typeof value === "function" ? value.bind(connection) : value;
      },
    });
  return new Proxy(opened.pool, {
    get: (pool, property) => (property === "connect" ? connect : Reflect.get(pool, property, pool)),
  });
}

/** Commits the `nth` transaction, and then loses the connection before anyone learns of it. */
function losingAcknowledgementOf(nth: number): Pool {
  let commits = 0;
  return wrapQueries(async (connection, text, query) => {
    const result = await query(connection);
    if (text === "commit") commits += 1;
    if (text === "commit" && commits === nth)
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    return result;
  });
}

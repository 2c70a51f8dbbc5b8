import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { type Database, openDatabase } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { type StandIn, startStandIn } from "@/lib/doku/stand-in/server";
import { applyMigrations } from "@/lib/migrate";
import { prismaClient } from "@/lib/prisma";
import type { Claim } from "@/lib/registrations/claim";
import { registerMerchant } from "@/lib/registrations/register";
import { submitRegistration } from "@/lib/registrations/submit";
import { untilCommitted } from "@/lib/registrations/until-committed";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { prepareFolder } from "@/scripts/data-dir.mjs";
import { type RunningPostgres, startPostgres } from "@/scripts/postgres.mjs";

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

function submit(
  id: string,
  pool: Pool,
  send: (claim: Claim) => ReturnType<DokuClient["createBusinessLite"]>,
) {
  const submitter = {
    pool,
    holderId: () => "a holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send,
  };
  return submitRegistration(submitter, id, null);
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

test("patience ends, and any other error ends it at once", async () => {
  const pauses: number[] = [];
  const patience = { patienceMs: 10_000, pause: async (ms: number) => void pauses.push(ms) };
  const away = Object.assign(new Error("no"), { code: "57P03" });
  await expect(untilCommitted(() => Promise.reject(away), patience)).rejects.toBe(away);
  const waitedMs = pauses.reduce((sum, ms) => sum + ms, 0);
  expect(waitedMs).toBeGreaterThanOrEqual(10_000);
  expect(waitedMs).toBeLessThan(13_001);
  const bug = Object.assign(new Error("no such column"), { code: "42703" });
  pauses.length = 0;
  await expect(untilCommitted(() => Promise.reject(bug), patience)).rejects.toBe(bug);
  expect(pauses).toEqual([]);
});

type Query = (connection: PoolClient) => Promise<unknown>;

/** A pool whose transactions go through `around`. */
function wrapQueries(around: (connection: PoolClient, text: string, query: Query) => Promise<unknown>): Pool {
  const connect = async () =>
    new Proxy(await opened.pool.connect(), {
      get(connection, property) {
        if (property === "query")
          return async (text: string, values?: unknown[]) =>
            around(connection, text, (target) => target.query(text, values));
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

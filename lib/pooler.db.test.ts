import { once } from "node:events";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { database, openDatabase } from "@/lib/db";
import { readForExport } from "@/lib/export/rows";
import type { Holder } from "@/lib/holders/holder";
import { applyMigrations, requireCurrentSchema } from "@/lib/migrate";
import { prismaClient } from "@/lib/prisma";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { becomeHolder, processSubmitter } from "@/lib/registrations/delivery/submitter";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { limitSessions } from "@/lib/session-limits";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { withDatabase } from "@/lib/testing/database-server";
import { checkFile, csvOf, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeActor, makePerson, TEST_PASSWORD } from "@/lib/testing/people";
import { POOLER_PROGRAM, type Pooler, startPooler } from "@/lib/testing/pooler";
import { makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { findSessionActor } from "@/lib/users/sessions";

const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
/** A role that may do nothing on the server but own its databases. */
const OWNER = { name: `owner_${process.pid}`, password: "only-for-this-test" };
/** As many at once as a pool of ours has connections, and more than it. */
const AT_ONCE = Array.from({ length: 24 });

/** The address of a new, empty database of the owner's. */
async function createOwned(name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: inject("databaseServerUrl") });
  await admin.connect();
  try {
    await admin.query(`create database ${name} owner ${OWNER.name}`);
  } finally {
    await admin.end();
  }
  const { name: username, password } = OWNER;
  return Object.assign(new URL(withDatabase(inject("databaseServerUrl"), name)), { username, password }).href;
}

describe.skipIf(!POOLER_PROGRAM)(
  "behind a pooler in transaction mode (skipped on a machine without pgbouncer)",
  () => {
    let pooler: Pooler;
    let standIn: StandIn;
    let holder: Holder;
    let rina: UserActor;
    let credentialId: string;

    beforeAll(async () => {
      const admin = new pg.Client({ connectionString: inject("databaseServerUrl") });
      await admin.connect();
      await admin.query(`create role ${OWNER.name} login password '${OWNER.password}'`);
      await admin.end();
      const direct = await createOwned(`pooled_${process.pid}`);
      pooler = await startPooler(POOLER_PROGRAM ?? "", direct, [OWNER]);
      standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
      useSimulatorEnv({
        DATABASE_URL: pooler.pooled(direct),
        DATABASE_DIRECT_URL: direct,
        DOKU_BASE_URL: standIn.url,
      });
      await applyMigrations(direct, { log: () => {} });
      await requireCurrentSchema(database().pool);
      credentialId = (await syncCredentialFromEnv()).id;
      rina = await makeActor(await makePerson());
      holder = await becomeHolder("worker");
    });

    afterAll(async () => {
      await holder?.close();
      await prismaClient().$disconnect();
      await database().pool.end();
      globalThis.mitraDatabase = undefined;
      await standIn?.close();
      await pooler?.close();
    });

    async function queue(): Promise<string> {
      const saved = await registerMerchant(rina, makeSubmission());
      if (saved.kind !== "saved") throw new Error(saved.kind);
      return saved.id;
    }

    const invited = (ids: string[]) =>
      prismaClient().registration.count({ where: { id: { in: ids }, status: "INVITED" } });

    test("many people sign in and are known again, at once", async () => {
      const people = await Promise.all(AT_ONCE.map(() => makePerson()));
      const sessions = await Promise.all(
        people.map(async ({ email }, index) => {
          const clientAddress = `203.0.113.${index}`;
          const by = { deviceId: null, userAgent: "test", clientAddress };
          const ending = await signIn({ email, password: TEST_PASSWORD, ...by });
          if (ending.kind !== "signed_in") throw new Error(ending.kind);
          return ending.sessionId;
        }),
      );
      const known = await Promise.all([...sessions, ...sessions].map(findSessionActor));
      expect(known.map((actor) => actor?.id)).toEqual([...people, ...people].map(({ id }) => id));
    });

    test("a merchant is registered and DOKU's ids are kept", async () => {
      const ids = await Promise.all(AT_ONCE.map(queue));
      for (const id of ids.slice(0, 2)) await submitRegistration(processSubmitter(), id, rina.id);
      expect(await invited(ids)).toBe(2);
    });

    test("a batch is claimed, sent and recorded", async () => {
      const ids = await Promise.all(AT_ONCE.map(queue));
      await Promise.all([1, 2].map(() => drainCredential(processSubmitter(), credentialId, () => false)));
      expect(await invited(ids)).toBe(ids.length);
    });

    test("a file of several pieces is taken in, read and checked", async () => {
      const rows = Array.from({ length: 3_000 }, () => makeRow());
      const files = await Promise.all([1, 2].map(() => checkFile(database().pool, rina, csvOf(rows))));
      for (const id of files) expect(await rowsOf(rina, id)).toHaveLength(rows.length);
    });

    test("an export reads what there is, and can be ended before its time", async () => {
      const whole = await readForExport(rina, { ...EMPTY_FILTER, tab: "all" });
      let read = 0;
      for await (const rows of whole.batches) read += rows.length;
      expect(read).toBe(whole.count);
      const left = await readForExport(rina, { ...EMPTY_FILTER, tab: "all" });
      await left.close();
    });

    test("the limits of sessions are those of a direct connection", async () => {
      const setting =
        "select current_setting('statement_timeout') as at_most, current_setting('idle_in_transaction_session_timeout') as idle";
      const { rows } = await database().pool.query(setting);
      expect(rows).toEqual([{ at_most: "15s", idle: "20s" }]);
    });

    test("the database cuts a statement that takes too long, and a transaction that falls silent", async () => {
      const direct = await createOwned(`limited_${process.pid}`);
      const owner = new pg.Client({ connectionString: direct });
      await owner.connect();
      await limitSessions(owner, { statementMs: 100, idleInTransactionMs: 100 });
      await owner.end();
      const { pool } = openDatabase(pooler.pooled(direct), { isPooled: true });
      await expect(pool.query("select pg_sleep(30)")).rejects.toMatchObject({ code: "57014" });
      const tx = await pool.connect();
      const lost = once(tx, "error");
      await tx.query("begin");
      await lost;
      tx.release(true);
      await pool.end();
    });
  },
);

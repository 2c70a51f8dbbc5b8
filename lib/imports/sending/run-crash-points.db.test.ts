import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { runImport, runImportChunk } from "@/lib/imports/sending/run";
import { sendImport, stopImport } from "@/lib/imports/sending/send";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { type MadeRow, makeImport, makeRow } from "@/lib/testing/import-rows";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { makeSubmitter, sendBeside } from "@/lib/testing/sending";

// A process that hands a batch out dies after each of its steps, and before the first. Its rows are new, were refused or
// not sent before, were registered before, or bear a reference that was taken meanwhile. Another process then goes on.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

let standIn: StandIn;
let client: DokuClient;
let rina: UserActor;
let credentialId: string;
let deaths = 0;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
  await pool.query("update credential set usable_at = clock_timestamp(), key_version = '0badc0de'");
});

afterAll(async () => {
  await standIn.close();
  process.stdout.write(`crash points of a spreadsheet: ${deaths} deaths, each followed to its end\n`);
});

/** More steps than one look takes whether the rows that were handed out are sent. */
const WHOLE_LOOK = 12;

async function makeSent(rows: MadeRow[]): Promise<string> {
  const id = await makeImport(pool, { createdById: rina.id, credentialId, rows });
  await sendImport(rina, { importId: id, typedCount: null, holdAfterFirst: false, scheduledAt: null });
  return id;
}

/** A row whose registration stands as it is said to, handed out by an earlier batch. */
async function makeKnown(status: "INVITED" | "NEEDS_FIX" | "FAILED"): Promise<MadeRow> {
  const row = makeRow();
  const id = await makeSent([row]);
  await runImportChunk(pool, id, 0);
  await stopImport(rina, id);
  await pool.query(
    `update registration set status = $2, next_run_at = null, attempt_count = 1, queued_at = queued_at - interval '1 hour'
      where form_key = $1`,
    [row.rowKey, status],
  );
  return row;
}

async function makeBatch(): Promise<{ id: string; rows: MadeRow[] }> {
  const reference = `TOKO-${randomUUID()}`;
  const rows = [
    makeRow(),
    await makeKnown("INVITED"),
    await makeKnown("NEEDS_FIX"),
    await makeKnown("FAILED"),
    makeRow({ partnerReference: reference }),
    makeRow(),
  ];
  const id = await makeSent(rows);
  await registerMerchant(rina, makeSubmission({ values: makeMerchant({ partnerReference: reference }) }));
  return { id, rows };
}

/** Runs the batch in a process that lives for so many steps, sending what is due as it goes; its steps. */
async function run(id: string, stepsToLive: number | null): Promise<readonly string[]> {
  const mortal = createMortal(pool, stepsToLive);
  const running = Promise.race([runImport(mortal.pool, id, () => false), mortal.died]);
  await sendBeside(makeSubmitter(pool, client), credentialId, running);
  return mortal.steps;
}

const timesAtDoku = (names: readonly (string | undefined)[]) => {
  const made = standIn.ledger
    .businesses()
    .map(({ body }) => JSON.parse(body) as { business: { name: string } });
  return names.map((name) => made.filter(({ business }) => business.name === name).length);
};

async function judge({ id, rows }: { id: string; rows: MadeRow[] }): Promise<void> {
  expect(await prisma.import.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "finished" });
  const kept = await prisma.importRow.findMany({ where: { importId: id }, orderBy: { position: "asc" } });
  expect(kept.map(({ state }) => state)).toEqual(["sent", "done", "sent", "sent", "problems", "sent"]);
  expect(timesAtDoku(rows.map(({ cells }) => cells[0]))).toEqual([1, 0, 1, 1, 0, 1]);
  const keys = rows.map(({ rowKey }) => rowKey);
  const registrations = await prisma.registration.findMany({
    where: { formKey: { in: keys } },
    include: { pastEnvelopes: true },
  });
  const inOrder = keys.map((key) => registrations.find(({ formKey }) => formKey === key));
  expect(inOrder.map((row) => row?.status)).toEqual([
    ...["INVITED", "INVITED", "INVITED", "INVITED"],
    undefined,
    "INVITED",
  ]);
  expect(inOrder.map((row) => row?.pastEnvelopes.length)).toEqual([0, 0, 1, 0, undefined, 0]);
  const entries = await pool.query<{ action: string; count: number }>(
    `select action, count(*)::int as count from audit_entry where details->>'import' = $1 group by action order by action`,
    [id],
  );
  expect(entries.rows).toEqual([
    { action: "registration.created", count: 2 },
    { action: "registration.fixed", count: 1 },
    { action: "registration.retried", count: 1 },
  ]);
}

test("F42: a process may die at any step of sending a spreadsheet", { timeout: 300_000 }, async () => {
  const whole = await makeBatch();
  const steps = await run(whole.id, null);
  await judge(whole);
  expect(steps).toContain("with clock as");
  const met = new Set<string>();
  for (let taken = 0; taken <= steps.length; taken += 1) {
    // Looking again and again whether rows were sent meets no other death than looking twice.
    const course = steps.slice(Math.max(0, taken - WHOLE_LOOK), taken).join(" | ");
    if (met.has(course)) continue;
    met.add(course);
    const batch = await makeBatch();
    await run(batch.id, taken);
    await run(batch.id, null);
    try {
      await judge(batch);
    } catch (cause) {
      throw new Error(`died after ${taken} of: ${steps.slice(0, taken).join(" | ")}`, { cause });
    }
    deaths += 1;
  }
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { type StandIn, startStandIn } from "@/lib/doku/stand-in/server";
import { AppError } from "@/lib/errors";
import { runImport, runImportChunk } from "@/lib/imports/run";
import { pauseImport, resumeImport, sendImport, stopImport } from "@/lib/imports/sending";
import { drainCredential } from "@/lib/registrations/drain";
import { registerMerchant } from "@/lib/registrations/register";
import type { Submitter } from "@/lib/registrations/submit";
import { useTestDatabase } from "@/lib/testing/database";
import { type MadeRow, makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

let standIn: StandIn;
let client: DokuClient;
let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
});
afterAll(() => standIn.close());

const setCredential = (facts: object) =>
  prisma.credential.update({ where: { id: credentialId }, data: facts });
beforeEach(() =>
  setCredential({
    usableAt: new Date(),
    keyVersion: "0badc0de",
    faultCount: 0,
    breakerUntil: null,
    pausedAt: null,
    blockedSince: null,
    replay: "proven",
    rateLimit: null,
  }),
);

function makeSubmitter(): Submitter {
  return {
    pool,
    holderId: () => "import-test",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send: ({ requestId, bodyText, partnerRefId }) =>
      client.createBusinessLite({ requestId, bodyText, partnerRefId }),
  };
}

const never = () => false;
const make = (rows: MadeRow[]) => makeImport(pool, { createdById: rina.id, credentialId, rows });
const makeRows = (count: number) => Array.from({ length: count }, () => makeRow());
const NOW = { typedCount: null, holdAfterFirst: false, scheduledAt: null };
const send = (importId: string, request: object = {}) => sendImport(rina, { ...NOW, ...request, importId });
const read = (id: string) => prisma.import.findUniqueOrThrow({ where: { id } });

/** Sends what is due, as a worker that was woken does. */
const drain = () => drainCredential(makeSubmitter(), credentialId, never);

/** A worker: runs the batch beside what sends, until the batch has ended or waits for a person. */
async function work(...importIds: string[]): Promise<void> {
  let isDone = false;
  const running = Promise.all(importIds.map((id) => runImport(pool, id, never)));
  const sending = (async () => {
    while (!isDone) {
      await drain();
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await running.finally(() => {
    isDone = true;
  });
  await sending;
}

async function statesOf(importId: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    "select state, count(*)::int as count from import_row where import_id = $1 group by state",
    [importId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const registrationsOf = (importId: string) =>
  prisma.registration.findMany({ where: { importId }, orderBy: { id: "asc" } });

/** How often the stand-in registered the merchants of these rows, by the name it was told. */
function madeAtDoku(rows: readonly MadeRow[]): number[] {
  const counts = new Map<string, number>();
  for (const { body } of standIn.ledger.businesses()) {
    const { name } = (JSON.parse(body) as { business: { name: string } }).business;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return rows.map(({ cells }) => counts.get(cells[0] ?? "") ?? 0);
}

const once = (rows: readonly MadeRow[]) => rows.map(() => 1);

describe("a batch that is sent", () => {
  test("sends each row once, the first one alone, and is finished when none is left", async () => {
    const rows = makeRows(620);
    const id = await make(rows);
    expect(await send(id)).toEqual({ kind: "started" });
    expect(await read(id)).toMatchObject({ status: "canary", sentById: rina.id });
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished", finishedAt: expect.any(Date) });
    expect(await statesOf(id)).toEqual({ sent: 620 });
    expect(madeAtDoku(rows)).toEqual(once(rows));
    const registrations = await registrationsOf(id);
    expect(registrations.map(({ formKey }) => formKey).sort()).toEqual(
      rows.map(({ rowKey }) => rowKey).sort(),
    );
    expect(registrations.every(({ status, ownerId }) => status === "INVITED" && ownerId === rina.id)).toBe(
      true,
    );
    const [first, second] = registrations;
    expect(first?.invitedAt?.getTime()).toBeLessThanOrEqual(second?.queuedAt?.getTime() ?? 0);
  });
});

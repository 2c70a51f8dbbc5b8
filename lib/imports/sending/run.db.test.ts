import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { database } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { AppError } from "@/lib/errors";
import { getImport, listImportRows } from "@/lib/imports/queries";
import { runImport, runImportChunk } from "@/lib/imports/sending/run";
import { pauseImport, resumeImport, sendImport, stopImport } from "@/lib/imports/sending/send";
import { archiveRegistration } from "@/lib/registrations/changes/mutations";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { type MadeRow, makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { makeSubmitter, sendBeside } from "@/lib/testing/sending";

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

const never = () => false;
const make = (rows: MadeRow[]) => makeImport(pool, { createdById: rina.id, credentialId, rows });
const makeRows = (count: number) => Array.from({ length: count }, () => makeRow());
const NOW = { typedCount: null, holdAfterFirst: false, scheduledAt: null };
const send = (importId: string, request: object = {}) => sendImport(rina, { ...NOW, ...request, importId });
const read = (id: string) => prisma.import.findUniqueOrThrow({ where: { id } });

/** Sends what is due, as a worker that was woken does. */
const drain = () => drainCredential(makeSubmitter(pool, client), credentialId, never);

/** A worker: runs the batch beside what sends, until the batch has ended or waits for a person. */
async function work(...importIds: string[]): Promise<void> {
  const running = Promise.all(importIds.map((id) => runImport(pool, id, never)));
  await sendBeside(makeSubmitter(pool, client), credentialId, running);
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

  test("says of a row that it is being sent while it is, and not before", async () => {
    const id = await make([makeRow()]);
    await send(id);
    await runImportChunk(pool, id, 0);
    const isSent = async () => {
      const [{ canary }, { rows }] = await Promise.all([
        getImport(rina, id),
        listImportRows(rina, id, { states: null, after: 0 }),
      ]);
      return [canary?.sending, rows[0]?.registration?.sending];
    };
    expect(await isSent()).toEqual([false, false]);
    await pool.query(
      "update registration set claim_until = clock_timestamp() + interval '1 minute', claim_holder = gen_random_uuid() where import_id = $1",
      [id],
    );
    expect(await isSent()).toEqual([true, true]);
    await pool.query("update registration set claim_until = null, claim_holder = null where import_id = $1", [
      id,
    ]);
    expect(await isSent()).toEqual([false, false]);
    await drain();
  });

  test("writes down who sent what of which batch, and what each row resembled", async () => {
    const [original = ""] = await makeSentBefore([makeRow()]);
    const row = { ...makeRow(), acceptedReason: "Another branch" };
    const id = await make([row, makeRow()]);
    const resembled = { field: "phoneNumber", code: "registered_phone", params: { id: original } };
    await pool.query(
      "update import_row set accepted_reason = $2, warnings = $3 where import_id = $1 and position = 1",
      [id, row.acceptedReason, JSON.stringify([resembled])],
    );
    await send(id);
    await work(id);
    const [first] = await registrationsOf(id);
    expect(first).toMatchObject({ formKey: row.rowKey, duplicateReason: "Another branch" });
    const entries = await prisma.auditEntry.findMany({
      where: { OR: [{ subjectId: id }, { registrationId: first?.id ?? "" }], actorId: rina.id },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action, details }) => [action, details])).toEqual([
      ["import.sent", { rows: 2, scheduled: false }],
      ["registration.created", { import: id, row: 1 }],
      ["registration.duplicate_accepted", { resembles: [original] }],
    ]);
  });

  test("waits for a person where DOKU refuses its first row, and sends nothing else", async () => {
    const rows = [makeRow({ invitedUserEmail: `refused+${randomUUID()}@contoh.id` }), ...makeRows(9)];
    const id = await make(rows);
    await send(id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "canary_done", finishedAt: null });
    expect(await statesOf(id)).toEqual({ sent: 1, ready: 9 });
    expect(madeAtDoku(rows)).toEqual(rows.map(() => 0));
    await resumeImport(rina, id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(madeAtDoku(rows)).toEqual([0, ...once(rows.slice(1))]);
  });

  test("shows its first row to whoever wants to look at it before the rest goes", async () => {
    const rows = makeRows(3);
    const id = await make(rows);
    await send(id, { holdAfterFirst: true });
    await work(id);
    expect(await read(id)).toMatchObject({ status: "canary_done" });
    expect(madeAtDoku(rows)).toEqual([1, 0, 0]);
    await expect(pauseImport(rina, id)).rejects.toEqual(new AppError("not_possible_now"));
    await resumeImport(rina, id);
    await work(id);
    expect(madeAtDoku(rows)).toEqual([1, 1, 1]);
  });

  test("of one row is finished with it, whoever wanted to look", async () => {
    const id = await make(makeRows(1));
    await send(id, { holdAfterFirst: true });
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
  });

  test("begins when it is to, not before", async () => {
    const rows = makeRows(2);
    const id = await make(rows);
    const at = new Date(Date.now() + 3_600_000);
    expect(await send(id, { scheduledAt: at })).toEqual({ kind: "scheduled" });
    const { rows: jobs } = await pool.query("select run_at from graphile_worker.jobs where key = $1", [
      `run_import:${id}`,
    ]);
    expect(jobs).toEqual([{ run_at: at }]);
    expect(await runImport(pool, id, never)).toEqual({ at });
    expect(await statesOf(id)).toEqual({ ready: 2 });
    await prisma.import.update({ where: { id }, data: { scheduledAt: new Date(Date.now() - 1_000) } });
    await work(id);
    expect(madeAtDoku(rows)).toEqual([1, 1]);
  });

  test("without a ready row is not sent, nor twice, nor by whoever may only look", async () => {
    const empty = await make([{ ...makeRow(), state: "problems" }]);
    expect(await send(empty)).toEqual({ kind: "nothing_to_send" });
    const id = await make(makeRows(1));
    await send(id);
    await expect(send(id)).rejects.toEqual(new AppError("not_possible_now"));
    await expect(send(randomUUID())).rejects.toEqual(new AppError("not_found"));
    const viewer = await makeActor(await makePerson({ role: "viewer" }));
    for (const deed of [
      sendImport(viewer, { ...NOW, importId: empty }),
      pauseImport(viewer, id),
      resumeImport(viewer, id),
      stopImport(viewer, id),
    ])
      await expect(deed).rejects.toEqual(new AppError("not_allowed"));
  });
});

/** What a backup from before these rows were handed out knows of them, written over what has happened since. */
async function restoreAsBefore(importId: string): Promise<void> {
  const client = await pool.connect();
  const ours = "(select id from registration where import_id = $1)";
  await client.query("set session_replication_role = replica");
  for (const statement of [
    `delete from brand where business_row_id in (select id from business where registration_id in ${ours})`,
    `delete from business where registration_id in ${ours}`,
    `delete from attempt where registration_id in ${ours}`,
    `delete from audit_entry where registration_id in ${ours}`,
    "update import_row set state = 'ready', registration_id = null where import_id = $1",
    "delete from registration where import_id = $1",
    "update import set status = 'sending', finished_at = null where id = $1",
  ])
    await client.query(statement, [importId]);
  await client.query("reset session_replication_role");
  client.release();
}

describe("F46: rows that are handed out again after a backup was restored", () => {
  test("are the same requests with the same references, so that none makes a second business and all ids come back", async () => {
    const rows = makeRows(12);
    const id = await make(rows);
    await send(id);
    await work(id);
    const envelopes = async () =>
      (await registrationsOf(id)).map(({ formKey, requestId, partnerRefId, bodyText }) =>
        [formKey, requestId, partnerRefId, bodyText].join(" "),
      );
    const before = await envelopes();
    await restoreAsBefore(id);
    expect(await registrationsOf(id)).toEqual([]);
    await work(id);
    expect((await envelopes()).sort()).toEqual(before.sort());
    expect((await registrationsOf(id)).map(({ status }) => status)).toEqual(rows.map(() => "INVITED"));
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });

  test("are refused by their references where they say something else by now", async () => {
    const rows = makeRows(3);
    const id = await make(rows);
    await send(id);
    await work(id);
    const references = async () => (await registrationsOf(id)).map(({ partnerRefId }) => partnerRefId).sort();
    const before = await references();
    await restoreAsBefore(id);
    // In another file, where they say something else beside their names.
    const changed = rows.map((row) => ({ ...row, cells: row.cells.with(3, "+62 812 1111 2222") }));
    const again = await make(changed);
    await send(again);
    await work(again);
    await resumeImport(rina, again);
    await work(again);
    const after = await registrationsOf(again);
    expect(after.map(({ partnerRefId }) => partnerRefId).sort()).toEqual(before);
    expect(after.map(({ status }) => status)).toEqual(rows.map(() => "NEEDS_FIX"));
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });
});

describe("whoever pauses or stops a batch", () => {
  /** A batch with its first row sent and some rows handed out, and how many. */
  async function handOutSome(rows: MadeRow[]): Promise<{ id: string; handedOut: number }> {
    const id = await make(rows);
    await send(id);
    await runImportChunk(pool, id, 0);
    await drain();
    await runImportChunk(pool, id, 0);
    await runImportChunk(pool, id, 0);
    const { sent = 0 } = await statesOf(id);
    return { id, handedOut: sent };
  }

  test("keeps every other row back from then on, until it is resumed", async () => {
    const rows = makeRows(600);
    const { id, handedOut } = await handOutSome(rows);
    expect(handedOut).toBe(251);
    await pauseImport(rina, id);
    await work(id);
    expect(await statesOf(id)).toEqual({ sent: handedOut, ready: 600 - handedOut });
    expect(madeAtDoku(rows).filter((times) => times === 1)).toHaveLength(handedOut);
    await resumeImport(rina, id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });

  test("holds nothing back where every row was handed out: it finishes as if nobody had paused it", async () => {
    const { id } = await handOutSome(makeRows(100));
    await pauseImport(rina, id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(await prisma.auditEntry.count({ where: { subjectId: id, action: "import.paused" } })).toBe(0);
  });

  test("stops it for good: what was not sent yet stays unsent, also where it was handed out", async () => {
    const rows = makeRows(400);
    const { id, handedOut } = await handOutSome(rows);
    expect(handedOut).toBe(251);
    // One of them is on its way at this moment.
    const under = await claimBatch(pool, {
      ...{ holder: randomUUID(), keyVersionFor: () => "0badc0de", random: 0.5, credentialId, limit: 1 },
    });
    if (under.kind !== "claimed") throw new Error(under.kind);
    await stopImport(rina, id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "stopped", finishedAt: expect.any(Date) });
    expect(await statesOf(id)).toEqual({ sent: 2, ready: 398 });
    expect(madeAtDoku(rows).filter((times) => times > 0)).toHaveLength(1);
    const statuses = await prisma.registration.groupBy({
      by: ["status"],
      where: { importId: id },
      _count: true,
    });
    expect(Object.fromEntries(statuses.map(({ status, _count }) => [status, _count]))).toEqual({
      INVITED: 1,
      QUEUED: 1,
      DRAFT: 249,
    });
    await expect(resumeImport(rina, id)).rejects.toEqual(new AppError("not_possible_now"));
    await stopImport(rina, id);
    expect(await prisma.auditEntry.count({ where: { subjectId: id, action: "import.stopped" } })).toBe(1);

    // The same file again sends each of them once.
    const again = await make(rows.slice(2));
    await send(again);
    await work(again);
    expect(madeAtDoku(rows.slice(2))).toEqual(once(rows.slice(2)));
  });

  test("finds it paused where the one who pressed Send may not send any more; the rest is theirs who go on", async () => {
    const person = await makePerson({ role: "manager" });
    const rows = makeRows(2);
    const id = await make(rows);
    await sendImport(await makeActor(person), { ...NOW, importId: id });
    await prisma.user.update({ where: { id: person.id }, data: { role: "viewer" } });
    await work(id);
    expect(await read(id)).toMatchObject({ status: "paused", sentById: person.id });
    expect(await statesOf(id)).toEqual({ ready: 2 });
    await resumeImport(rina, id);
    await work(id);
    expect((await registrationsOf(id)).map(({ ownerId }) => ownerId)).toEqual([rina.id, rina.id]);
  });
});

test("a batch whose rows were all handed out ends, whether or not who sent it may send any more", async () => {
  const person = await makePerson({ role: "manager" });
  const id = await make(makeRows(2));
  await sendImport(await makeActor(person), { ...NOW, importId: id });
  await runImportChunk(pool, id, 0);
  await drain();
  while ((await statesOf(id)).ready) await runImportChunk(pool, id, 0);
  await prisma.user.update({ where: { id: person.id }, data: { disabledAt: new Date() } });
  await work(id);
  expect(await read(id)).toMatchObject({ status: "finished", pauseReason: null });
});

test("a row whose merchant somebody has registered since it was checked waits with a warning, unless that was accepted", async () => {
  const [other, held, accepted] = [makeRow(), makeRow(), makeRow()];
  const id = await make([other, held, accepted]);
  const merchant = makeMerchant();
  const made = await registerMerchant(rina, makeSubmission({ values: merchant }));
  if (made.kind !== "saved") throw new Error(made.kind);
  await pool.query(
    `update import_row i set phone_e164 = r.phone_e164, accepted_reason = case when position = 3 then 'Cabang' end
       from registration r where r.id = $2 and i.import_id = $1 and i.position > 1`,
    [id, made.id],
  );
  await send(id);
  await work(id);
  expect(await read(id)).toMatchObject({ status: "finished" });
  const { rows } = await listImportRows(rina, id, { states: null, after: 0 });
  expect(rows.map(({ state }) => state)).toEqual(["sent", "warnings", "sent"]);
  expect(rows[1]?.warnings).toMatchObject([
    { field: "phoneNumber", code: "registered_phone", params: { id: made.id, by: "Rina" } },
  ]);
  expect(madeAtDoku([other, held, accepted])).toEqual([1, 0, 1]);
});

describe("a credential", () => {
  test("that is paused makes a batch wait, which fails nothing and goes on when it is resumed", async () => {
    const rows = makeRows(30);
    const id = await make(rows);
    await setCredential({ pausedAt: new Date(), blockedSince: new Date() });
    await send(id);
    expect(await runImport(pool, id, never)).toEqual({ inMs: 3_000 });
    expect(await read(id)).toMatchObject({ status: "canary" });
    expect(await statesOf(id)).toEqual({ ready: 30 });
    await setCredential({ pausedAt: null, blockedSince: null });
    await runImportChunk(pool, id, 0);
    await drain();
    await runImportChunk(pool, id, 0);
    await setCredential({ pausedAt: new Date(), blockedSince: new Date() });
    expect(await runImport(pool, id, never)).toEqual({ inMs: 3_000 });
    expect(await read(id)).toMatchObject({ status: "sending" });
    expect(await statesOf(id)).toEqual({ sent: 1, ready: 29 });
    await setCredential({ pausedAt: null, blockedSince: null });
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });

  test("with a rate limit is handed no more than it sends in two seconds", async () => {
    const id = await make(makeRows(60));
    await send(id);
    await runImportChunk(pool, id, 0);
    await drain();
    await setCredential({ rateLimit: 10, nextSlotAt: null });
    for (let step = 0; step < 8; step += 1) await runImportChunk(pool, id, 0);
    expect(await statesOf(id)).toEqual({ sent: 21, ready: 39 });
    await stopImport(rina, id);
    await setCredential({ rateLimit: null });
    await drain();
  });
});

/** Sends these rows in a batch of their own; the ids of their registrations, in their order. */
async function makeSentBefore(rows: MadeRow[]): Promise<string[]> {
  const id = await make(rows);
  await send(id);
  await work(id);
  if ((await read(id)).status === "canary_done") {
    await resumeImport(rina, id);
    await work(id);
  }
  const found = await prisma.registration.findMany({
    where: { formKey: { in: rows.map((row) => row.rowKey) } },
  });
  return rows.map(({ rowKey }) => found.find(({ formKey }) => formKey === rowKey)?.id ?? "");
}

const readRegistration = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { pastEnvelopes: true, attempts: true } });

describe("a row that was registered before", () => {
  test("is done where nothing is left to do, also where it was put away", async () => {
    const rows = makeRows(2);
    const [invited = "", archived = ""] = await makeSentBefore(rows);
    await prisma.registration.update({
      where: { id: archived },
      data: { archivedAt: new Date(), status: "FAILED" },
    });
    const id = await make([...rows, makeRow()]);
    await send(id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(await statesOf(id)).toEqual({ done: 2, sent: 1 });
    const kept = await prisma.importRow.findMany({ where: { importId: id }, orderBy: { position: "asc" } });
    expect(kept.map(({ registrationId }) => registrationId).slice(0, 2)).toEqual([invited, archived]);
    expect(madeAtDoku(rows)).toEqual([1, 1]);
  });

  test("and says something else by now is told so, and has nothing else to tell", async () => {
    const rows = makeRows(2);
    const [, second = ""] = await makeSentBefore(rows);
    const id = await make(rows);
    await pool.query(
      `update import_row set name_key = case when position = 1 then 'WARUNG LAIN' else '' end, accepted_reason = 'Cabang',
              warnings = '[{"field": "phoneNumber", "code": "registered_phone"}]' where import_id = $1`,
      [id],
    );
    await send(id);
    await work(id);
    const done = (await listImportRows(rina, id, { states: ["done"], after: 0 })).rows;
    expect(done.map(({ warnings }) => warnings)).toEqual([
      [{ field: null, code: "done_differs", params: { name: rows[0]?.cells[0] } }],
      [],
    ]);
    expect(done[1]?.registration?.id).toBe(second);
  });

  test("and refused goes again in a new envelope, with its reference, and the old envelope is kept", async () => {
    const refused = makeRow({ invitedUserEmail: `refused+${randomUUID()}@contoh.id` });
    const [registrationId = ""] = await makeSentBefore([refused]);
    const before = await readRegistration(registrationId);
    expect(before).toMatchObject({ status: "NEEDS_FIX", problem: expect.any(String) });
    const fixed = { ...refused, cells: refused.cells.with(4, `tamu+${randomUUID()}@contoh.id`) };
    const id = await make([fixed]);
    await send(id);
    await work(id);
    const after = await readRegistration(registrationId);
    expect(after).toMatchObject({ status: "INVITED", problem: null, partnerRefId: before.partnerRefId });
    expect(after.requestId).not.toBe(before.requestId);
    expect(after.importId).toBe(before.importId);
    expect(after.pastEnvelopes.map(({ requestId, bodyText }) => [requestId, bodyText])).toEqual([
      [before.requestId, before.bodyText],
    ]);
    expect(await statesOf(id)).toEqual({ sent: 1 });
    expect(madeAtDoku([fixed])).toEqual([1]);
    const fixes = await prisma.auditEntry.findMany({
      where: { registrationId, action: "registration.fixed" },
    });
    expect(fixes.map(({ details }) => details)).toEqual([{ import: id, row: 1 }]);
  });

  test("and that a backup knows as unsent, which was put back since, waits for somebody to look", async () => {
    const [unsent, other] = [makeRow(), makeRow()];
    const [registrationId = ""] = await makeSentBefore([unsent]);
    await pool.query("update registration set status = 'FAILED' where id = $1", [registrationId]);
    await pool.query(
      "insert into database_restore (id, sign, position, noticed_at) values (gen_random_uuid(), 'went_back', 1, now())",
    );
    try {
      const before = await readRegistration(registrationId);
      const id = await make([unsent, other]);
      await send(id, { hasLooked: true });
      await work(id);
      expect(await statesOf(id)).toEqual({ problems: 1, sent: 1 });
      const [row] = (await listImportRows(rina, id, { states: null, after: 0 })).rows;
      expect(row?.problems).toMatchObject([
        { field: null, code: "put_back", params: { id: registrationId } },
      ]);
      expect(await readRegistration(registrationId)).toEqual(before);
      expect(madeAtDoku([unsent])).toEqual([1]);
    } finally {
      await pool.query("delete from database_restore");
    }
  });

  test("and not sent goes again in the same envelope, or in a new one where it says something else now", async () => {
    const rows = makeRows(2);
    for (const row of rows) {
      const id = await make([row]);
      await send(id);
      await runImportChunk(pool, id, 0);
      await stopImport(rina, id);
    }
    const keys = rows.map(({ rowKey }) => rowKey);
    // As if DOKU had not been reached for a day.
    const { rows: failed } = await pool.query<{ id: string }>(
      `update registration set status = 'FAILED', next_run_at = null where form_key = any($1)
       returning id`,
      [keys],
    );
    const before = await Promise.all(failed.map(({ id }) => readRegistration(id)));
    before.sort((one, other) => keys.indexOf(one.formKey) - keys.indexOf(other.formKey));
    const [same = makeRow(), other = makeRow()] = rows;
    const changed = { ...other, cells: other.cells.with(0, `${other.cells[0]} Baru`) };
    const id = await make([same, changed]);
    await send(id);
    await work(id);
    const after = await Promise.all(before.map((row) => readRegistration(row.id)));
    expect(after.map(({ status }) => status)).toEqual(["INVITED", "INVITED"]);
    expect(after[0]?.requestId).toBe(before[0]?.requestId);
    expect(after[1]?.requestId).not.toBe(before[1]?.requestId);
    expect(after[1]?.businessName).toBe(changed.cells[0]);
    expect(await statesOf(id)).toEqual({ sent: 2 });
    expect(madeAtDoku([same, changed])).toEqual([1, 1]);
  });

  test("is not sent again after another batch that was sent since has had it refused", async () => {
    const refused = makeRow({ invitedUserEmail: `always-refused+${randomUUID()}@contoh.id` });
    const id = await make([makeRow(), refused]);
    await send(id, { holdAfterFirst: true });
    await work(id);
    const [registrationId = ""] = await makeSentBefore([refused]);
    await resumeImport(rina, id);
    await work(id);
    expect(await statesOf(id)).toEqual({ sent: 1, done: 1 });
    expect(await readRegistration(registrationId)).toMatchObject({ status: "NEEDS_FIX", attemptCount: 1 });
  });
});

describe("a partner reference", () => {
  test("that was taken meanwhile keeps its row back and says by whom; the batch goes on", async () => {
    const reference = `TOKO-${randomUUID()}`;
    const rows = [makeRow(), makeRow({ partnerReference: reference.toLowerCase() }), makeRow()];
    const id = await make(rows);
    const taken = await registerMerchant(
      rina,
      makeSubmission({ values: makeMerchant({ partnerReference: reference }) }),
    );
    if (taken.kind !== "saved") throw new Error(taken.kind);
    await send(id);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "finished" });
    expect(await statesOf(id)).toEqual({ sent: 2, problems: 1 });
    const row = await prisma.importRow.findFirstOrThrow({ where: { importId: id, position: 2 } });
    expect(row.problems).toEqual([
      {
        field: "partnerReference",
        code: "reference_used",
        params: expect.objectContaining({ id: taken.id, by: "Rina" }),
      },
    ]);
    expect(madeAtDoku(rows)).toEqual([1, 0, 1]);
  });

  test("that two rows bear goes with the first one", async () => {
    const reference = `TOKO-${randomUUID()}`;
    const rows = [makeRow(), ...[1, 2].map(() => makeRow({ partnerReference: reference }))];
    const id = await make(rows);
    await send(id);
    await work(id);
    expect(await statesOf(id)).toEqual({ sent: 2, problems: 1 });
    expect(madeAtDoku(rows)).toEqual([1, 1, 0]);
  });
});

test("what was put away is told as registered, but not among those that the list shows", async () => {
  const id = await make(makeRows(3));
  await send(id);
  await work(id);
  const [first] = await registrationsOf(id);
  await archiveRegistration(rina, first?.id ?? "");
  expect(await getImport(rina, id)).toMatchObject({ delivered: { INVITED: 3 }, standing: { INVITED: 2 } });
});

test("what was put away waits for nobody among the rows, whatever its status", async () => {
  const rows = makeRows(3);
  const id = await make(rows);
  await send(id);
  await work(id);
  const made = await registrationsOf(id);
  await pool.query("update registration set status = 'NEEDS_FIX' where id = any($1)", [
    made.slice(1).map((row) => row.id),
  ]);
  await archiveRegistration(rina, made[2]?.id ?? "");
  const waiting = await listImportRows(rina, id, { states: null, statuses: ["NEEDS_FIX"], after: 0 });
  expect(waiting.rows.map(({ registration }) => registration?.id)).toEqual([made[1]?.id]);
  expect((await getImport(rina, id)).standing.NEEDS_FIX).toBe(1);
});

test("what waits by another batch is not told as what this one has handed out", async () => {
  const rows = makeRows(3);
  const [first, second] = [await make(rows), await make([...rows, makeRow()])];
  for (const id of [first, second]) {
    await send(id);
    await pool.query("update import set status = 'sending', sending_at = clock_timestamp() where id = $1", [
      id,
    ]);
    await runImportChunk(pool, id, 0);
  }
  expect(await getImport(rina, first)).toMatchObject({ waiting: 3, delivered: { QUEUED: 3 } });
  expect(await getImport(rina, second)).toMatchObject({ waiting: 1, delivered: { QUEUED: 4 } });
  for (const id of [first, second]) await stopImport(rina, id);
});

test("the figures of a batch are of one moment", async () => {
  const id = await make([{ ...makeRow(), state: "warnings" }, ...makeRows(2)]);
  await pool.query("update import_row set warnings = $2 where import_id = $1 and state = 'warnings'", [
    id,
    JSON.stringify([{ field: "phoneNumber", code: "registered_phone" }]),
  ]);
  const asking = vi.spyOn(database().pool, "query");
  // Somebody accepts it between one question to the database and the next.
  asking.mockImplementationOnce(async (text: string, values: unknown[]) => {
    const answer = await pool.query(text, values);
    await pool.query("update import_row set state = 'ready' where import_id = $1", [id]);
    return answer;
  });
  const { rows, duplicates } = await getImport(rina, id);
  asking.mockRestore();
  expect([rows.warnings, duplicates]).toEqual([1, 1]);
});

test("a row that becomes ready behind those that were handed out is sent as well", async () => {
  const rows = [makeRow(), { ...makeRow(), state: "problems" as const }, ...makeRows(300)];
  const id = await make(rows);
  await send(id);
  await runImportChunk(pool, id, 0);
  await drain();
  await runImportChunk(pool, id, 0);
  const result = await runImportChunk(pool, id, 0);
  await pool.query("update import_row set state = 'ready' where import_id = $1 and position = 2", [id]);
  expect(result).toEqual({ kind: "worked", after: 252 });
  await work(id);
  expect(madeAtDoku(rows)).toEqual(once(rows));
});

describe("at once", () => {
  test("several processes that run one batch send each row once", async () => {
    const rows = makeRows(300);
    const id = await make(rows);
    await send(id);
    await work(id, id, id);
    expect(await statesOf(id)).toEqual({ sent: 300 });
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });

  test("batches with the same rows in another order send each merchant once", async () => {
    const rows = makeRows(300).map((row) => ({ ...row, cells: row.cells.with(6, `R-${row.rowKey}`) }));
    const batches = await Promise.all([make(rows), make(rows.toReversed()), make(rows.toSpliced(0, 150))]);
    await Promise.all(batches.map((id) => send(id)));
    await work(...batches);
    for (const id of batches) expect(await read(id)).toMatchObject({ status: "finished" });
    const states = await Promise.all(batches.map(statesOf));
    expect(states.reduce((sum, { sent = 0 }) => sum + sent, 0)).toBe(300);
    expect(states.reduce((sum, { done = 0 }) => sum + done, 0)).toBe(450);
    expect(madeAtDoku(rows)).toEqual(once(rows));
  });
});

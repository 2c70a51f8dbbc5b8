import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import type { BulkKind } from "@/lib/bulk/kinds";
import { getBulkJob, listBulkItems, listBulkJobs } from "@/lib/bulk/queries";
import { runBulkJob } from "@/lib/bulk/run";
import { startBulk, undoBulk } from "@/lib/bulk/start";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import { getImport, listImportRows } from "@/lib/imports/queries";
import { readResultFile } from "@/lib/imports/result/rows";
import { runImportChunk } from "@/lib/imports/sending/run";
import { sendImport } from "@/lib/imports/sending/send";
import { getRegistration } from "@/lib/registrations/queries";
import { type RegistrationStatus, STATUSES } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, HEADINGS, makeRow as makeCells, rowsOf } from "@/lib/testing/import-files";
import { makeImport, makeRow } from "@/lib/testing/import-rows";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { removeOld } from "@/lib/worker/remove-old";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

const NOW = new Date("2027-06-15T03:00:00.000Z");
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
/** One millisecond more, or less, than is kept. */
const OLD = new Date(NOW.getTime() - KEPT_MS - 1);
const YOUNG = new Date(NOW.getTime() - KEPT_MS);
const remove = (keepDays: number | null = 30, of = pool) => removeOld(of, { keepDays, now: NOW });

let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
});
beforeEach(removeAll);

/** Of what is kept to be looked at. */
async function removeAll() {
  await pool.query("truncate attempt, import_row, import_part, bulk_item, bulk_job, removal_tally");
  await pool.query("update import set emptied_rows = row_count");
}

const make = (status: RegistrationStatus, count = 1) =>
  makeRegistrations(pool, { status, count, ownerId: rina.id, credentialId });
const NOTHING = { answers: 0, spreadsheets: 0, rows: 0, bulkJobs: 0, items: 0 };

/** An attempt of each registration that ended then, with an answer. */
const attempt = (
  ids: readonly string[],
  endedAt: Date | null,
  { number = 1, answer = '{"id":"•••"}' as string | null } = {},
) =>
  pool.query(
    `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, started_at, ended_at, outcome,
            masked_answer)
     select gen_random_uuid(), id, $2, 'first', 'R', 'H', 1, 'test', $3::timestamptz - interval '1 second', $4, 'refused', $5
       from unnest($1::uuid[]) as id`,
    [ids, number, endedAt ?? OLD, endedAt, answer],
  );
const answersOf = async (registrationId: string) =>
  (await prisma.attempt.findMany({ where: { registrationId }, orderBy: { number: "asc" } })).map(
    ({ maskedAnswer }) => maskedAnswer,
  );

const spreadsheet = async (status: string, finishedAt: Date | null, count = 2): Promise<string> => {
  const rows = Array.from({ length: count }, () => makeRow());
  const id = await makeImport(pool, { createdById: rina.id, credentialId, rows });
  await pool.query("update import set status = $2::import_status, finished_at = $3 where id = $1", [
    id,
    status,
    finishedAt,
  ]);
  await pool.query("insert into import_part values ($1, 0, 'name;phone')", [id]);
  return id;
};
const isWhole = async (importId: string) => {
  const { rows } = await pool.query<{ whole: number; all: number; parts: number }>(
    `select count(*) filter (where cells <> '{}')::int as whole, count(*)::int as all,
            (select count(*)::int from import_part where import_id = $1) as parts from import_row where import_id = $1`,
    [importId],
  );
  const [{ whole, all, parts } = { whole: 0, all: 0, parts: 0 }] = rows;
  if (whole !== all && (whole !== 0 || parts !== 0))
    throw new Error(`${whole} of ${all} rows, ${parts} parts`);
  return whole === all;
};

async function job(kind: BulkKind, ids: string[], finishedAt: Date | null): Promise<string> {
  const id = randomUUID();
  const started = await startBulk(rina, { id, kind, selection: { kind: "ids", ids }, assigneeId: rina.id });
  expect(started).toEqual({ kind: "started", id });
  await runBulkJob(pool, id, () => false);
  await endJob(id, finishedAt);
  return id;
}
const endJob = (id: string, finishedAt: Date | null) =>
  pool.query(
    "update bulk_job set finished_at = $2::timestamptz, status = case when $2::timestamptz is null then 'running' else 'finished' end::bulk_status where id = $1",
    [id, finishedAt],
  );
const itemsOf = (jobId: string) => prisma.bulkItem.count({ where: { jobId } });

const told = async () =>
  (
    await prisma.auditEntry.findMany({ where: { action: "retention.old_removed" }, orderBy: { id: "asc" } })
  ).map(({ details }) => details);

test("nothing goes while no days are set", async () => {
  const [id = ""] = await make("INVITED");
  await attempt([id], OLD);
  const importId = await spreadsheet("finished", OLD);
  const jobId = await job("archive", [id], OLD);
  expect(await remove(null)).toBeNull();
  expect(await answersOf(id)).toEqual(['{"id":"•••"}']);
  expect(await isWhole(importId)).toBe(true);
  expect(await itemsOf(jobId)).toBe(1);
});

describe("answers of attempts", () => {
  test.each(STATUSES)("of a registration that is %s", async (status) => {
    const [id = ""] = await make(status);
    await attempt([id], OLD);
    await attempt([id], YOUNG, { number: 2 });
    await attempt([id], OLD, { number: 3, answer: null });
    await attempt([id], null, { number: 4 });
    const isKept = status === "UNCONFIRMED" || status === "QUEUED";
    expect(await remove()).toEqual(isKept ? null : { ...NOTHING, answers: 1 });
    const answer = '{"id":"•••"}';
    expect(await answersOf(id)).toEqual([isKept ? answer : "", answer, null, answer]);
    expect(await remove()).toBeNull();
  });

  test("are evidence until what was not sure is settled, and go then", async () => {
    const [id = "", ...others] = await make("UNCONFIRMED", 3);
    await attempt([id, ...others], OLD);
    expect(await remove()).toBeNull();
    await prisma.registration.update({ where: { id }, data: { status: "INVITED" } });
    expect(await remove()).toEqual({ ...NOTHING, answers: 1 });
    expect(await answersOf(others[0] ?? "")).toEqual(['{"id":"•••"}']);
  });

  test("are said to be removed, and when, where there was one", async () => {
    const [id = ""] = await make("NEEDS_FIX");
    await attempt([id], OLD);
    await attempt([id], OLD, { number: 2, answer: null });
    await attempt([id], YOUNG, { number: 3 });
    await remove();
    const { attempts } = await getRegistration(rina, id);
    const removed = attempts.map(({ number, maskedAnswer, answerRemovedAt }) => [
      number,
      maskedAnswer,
      answerRemovedAt,
    ]);
    expect(removed).toEqual([
      [3, '{"id":"•••"}', null],
      [2, null, null],
      [1, "", expect.any(String)],
    ]);
  });

  test("go by many, past many that stay", async () => {
    await attempt(await make("UNCONFIRMED", 700), OLD);
    await attempt(await make("INVITED", 1_200), OLD);
    expect(await remove()).toEqual({ ...NOTHING, answers: 1_200 });
    expect(await prisma.attempt.count({ where: { maskedAnswer: "" } })).toBe(1_200);
  });
});

describe("what rows of spreadsheets say", () => {
  test.each([
    ["finished", OLD, true],
    ["stopped", OLD, true],
    ["finished", YOUNG, false],
    ["stopped", YOUNG, false],
    ...["reading", "mapping", "checking", "checked", "canary", "canary_done", "sending", "paused"].map(
      (status) => [status, null, false] as const,
    ),
  ] as const)("of one that is %s since %o goes: %o", async (status, finishedAt, isRemoved) => {
    const id = await spreadsheet(status, finishedAt);
    await pool.query("update import set created_at = $2 where id = $1", [id, OLD]);
    expect(await remove()).toEqual(isRemoved ? { ...NOTHING, spreadsheets: 1, rows: 2 } : null);
    expect(await isWhole(id)).toBe(!isRemoved);
    expect((await getImport(rina, id)).rowsRemovedAt !== null).toBe(isRemoved);
    expect(await remove()).toBeNull();
  });

  test("goes from every row, whatever their numbers are", async () => {
    const id = await spreadsheet("finished", OLD, 1_100);
    await pool.query("update import_row set position = position * 7 + 100000 where import_id = $1", [id]);
    expect(await remove()).toEqual({ ...NOTHING, spreadsheets: 1, rows: 1_100 });
    expect(await isWhole(id)).toBe(false);
    expect(await remove()).toBeNull();
  });

  test("leaves nothing of a person, and offers nothing that cannot be done", async () => {
    const id = await spreadsheet("finished", OLD);
    const about = JSON.stringify([{ field: null, code: "registered_name", params: { name: "Kopi Senja" } }]);
    await pool.query(
      `update import_row set problems = $2, warnings = $2, accepted_reason = 'Budi said so', reference_key = 'k', name_key = 'k',
              representative_email_key = 'k', invited_user_email_key = 'k', phone_e164 = 'k' where import_id = $1`,
      [id, about],
    );
    await remove();
    const { rows } = await pool.query("select * from import_row where import_id = $1 order by position", [
      id,
    ]);
    const { row_key, ...left } = rows[0];
    expect(row_key).toEqual(expect.any(String));
    expect(left).toEqual({
      ...{ import_id: id, position: 1, state: "ready", left_out: false, registration_id: null },
      ...{ is_hidden: false, kinds: null },
      ...{ cells: [], problems: [], warnings: [], accepted_reason: null, reference_key: "", name_key: "" },
      ...{ representative_email_key: "", invited_user_email_key: "", phone_e164: "" },
    });
    const removed = new AppError("removed");
    await expect(listImportRows(rina, id, { states: null, after: 0 })).rejects.toEqual(removed);
    const before = await prisma.auditEntry.count({ where: { action: "import.downloaded" } });
    for (const kind of ["all", "problems"] as const)
      await expect(readResultFile(rina, id, kind, WORDS)).rejects.toEqual(removed);
    expect(await prisma.auditEntry.count({ where: { action: "import.downloaded" } })).toBe(before);
  });

  test("changes no figure of what the file left out", async () => {
    const id = await spreadsheet("finished", OLD, 4);
    const leave = (position: number, code: string) =>
      pool.query(
        "update import_row set state = 'skipped', warnings = $3 where import_id = $1 and position = $2",
        [id, position, JSON.stringify([{ field: null, code }])],
      );
    await leave(1, "row_empty");
    await leave(2, "row_note");
    await leave(3, "row_repeats_row");
    const { leftOut } = await getImport(rina, id);
    expect(leftOut).toEqual({ hidden: 0, empty: 1, notes: 1 });
    await remove();
    expect((await getImport(rina, id)).leftOut).toEqual(leftOut);
  });

  test("breaks off a result file that is being read, which never has an empty row", async () => {
    const id = await spreadsheet("finished", OLD, 1_200);
    const { rows } = await readResultFile(rina, id, "all", WORDS);
    const first = (await rows.next()).value as string[][];
    expect(first.every(([name]) => name !== "")).toBe(true);
    await remove();
    await expect(rows.next()).rejects.toEqual(new AppError("removed"));
  });

  test("makes no second registration of any row when the same file comes again, nor a result file of it", async () => {
    const rows = [makeCells(), makeCells(), makeCells(), makeCells()];
    const repeated = [...rows, [...(rows[0] ?? [])]];
    const first = await checkFile(pool, rina, csvOf(repeated));
    const keys = (await rowsOf(rina, first)).map(({ rowKey }) => rowKey);
    await sendAll(first);
    const made = await prisma.registration.findMany({ where: { importId: first } });
    expect(made).toHaveLength(4);
    const [refused] = made;
    await pool.query("update registration set status = 'INVITED', next_run_at = null where import_id = $1", [
      first,
    ]);
    await prisma.registration.update({
      where: { id: refused?.id },
      data: { status: "NEEDS_FIX", attemptCount: 1 },
    });
    await pool.query("update import set finished_at = $2 where id = $1", [first, OLD]);
    expect(await remove()).toEqual({ ...NOTHING, spreadsheets: 1, rows: 5 });

    const again = await checkFile(pool, rina, csvOf(repeated));
    const states = (await rowsOf(rina, again)).map(({ state }) => state).sort();
    expect(states.filter((state) => state === "done")).toHaveLength(3);
    await sendAll(again);
    expect(await prisma.registration.count({ where: { importId: again } })).toBe(0);

    await pool.query("update registration set status = 'NEEDS_FIX', next_run_at = null where id = $1", [
      refused?.id,
    ]);
    const corrected = rows.map((cells, index) => [
      ...cells.with(1, "Budi Baru"),
      "",
      "",
      "",
      "",
      "",
      keys[index] ?? "",
    ]);
    const results = await checkFile(pool, rina, csvOf(corrected, [...HEADINGS, ...OWN_HEADINGS]));
    await sendAll(results);
    expect(await prisma.registration.count({ where: { importId: results } })).toBe(0);
    const fixed = await prisma.registration.findMany({ where: { importId: first, status: "QUEUED" } });
    expect(fixed.map(({ id, representativeName }) => [id, representativeName])).toEqual([
      [refused?.id, "Budi Baru"],
    ]);
  });
});

const OWN_HEADINGS = ["status", "business_id", "brand_ids", "problem", "what_to_do", "row_key"];

/** Hands all ready rows out at once, and stops. */
async function sendAll(importId: string): Promise<void> {
  const sent = await sendImport(rina, {
    importId,
    typedCount: null,
    holdAfterFirst: false,
    scheduledAt: null,
  });
  if (sent.kind === "nothing_to_send") return;
  await pool.query("update import set status = 'sending', sending_at = clock_timestamp() where id = $1", [
    importId,
  ]);
  await runImportChunk(pool, importId, 0);
  // As one that is at its end, whose rows are still on their way.
  await pool.query("update import set status = 'stopped', finished_at = clock_timestamp() where id = $1", [
    importId,
  ]);
}

const WORDS = {
  status: String,
  state: String,
  finding: ({ code }: { code: string }) => code,
  doku: String,
  whatToDo: String,
};

describe("items of bulk jobs", () => {
  test.each([
    ["old", OLD, true],
    ["as old as is kept", YOUNG, false],
    ["not ended", null, false],
  ])("of one that is %s", async (_, finishedAt, isRemoved) => {
    const id = await job("archive", await make("FAILED", 3), finishedAt);
    expect(await remove()).toEqual(isRemoved ? { ...NOTHING, bulkJobs: 1, items: 3 } : null);
    expect(await itemsOf(id)).toBe(isRemoved ? 0 : 3);
    const view = await getBulkJob(rina, id);
    expect(view).toMatchObject({ total: 3, done: 3, left: 0 });
    expect(view.itemsRemovedAt !== null).toBe(isRemoved);
    expect((await listBulkJobs(rina, null)).jobs).toMatchObject([{ itemsRemovedAt: view.itemsRemovedAt }]);
    expect(await remove()).toBeNull();
  });

  test("that are gone cannot be taken back, and nothing is half taken back", async () => {
    const ids = await make("FAILED", 3);
    const id = await job("archive", ids, OLD);
    await remove();
    await expect(undoBulk(rina, { id: randomUUID(), jobId: id })).rejects.toEqual(new AppError("removed"));
    expect(await prisma.bulkJob.count()).toBe(1);
    expect(await prisma.registration.count({ where: { id: { in: ids }, archivedAt: null } })).toBe(0);
  });

  test("are kept for a job that takes them back until that has ended", async () => {
    const ids = await make("FAILED", 3);
    const id = await job("archive", ids, OLD);
    const undo = await undoBulk(rina, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    expect(await remove()).toBeNull();
    await runBulkJob(pool, undo.id, () => false);
    expect(await prisma.registration.count({ where: { id: { in: ids }, archivedAt: null } })).toBe(3);
    await endJob(undo.id, YOUNG);
    expect(await remove()).toEqual({ ...NOTHING, bulkJobs: 1, items: 3 });
    expect((await getBulkJob(rina, id)).undoneById).toBe(undo.id);
    expect((await listBulkItems(rina, { jobId: undo.id, outcome: null, after: 0 })).items).toHaveLength(3);
  });

  test("are taken back or removed, never both: whoever is at the job's row comes first", async () => {
    const id = await job("archive", await make("FAILED", 3), OLD);
    const tx = await pool.connect();
    try {
      await tx.query("begin");
      await tx.query("select 1 from bulk_job where id = $1 for share", [id]);
      expect(await remove()).toBeNull();
      await tx.query("commit");
    } finally {
      tx.release();
    }
    const both = await Promise.allSettled([remove(), undoBulk(rina, { id: randomUUID(), jobId: id })]);
    const isUndone = both[1].status === "fulfilled";
    expect(await itemsOf(id)).toBe(isUndone ? 3 : 0);
  });

  test.each<BulkKind>(["retry", "clean"])(
    "of the kind %s are kept while what was to be sent waits, as under a paused credential",
    async (kind) => {
      const ids = await make("FAILED", 2);
      const id = await job("retry", ids, OLD);
      await pool.query("update bulk_job set kind = $2::bulk_kind where id = $1", [id, kind]);
      expect(await remove()).toBeNull();
      expect((await getBulkJob(rina, id)).waiting).toBe(2);
      await pool.query("update registration set status = 'INVITED', next_run_at = null where id = any($1)", [
        ids,
      ]);
      expect(await remove()).toEqual({ ...NOTHING, bulkJobs: 1, items: 2 });
      expect((await getBulkJob(rina, id)).waiting).toBe(0);
    },
  );
});

type Made = { importId: string; jobId: string; count: number };

/** Something of each kind that is old: so many answers of one registration, rows and items. */
async function makeOld(count: number, answers = count): Promise<Made> {
  const [registrationId = ""] = await make("INVITED");
  await pool.query(
    `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version, started_at, ended_at, outcome,
            masked_answer)
     select gen_random_uuid(), $1, n, 'first', 'R', 'H', 1, 'test', $2, $2, 'accepted', '{}' from generate_series(1, $3::int) n`,
    [registrationId, OLD, answers],
  );
  const importId = await spreadsheet("finished", OLD, count);
  const jobId = randomUUID();
  await pool.query(
    `insert into bulk_job (id, environment, kind, status, created_by_id, total, done, finished_at)
     values ($1, 'simulator', 'archive', 'finished', $2, $3, $3, $4)`,
    [jobId, rina.id, count, OLD],
  );
  await pool.query(
    `insert into bulk_item (job_id, position, registration_id, outcome)
     select $1, n, $2, 'done' from generate_series(1, $3::int) n`,
    [jobId, registrationId, count],
  );
  return { importId, jobId, count };
}

/** What is gone; and that the pages say so wherever anything is. */
async function goneOf({ importId, jobId, count }: Made) {
  const answers = await prisma.attempt.count({ where: { maskedAnswer: "" } });
  const rows = await prisma.importRow.count({ where: { importId, cells: { isEmpty: true } } });
  const items = count - (await itemsOf(jobId));
  expect((await getImport(rina, importId)).rowsRemovedAt !== null).toBe(rows > 0);
  expect((await getBulkJob(rina, jobId)).itemsRemovedAt !== null).toBe(items > 0);
  return { answers, spreadsheets: rows > 0 ? 1 : 0, rows, bulkJobs: items > 0 ? 1 : 0, items };
}

async function sumTold(from: number) {
  const entries = [...(await told()).slice(from), ...(await prisma.removalTally.findMany())];
  const sum = { ...NOTHING };
  for (const entry of entries as (typeof NOTHING)[])
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += entry[key];
  return sum;
}

test("several at once remove each thing once, and tell it once", async () => {
  const made = await makeOld(1_300);
  const from = (await told()).length;
  const passes = await Promise.all([remove(), remove(), remove()]);
  // Whoever ends before the others tells what was removed by then; nobody's is left untold.
  const all = { answers: 1_300, spreadsheets: 1, rows: 1_300, bulkJobs: 1, items: 1_300 };
  expect(await goneOf(made)).toEqual(all);
  expect(await sumTold(from)).toEqual(all);
  expect(await prisma.removalTally.count()).toBe(0);
  expect((await told()).length - from).toBe(passes.filter(Boolean).length);
  expect(await remove()).toBeNull();
});

test("one pass tells all that it removed in one entry", async () => {
  await makeOld(1_001);
  const from = (await told()).length;
  await remove(90 - 60);
  expect((await told()).slice(from)).toEqual([
    { answers: 1_001, spreadsheets: 1, rows: 1_001, bulkJobs: 1, items: 1_001, keepDays: 30 },
  ]);
});

test("whoever dies at any point leaves nothing half said, and another one goes on", async () => {
  const made = await makeOld(501, 2);
  const from = (await told()).length;
  let isOver = false;
  // Each lives one step longer than the one before, and so dies at each step of each transaction.
  for (let stepsToLive = 1; !isOver; stepsToLive += 1) {
    const mortal = createMortal(pool, stepsToLive);
    isOver = await Promise.race([remove(30, mortal.pool).then(() => true), mortal.died.then(() => false)]);
    expect(await sumTold(from)).toEqual(await goneOf(made));
    expect(stepsToLive).toBeLessThan(100);
  }
  expect(await goneOf(made)).toEqual({ answers: 2, spreadsheets: 1, rows: 501, bulkJobs: 1, items: 501 });
  expect(await prisma.removalTally.count()).toBe(0);
});

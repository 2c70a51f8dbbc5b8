import { randomUUID } from "node:crypto";
import { Logger, runOnce } from "graphile-worker";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { AppError } from "@/lib/errors";
import { archiveRegistration, restoreRegistration } from "@/lib/registrations/changes/mutations";
import { assignRegistration, listAssignees } from "@/lib/registrations/changes/owner";
import type { Submitter } from "@/lib/registrations/delivery/submit";
import { fixFilter } from "@/lib/registrations/list/counts";
import { keptQuery } from "@/lib/registrations/list/filter";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import type { RegistrationStatus } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { makeLooker } from "@/lib/testing/looks";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { createTaskList } from "@/lib/worker/tasks";
import { estimateBulk } from "./estimate";
import type { BulkKind } from "./kinds";
import { getBulkJob, listBulkItems, listBulkJobs, listRunningJobs } from "./queries";
import { runBulkChunk, runBulkJob } from "./run";
import { requireFilter } from "./selection";
import { startBulk, undoBulk } from "./start";
import { stopBulk } from "./stop";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let dewi: UserActor;
let viewer: UserActor;
let credentialId: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  dewi = await makeManager("Dewi");
  viewer = await makeActor(await makePerson({ role: "viewer" }));
  credentialId = (await requireCurrentCredential()).id;
});
beforeEach(() =>
  prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, replay: "proven", pausedAt: null },
  }),
);

const make = (status: RegistrationStatus, count: number) =>
  makeRegistrations(pool, { status, count, ownerId: rina.id, credentialId });

async function start(kind: BulkKind, ids: string[], assigneeId: string | null = null): Promise<string> {
  const id = randomUUID();
  const result = await startBulk(rina, { id, kind, selection: { kind: "ids", ids }, assigneeId });
  expect(result).toEqual({ kind: "started", id });
  return id;
}

const never = () => false;
const run = (jobId: string) => runBulkJob(pool, jobId, never);
const readJob = (id: string) => prisma.bulkJob.findUniqueOrThrow({ where: { id } });
async function outcomesOf(jobId: string): Promise<Record<string, number>> {
  const items = await prisma.bulkItem.groupBy({ by: ["outcome"], where: { jobId }, _count: true });
  return Object.fromEntries(items.map(({ outcome, _count }) => [outcome ?? "pending", _count]));
}
const auditCount = (action: string, ids: string[]) =>
  prisma.auditEntry.count({ where: { action, registrationId: { in: ids } } });

/** Sends what is due, with DOKU accepting everything, as often as a worker is asked to. */
async function work(): Promise<void> {
  const send: Submitter["send"] = async () => ({
    ...ACCEPTED,
    business: { id: `BSN-${randomUUID()}`, brandIds: [] },
  });
  await runOnce({
    connectionString: url,
    taskList: createTaskList(
      { pool, holderId: () => "bulk-test", keyVersionFor: () => "0badc0de", random: () => 0.5, send },
      makeLooker(pool),
    ),
    // As in a worker: a job that waits for its rows to be sent is beside those that send them.
    concurrency: 4,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  });
}

const ACCEPTED = makeEnding("accepted");

describe("a bulk job", () => {
  test("says first how many it will act on, how many not, and why", async () => {
    const failed = await make("FAILED", 3);
    const invited = await make("INVITED", 2);
    const [archived = ""] = await make("FAILED", 1);
    await archiveRegistration(rina, archived);
    const selection = { kind: "ids" as const, ids: [...failed, ...invited, archived, randomUUID()] };
    expect(await estimateBulk(rina, { kind: "retry", selection, assigneeId: null })).toEqual({
      total: 6,
      will: 3,
      left: [
        { reason: "is_invited", count: 2 },
        { reason: "archived", count: 1 },
      ],
      isTooMany: false,
    });
    expect(await estimateBulk(rina, { kind: "assign", selection, assigneeId: rina.id })).toMatchObject({
      will: 0,
      left: [{ reason: "same_owner", count: 6 }],
    });
  });

  test("retries what can be retried, sends it, and says of the rest why it was left", async () => {
    const failed = await make("FAILED", 70);
    const invited = await make("INVITED", 5);
    const id = await start("retry", [...invited, ...failed]);
    await work();
    expect(await readJob(id)).toMatchObject({ status: "finished", total: 75, done: 70, skipped: 5 });
    expect(await outcomesOf(id)).toEqual({ done: 70, is_invited: 5 });
    const rows = await prisma.registration.findMany({ where: { id: { in: failed } } });
    expect(rows.every(({ status, attemptCount }) => status === "INVITED" && attemptCount === 1)).toBe(true);
    expect(await auditCount("registration.retried", failed)).toBe(70);
  });

  test("says of a job that is through how many of its rows still wait to be sent", async () => {
    const failed = await make("FAILED", 6);
    const id = await start("retry", failed);
    while ((await runBulkChunk(pool, id)).kind === "worked");
    const waitingOf = async () => (await getBulkJob(rina, id)).waiting;
    expect(await waitingOf()).toBe(6);
    await pool.query("update registration set status = 'UNCONFIRMED', next_run_at = now() where id = $1", [
      failed[0],
    ]);
    await pool.query("update registration set status = 'UNCONFIRMED', next_run_at = null where id = $1", [
      failed[1],
    ]);
    await pool.query("update registration set status = 'NEEDS_FIX', next_run_at = null where id = $1", [
      failed[2],
    ]);
    expect(await waitingOf()).toBe(4);
    expect((await listBulkJobs(rina, null)).jobs.find((job) => job.id === id)).toMatchObject({ waiting: 4 });
    await pool.query("update registration set status = 'INVITED', next_run_at = null where id = any($1)", [
      failed,
    ]);
    expect(await waitingOf()).toBe(0);
  });

  test("checks what is in doubt with DOKU", async () => {
    const unsure = await make("UNCONFIRMED", 4);
    const id = await start("check", unsure);
    await work();
    expect(await outcomesOf(id)).toEqual({ done: 4 });
    const attempts = await prisma.attempt.findMany({ where: { registrationId: { in: unsure } } });
    expect(attempts.map(({ kind }) => kind)).toEqual(["check", "check", "check", "check"]);
  });

  test("hands out no more than can be sent soon, and goes on when that is sent", async () => {
    await prisma.credential.updateMany({ data: { pausedAt: new Date() } });
    const id = await start("retry", await make("FAILED", 120));
    while ((await runBulkChunk(pool, id)).kind === "worked");
    expect(await readJob(id)).toMatchObject({ status: "running", done: 96 });
    await prisma.credential.updateMany({ data: { pausedAt: null } });
    await pool.query("update graphile_worker._private_jobs set run_at = now()");
    await work();
    expect(await readJob(id)).toMatchObject({ status: "finished", done: 120 });
  });

  test("stopped in the middle, touches nothing more and keeps what was done", async () => {
    const ids = await make("DRAFT", 100);
    const id = await start("archive", ids);
    await runBulkChunk(pool, id);
    await stopBulk(dewi, id);
    expect(await run(id)).toBeNull();
    expect(await readJob(id)).toMatchObject({ status: "stopped", done: 32, skipped: 0 });
    expect(await outcomesOf(id)).toEqual({ done: 32, pending: 68 });
    expect(await prisma.registration.count({ where: { id: { in: ids }, archivedAt: null } })).toBe(68);
  });

  test("the same key twice, even at once, is one job", async () => {
    const ids = await make("DRAFT", 3);
    const request = {
      id: randomUUID(),
      kind: "archive" as const,
      selection: { kind: "ids" as const, ids },
      assigneeId: null,
    };
    const results = await Promise.all([1, 2, 3].map(() => startBulk(rina, request)));
    expect(results).toEqual(results.map(() => ({ kind: "started", id: request.id })));
    expect(await prisma.bulkItem.count({ where: { jobId: request.id } })).toBe(3);
    await expect(startBulk(dewi, request)).rejects.toEqual(new AppError("changed_meanwhile"));
  });

  test("five people at once: each row is moved once, and the others are told why not", async () => {
    const ids = await make("FAILED", 40);
    const jobs = await Promise.all([1, 2, 3, 4, 5].map(() => start("archive", ids)));
    await Promise.all(jobs.map(run));
    const done = await Promise.all(jobs.map(async (id) => (await readJob(id)).done));
    expect(done.reduce((sum, each) => sum + each)).toBe(40);
    expect(await auditCount("registration.archived", ids)).toBe(40);
    const left = await prisma.bulkItem.count({ where: { jobId: { in: jobs }, outcome: "archived" } });
    expect(left).toBe(160);
  });

  test("stops acting for a person who has lost the right meanwhile", async () => {
    const person = await makePerson({ role: "manager" });
    const actor = await makeActor(person);
    const ids = await make("DRAFT", 2);
    const id = randomUUID();
    await startBulk(actor, { id, kind: "archive", selection: { kind: "ids", ids }, assigneeId: null });
    await prisma.user.update({ where: { id: person.id }, data: { role: "viewer" } });
    await run(id);
    expect(await outcomesOf(id)).toEqual({ not_allowed: 2 });
  });

  test("gives nothing to a person who may not work on it any more, nor back to one", async () => {
    const [budi, sari] = [await makePerson({ role: "manager" }), await makePerson({ role: "manager" })];
    const ids = await makeRegistrations(pool, {
      status: "INVITED",
      count: 40,
      ownerId: sari.id,
      credentialId,
    });
    const id = await start("assign", ids, budi.id);
    await runBulkChunk(pool, id);
    await prisma.user.update({ where: { id: budi.id }, data: { disabledAt: new Date() } });
    await run(id);
    expect(await outcomesOf(id)).toEqual({ done: 32, assignee_gone: 8 });
    await prisma.user.update({ where: { id: sari.id }, data: { role: "viewer" } });
    const undo = await undoBulk(rina, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    await run(undo.id);
    expect(await outcomesOf(undo.id)).toEqual({ assignee_gone: 32 });
    expect(await auditCount("registration.assigned", ids)).toBe(32);
  });

  test("of reminders is not started without a mail server, and its estimate says so", async () => {
    const request = {
      kind: "nudge" as const,
      selection: { kind: "ids" as const, ids: await make("INVITED", 2) },
      assigneeId: null,
    };
    expect(await estimateBulk(rina, request)).toMatchObject({
      will: 0,
      left: [{ reason: "no_mail_server", count: 2 }],
    });
    await expect(startBulk(rina, { ...request, id: randomUUID() })).rejects.toMatchObject({
      code: "not_possible_now",
    });
  });

  test("of nothing is not started, and a viewer starts none", async () => {
    const request = { id: randomUUID(), kind: "archive" as const, assigneeId: null };
    const gone = { kind: "ids" as const, ids: [randomUUID()] };
    expect(await startBulk(rina, { ...request, selection: gone })).toEqual({ kind: "nothing" });
    expect(await prisma.bulkJob.count({ where: { id: request.id } })).toBe(0);
    await expect(startBulk(viewer, { ...request, selection: gone })).rejects.toEqual(
      new AppError("not_allowed"),
    );
    await expect(undoBulk(viewer, { id: randomUUID(), jobId: randomUUID() })).rejects.toEqual(
      new AppError("not_allowed"),
    );
  });
});

describe("everything that matches a filter", () => {
  test("is what the list shows: by owner, status and search, not archived", async () => {
    const sari = await makeManager("Sari");
    const own = { ownerId: sari.id, credentialId };
    const failed = await makeRegistrations(pool, { ...own, status: "FAILED", count: 3 });
    await makeRegistrations(pool, { ...own, status: "INVITED", count: 2 });
    await archiveRegistration(rina, failed[0] ?? "");
    const selection = { kind: "filter" as const, query: `cursor=&status=FAILED&owner=me` };
    expect(await estimateBulk(sari, { kind: "archive", selection, assigneeId: null })).toMatchObject({
      total: 2,
      will: 2,
    });
    const id = randomUUID();
    await startBulk(sari, { id, kind: "archive", selection, assigneeId: null });
    // Whoever looks at the job later is somebody else.
    expect(await readJob(id)).toMatchObject({ total: 2, query: `status=FAILED&owner=${sari.id}` });
  });

  test("is kept with the person and the days that were meant, and not with words for whoever reads it", () => {
    const now = new Date("2026-11-30T20:00:00Z");
    const jakarta = { ...rina, timeZone: "Asia/Jakarta" } as const;
    const kept = (query: string) => keptQuery(fixFilter(jakarta, requireFilter(query), { now }));
    expect(kept("owner=-me&created=today&sort=updated_asc")).toBe(
      `owner=-${rina.id}&created=2026-12-01..2026-12-01&sort=updated_asc`,
    );
    expect(kept("updated=last_month&invited=..2026-11-02")).toBe(
      "updated=2026-11-01..2026-11-30&invited=..2026-11-02",
    );
  });

  test("is never more than was meant: a filter that is not understood is refused", async () => {
    const selection = { kind: "filter" as const, query: "status=FAILED&batch=7" };
    const request = { kind: "archive" as const, selection, assigneeId: null };
    await expect(estimateBulk(rina, request)).rejects.toEqual(new AppError("bad_input"));
    await expect(startBulk(rina, { ...request, id: randomUUID() })).rejects.toEqual(
      new AppError("bad_input"),
    );
  });
});

describe("undo", () => {
  test("brings back what a job archived, but not what somebody touched since", async () => {
    const [touched = "", ...others] = await make("FAILED", 5);
    const id = await start("archive", [touched, ...others]);
    await run(id);
    await restoreRegistration(dewi, touched);
    await archiveRegistration(dewi, touched);
    const undo = await undoBulk(dewi, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    expect(await undoBulk(rina, { id: randomUUID(), jobId: id })).toEqual(undo);
    await run(undo.id);
    expect(await outcomesOf(undo.id)).toEqual({ done: 4, changed_meanwhile: 1 });
    expect(await prisma.registration.count({ where: { id: { in: others }, archivedAt: null } })).toBe(4);
  });

  test("gives what a job assigned back to whom it was with, but not what was passed on since", async () => {
    const [passedOn = "", ...others] = await make("INVITED", 4);
    const ids = [passedOn, ...others];
    const third = await makeManager("Sari");
    const id = await start("assign", ids, dewi.id);
    await run(id);
    expect(await prisma.registration.count({ where: { id: { in: ids }, ownerId: dewi.id } })).toBe(4);
    await assignRegistration(dewi, passedOn, { ownerId: third.id });
    const undo = await undoBulk(rina, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    await run(undo.id);
    expect(await outcomesOf(undo.id)).toEqual({ done: 3, changed_meanwhile: 1 });
    expect(await prisma.registration.count({ where: { id: { in: ids }, ownerId: rina.id } })).toBe(3);
    expect(await auditCount("registration.assigned", [passedOn])).toBe(2);
  });

  test("that somebody stopped goes on when it is asked for again, in the name of whoever asks", async () => {
    const ids = await make("FAILED", 40);
    const id = await start("archive", ids);
    await work();
    const undo = await undoBulk(rina, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    await runBulkChunk(pool, undo.id);
    await stopBulk(rina, undo.id);
    expect(await getBulkJob(rina, id)).toMatchObject({ undoneById: undo.id, isHalfUndone: true });
    const again = await Promise.all(
      [dewi, dewi].map((actor) => undoBulk(actor, { id: randomUUID(), jobId: id })),
    );
    expect(again).toEqual([undo, undo]);
    expect(await getBulkJob(rina, id)).toMatchObject({ isHalfUndone: false });
    await work();
    expect(await outcomesOf(undo.id)).toEqual({ done: 40 });
    expect(await getBulkJob(rina, undo.id)).toMatchObject({ status: "finished", done: 40, left: 0 });
    expect(await prisma.registration.count({ where: { id: { in: ids }, archivedAt: null } })).toBe(40);
    const restored = await prisma.auditEntry.groupBy({
      by: ["actorId"],
      where: { action: "registration.restored", registrationId: { in: ids } },
      _count: true,
    });
    expect(new Map(restored.map(({ actorId, _count }) => [actorId, _count]))).toEqual(
      new Map([
        [rina.id, 32],
        [dewi.id, 8],
      ]),
    );
    expect(await prisma.auditEntry.count({ where: { action: "bulk.resumed", subjectId: undo.id } })).toBe(1);
    expect(await undoBulk(dewi, { id: randomUUID(), jobId: id })).toEqual(undo);
    expect(await getBulkJob(rina, undo.id)).toMatchObject({ status: "finished" });
  });

  test("whose starter lost the right is done by the next who asks for it", async () => {
    const ids = await make("INVITED", 3);
    const id = await start("archive", ids);
    await work();
    const sari = await makeManager("Sari");
    const undo = await undoBulk(sari, { id: randomUUID(), jobId: id });
    if (undo.kind !== "started") throw new Error(undo.kind);
    await prisma.user.update({ where: { id: sari.id }, data: { disabledAt: new Date() } });
    await work();
    expect(await outcomesOf(undo.id)).toEqual({ not_allowed: 3 });
    expect(await undoBulk(rina, { id: randomUUID(), jobId: id })).toEqual(undo);
    await work();
    expect(await getBulkJob(rina, undo.id)).toMatchObject({ status: "finished", done: 3, left: 0 });
    expect(await prisma.registration.count({ where: { id: { in: ids }, archivedAt: null } })).toBe(3);
  });

  test("is not offered while a job runs, for what was sent, or twice over", async () => {
    const running = await start("archive", await make("DRAFT", 1));
    await expect(undoBulk(rina, { id: randomUUID(), jobId: running })).rejects.toEqual(
      new AppError("not_possible_now"),
    );
    const sent = await start("retry", await make("FAILED", 1));
    await work();
    await expect(undoBulk(rina, { id: randomUUID(), jobId: sent })).rejects.toEqual(
      new AppError("not_possible_now"),
    );
    const undo = await undoBulk(rina, { id: randomUUID(), jobId: running });
    if (undo.kind !== "started") throw new Error(undo.kind);
    await run(undo.id);
    await expect(undoBulk(rina, { id: randomUUID(), jobId: undo.id })).rejects.toEqual(
      new AppError("not_possible_now"),
    );
  });
});

describe("the pages of jobs", () => {
  test("show one with its figures and what became of each row, page by page", async () => {
    const ids = [...(await make("FAILED", 60)), ...(await make("UNCONFIRMED", 2))];
    const id = await start("archive", ids);
    await runBulkChunk(pool, id);
    expect((await listRunningJobs(rina)).map((job) => job.id)).toContain(id);
    expect(await listRunningJobs(dewi)).toEqual([]);
    await run(id);
    const job = await getBulkJob(viewer, id);
    expect(job).toMatchObject({
      kind: "archive",
      status: "finished",
      total: 62,
      createdByName: "Rina",
      query: null,
      outcomes: [
        { outcome: "done", count: 60 },
        { outcome: "is_unconfirmed", count: 2 },
      ],
      standing: [{ status: "FAILED", count: 60 }],
    });
    const first = await listBulkItems(viewer, { jobId: id, outcome: null, after: 0 });
    const second = await listBulkItems(viewer, { jobId: id, outcome: null, after: first.next ?? 0 });
    expect([...first.items, ...second.items].map(({ registrationId }) => registrationId)).toEqual(ids);
    expect(second.next).toBeNull();
    const left = await listBulkItems(viewer, { jobId: id, outcome: "is_unconfirmed", after: 0 });
    expect(left.items.map(({ outcome, isArchived }) => [outcome, isArchived])).toEqual([
      ["is_unconfirmed", false],
      ["is_unconfirmed", false],
    ]);
  });

  test("list them newest first, and know no other address", async () => {
    const older = await start("archive", await make("DRAFT", 1));
    const newer = await start("archive", await make("DRAFT", 1));
    const { jobs } = await listBulkJobs(viewer, null);
    expect(jobs.slice(0, 2).map(({ id }) => id)).toEqual([newer, older]);
    expect((await listBulkJobs(viewer, newer)).jobs[0]?.id).toBe(older);
    await expect(getBulkJob(viewer, randomUUID())).rejects.toEqual(new AppError("not_found"));
    await expect(getBulkJob(viewer, "something else")).rejects.toEqual(new AppError("not_found"));
  });
});

test("a registration is given to active people who may work on it, and to nobody else", async () => {
  const [id = ""] = await make("INVITED", 1);
  expect((await listAssignees(rina)).map((person) => person.id)).not.toContain(viewer.id);
  await expect(assignRegistration(rina, id, { ownerId: viewer.id })).rejects.toEqual(
    new AppError("not_possible_now"),
  );
  await expect(assignRegistration(viewer, id, { ownerId: rina.id })).rejects.toEqual(
    new AppError("not_allowed"),
  );
  await expect(assignRegistration(rina, randomUUID(), { ownerId: dewi.id })).rejects.toEqual(
    new AppError("not_found"),
  );
  await assignRegistration(rina, id, { ownerId: dewi.id });
  expect(await listRegistrationAudit(rina, id)).toMatchObject([{ actorName: "Rina", givenTo: "Dewi" }]);
});

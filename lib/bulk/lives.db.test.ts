import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { AppError } from "@/lib/errors";
import {
  archiveRegistration,
  cancelRegistration,
  restoreRegistration,
  retryRegistration,
} from "@/lib/registrations/changes/mutations";
import { assignRegistration } from "@/lib/registrations/changes/owner";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import type { Submitter } from "@/lib/registrations/delivery/submit";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { estimateBulk } from "./estimate";
import { getBulkJob, listBulkItems, listBulkJobs } from "./queries";
import { runBulkChunk } from "./run";
import { startBulk, undoBulk } from "./start";
import { stopBulk } from "./stop";

// Several people start, stop and take back jobs over the same registrations, and move some of those by themselves.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let budi: UserActor;
let credentialId: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  budi = await makeActor(await makePerson({ role: "manager", name: "Budi" }));
  credentialId = (await requireCurrentCredential()).id;
});

const RUNS = 6;
const KINDS = ["retry", "check", "assign", "archive", "restore", "follow_up"] as const;
const OUTCOMES = ["accepted", "validation", "dns", "header_timeout"] as const;

const deed = fc.oneof(
  fc.record({ kind: fc.constant("start"), of: fc.constantFrom(...KINDS), job: fc.nat(5) }),
  fc.record({ kind: fc.constantFrom("run", "run ", "run  ", "stop", "undo"), job: fc.nat(5) }),
  fc.record({ kind: fc.constantFrom("archive", "restore", "retry", "cancel", "assign"), row: fc.nat(39) }),
  fc.record({ kind: fc.constantFrom("drain", "leaves", "comes back") }),
);
type Deed = { kind: string; of?: (typeof KINDS)[number]; job?: number; row?: number };

const life = fc.record({
  deeds: fc.array(fc.tuple(deed as fc.Arbitrary<Deed>, fc.boolean()), { minLength: 8, maxLength: 40 }),
  outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 5 }),
});

async function live({
  deeds,
  outcomes,
}: {
  deeds: [Deed, boolean][];
  outcomes: (typeof OUTCOMES)[number][];
}) {
  await pool.query(
    "update credential set usable_at = clock_timestamp(), key_version = '0badc0de', fault_count = 0, breaker_until = null, replay = 'proven'",
  );
  await pool.query(`update "user" set role = 'manager'`);
  const ids: string[] = [];
  for (const [status, count] of [
    ["FAILED", 15],
    ["UNCONFIRMED", 8],
    ["INVITED", 9],
    ["NEEDS_FIX", 4],
    ["DRAFT", 4],
  ] as const)
    ids.push(...(await makeRegistrations(pool, { status, count, ownerId: rina.id, credentialId })));
  const jobs: string[] = [];
  let asked = 0;
  const submitter: Submitter = {
    pool,
    holderId: () => "bulk-test",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    async send() {
      const given = outcomes[asked++ % outcomes.length] ?? "accepted";
      if (given === "accepted")
        return makeEnding("accepted", { business: { id: `BSN-${randomUUID()}`, brandIds: [] } });
      return makeEnding(
        given,
        given === "dns" ? { bytesWritten: false } : given === "validation" ? { httpStatus: 400 } : {},
      );
    },
  };
  for (const [each, isRina] of deeds) {
    await act(each, isRina ? rina : budi).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    for (const job of jobs) await expectSound(job);
  }
  await pool.query(`update "user" set role = 'manager'`);
  for (let steps = 0; steps < 200; steps += 1) {
    let isOver = true;
    for (const job of jobs) {
      const { kind } = await runBulkChunk(pool, job);
      if (kind !== "ended") isOver = false;
    }
    await pool.query("update registration set next_run_at = now() where next_run_at is not null");
    await drainCredential(submitter, credentialId, () => false);
    if (isOver) break;
    if (steps === 199) throw new Error("A job never ends");
  }
  for (const job of jobs) {
    await expectSound(job);
    const { status, done, left, total, outcomes: ended } = await getBulkJob(rina, job);
    expect(["finished", "stopped"]).toContain(status);
    if (status === "finished")
      expect([done + left, ended.some(({ outcome }) => outcome === "pending")]).toEqual([total, false]);
  }
  for (const [action, kind] of [
    ["registration.retried", "retry"],
    ["registration.archived", "archive"],
  ] as const) {
    const audited = await prisma.auditEntry.findMany({ where: { action, registrationId: { in: ids } } });
    const byJobs = audited.filter(({ details }) => JSON.stringify(details ?? {}).includes("bulkJob"));
    const done = await prisma.bulkItem.count({
      where: { jobId: { in: jobs }, outcome: "done", job: { kind } },
    });
    expect([action, byJobs.length]).toEqual([action, done]);
  }

  async function act(each: Deed, actor: UserActor): Promise<unknown> {
    const job = jobs.length === 0 ? "" : (jobs[(each.job ?? 0) % jobs.length] ?? "");
    const row = ids[each.row ?? 0] ?? "";
    switch (each.kind.trim()) {
      case "start": {
        const id = randomUUID();
        const chosen = ids.filter((_, at) => (at + (each.job ?? 0)) % 2 === 0);
        const selection = { kind: "ids" as const, ids: chosen };
        const request = { kind: each.of ?? "retry", selection, assigneeId: budi.id };
        const { will, left, total } = await estimateBulk(actor, request);
        expect(will + left.reduce((sum, { count }) => sum + count, 0)).toBe(total);
        expect(will).toBeGreaterThanOrEqual(0);
        const started = await startBulk(actor, {
          ...request,
          id,
          followUp: { at: new Date(Date.now() + 86_400_000), note: "" },
        });
        if (started.kind === "started") jobs.push(started.id);
        return;
      }
      case "run":
        return job && runBulkChunk(pool, job);
      case "stop":
        return job && stopBulk(actor, job);
      case "undo": {
        if (!job) return;
        const undone = await undoBulk(actor, { id: randomUUID(), jobId: job });
        if (undone.kind === "started" && !jobs.includes(undone.id)) jobs.push(undone.id);
        return;
      }
      case "archive":
        return archiveRegistration(actor, row);
      case "restore":
        return restoreRegistration(actor, row);
      case "retry":
        return retryRegistration(actor, row);
      case "cancel":
        return cancelRegistration(actor, row);
      case "assign":
        return assignRegistration(actor, row, { ownerId: actor.id });
      case "drain":
        return drainCredential(submitter, credentialId, () => false);
      case "leaves":
        return pool.query(`update "user" set role = 'viewer' where id = $1`, [budi.id]);
      case "comes back":
        return pool.query(`update "user" set role = 'manager' where id = $1`, [budi.id]);
    }
  }
}

/** The figures of a job fit its items, in its page and in the list. */
async function expectSound(jobId: string): Promise<void> {
  const job = await getBulkJob(rina, jobId);
  const { total, done, left, waiting, outcomes, status, finishedAt, standing } = job;
  const of = (outcome: string) => outcomes.find((each) => each.outcome === outcome)?.count ?? 0;
  expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  expect([of("done"), of("pending")]).toEqual([done, total - done - left]);
  expect(standing.reduce((sum, { count }) => sum + count, 0)).toBe(done);
  expect(waiting).toBeLessThanOrEqual(done);
  expect(finishedAt !== null).toBe(status !== "running");
  for (const { outcome, count } of outcomes) {
    const { items } = await listBulkItems(rina, { jobId, outcome, after: 0 });
    expect([outcome, items.length]).toEqual([outcome, count]);
  }
  const listed = (await listBulkJobs(rina, null)).jobs.find(({ id }) => id === jobId);
  if (listed) expect([listed.done, listed.left, listed.waiting]).toEqual([done, left, waiting]);
}

test(
  "whoever starts, stops and takes back what: each figure fits its rows, and every job comes to its end",
  () => fc.assert(fc.asyncProperty(life, live), { numRuns: RUNS }),
  600_000,
);

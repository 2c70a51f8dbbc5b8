import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { runBulkJob } from "./run";
import { startBulk } from "./start";
import { stopBulk } from "./stop";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager();
  credentialId = (await requireCurrentCredential()).id;
});

const ROWS = 80;
const RUNS = 12;

type Course = {
  /** After how many steps each process that runs the job is killed; null lives on. */
  deaths: (number | null)[];
  /** Whether a second person starts the same on the same rows. */
  hasRival: boolean;
  /** Whether somebody stops it at some time. */
  isStopped: boolean;
};

const course: fc.Arbitrary<Course> = fc.record({
  deaths: fc.array(fc.option(fc.nat(40)), { minLength: 1, maxLength: 3 }),
  hasRival: fc.boolean(),
  isStopped: fc.boolean(),
});

async function startArchive(ids: string[]): Promise<string> {
  const id = randomUUID();
  await startBulk(rina, { id, kind: "archive", selection: { kind: "ids", ids }, assigneeId: null });
  return id;
}

async function live({ deaths, hasRival, isStopped }: Course): Promise<void> {
  const ids = await makeRegistrations(pool, {
    status: "FAILED",
    count: ROWS,
    ownerId: rina.id,
    credentialId,
  });
  const jobs = await Promise.all(hasRival ? [startArchive(ids), startArchive(ids)] : [startArchive(ids)]);
  const [job = ""] = jobs;
  const running = jobs.flatMap((id) =>
    deaths.map((stepsToLive) => {
      const process = createMortal(pool, stepsToLive);
      return Promise.race([runBulkJob(process.pool, id, () => false), process.died]);
    }),
  );
  if (isStopped) running.push(stopBulk(rina, job).then(() => undefined));
  await Promise.all(running);
  for (const id of jobs) await runBulkJob(pool, id, () => false);

  for (const id of jobs) {
    const { status, total, done, skipped } = await prisma.bulkJob.findUniqueOrThrow({ where: { id } });
    const ended = await prisma.bulkItem.count({ where: { jobId: id, outcome: { not: null } } });
    expect(done + skipped).toBe(ended);
    expect(await prisma.bulkItem.count({ where: { jobId: id, outcome: "done" } })).toBe(done);
    if (!(isStopped && id === job)) expect({ status, ended }).toEqual({ status: "finished", ended: total });
  }
  const archived = await prisma.registration.count({ where: { id: { in: ids }, archivedAt: { not: null } } });
  const doneByAll = await prisma.bulkItem.count({ where: { jobId: { in: jobs }, outcome: "done" } });
  const audited = await prisma.auditEntry.count({
    where: { action: "registration.archived", registrationId: { in: ids } },
  });
  expect({ doneByAll, audited }).toEqual({ doneByAll: archived, audited: archived });
  if (!isStopped || hasRival) expect(archived).toBe(ROWS);
}

test(
  "however its processes die, meet a rival or are stopped: each row is done once, written down once and counted once",
  () => fc.assert(fc.asyncProperty(course, live), { numRuns: RUNS }),
  120_000,
);

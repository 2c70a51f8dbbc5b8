import { Logger, runOnce } from "graphile-worker";
import type { PoolClient } from "pg";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeLooker } from "@/lib/testing/looks";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { CONCURRENCY, createTaskList } from "@/lib/worker/tasks";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
});

beforeEach(() =>
  prisma.credential.updateMany({ data: { usableAt: new Date(), keyVersion: "0badc0de", pausedAt: null } }),
);

const ACCEPTED = makeEnding("accepted", { business: { id: "BSN-0103-1700206906468", brandIds: [] } });

function makeSubmitter(overrides: Partial<Submitter> = {}): Submitter {
  return {
    pool,
    holderId: () => "tasks-test",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send: async () => ACCEPTED,
    ...overrides,
  };
}

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

/** Runs the registration's job now, as a worker would whose turn it is. */
async function runJob(id: string, submitter: Submitter): Promise<void> {
  await pool.query("update graphile_worker._private_jobs set run_at = now() where key = $1", [id]);
  await runJobs(submitter);
}

/** Runs what is due. */
async function runJobs(submitter: Submitter, concurrency = 1): Promise<void> {
  await runOnce({
    connectionString: url,
    concurrency,
    taskList: createTaskList(submitter, makeLooker(pool)),
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  });
}

async function withClient(work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  await work(client).finally(() => client.release());
}

async function jobTime(id: string): Promise<Date | null> {
  const { rows } = await pool.query<{ run_at: Date }>(
    "select run_at from graphile_worker.jobs where key = $1",
    [id],
  );
  return rows[0]?.run_at ?? null;
}

test("every job is done that a version before this one may have left in the queue", () => {
  expect(Object.keys(createTaskList(makeSubmitter(), makeLooker(pool))).sort()).toEqual([
    "ask_looks",
    "drain_credential",
    "follow_meaning",
    "look_credential",
    "read_import",
    "refresh_documents",
    "run_bulk_job",
    "run_import",
    "send_digests",
    "submit_registration",
  ]);
});

test("the fallback job of a registration that another process sends comes again when its claim would end", async () => {
  const id = await register();
  const dying = makeSubmitter({ holderId: () => "dying", send: () => Promise.reject(new Error("killed")) });
  await expect(submitRegistration(dying, id, manager.id)).rejects.toThrow("killed");
  const { claimUntil } = await prisma.registration.findUniqueOrThrow({ where: { id } });
  await runJob(id, makeSubmitter());
  expect(await jobTime(id)).toEqual(claimUntil);
  await pool.query("update registration set claim_until = now() where id = $1", [id]);
  await runJob(id, makeSubmitter());
  expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "INVITED" });
  expect(await jobTime(id)).toBeNull();
});

test("a drain that failed comes again when the claims it left run out", async () => {
  const id = await register();
  await pool.query("delete from graphile_worker._private_jobs");
  const { credentialId } = await prisma.registration.findUniqueOrThrow({ where: { id } });
  await withClient((client) => enqueueDrain(client, credentialId));
  const dying = makeSubmitter({ holderId: () => "dying", send: () => Promise.reject(new Error("failed")) });
  const lane = `drain:${credentialId}:1`;
  await pool.query("delete from graphile_worker._private_jobs where key <> $1", [lane]);
  await runJob(lane, dying);
  await runJob(lane, makeSubmitter());
  const { claimUntil } = await prisma.registration.findUniqueOrThrow({ where: { id } });
  expect(await jobTime(lane)).toEqual(claimUntil);
  await pool.query("update registration set claim_until = now() where id = $1", [id]);
  await runJob(lane, makeSubmitter());
  expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "INVITED" });
  expect(await jobTime(lane)).toBeNull();
});

test("a job that comes before its registration is due comes again when it is", async () => {
  const id = await register();
  const dueAt = new Date(Date.now() + 3_600_000);
  await prisma.registration.update({ where: { id }, data: { nextRunAt: dueAt } });
  await runJob(id, makeSubmitter());
  expect(await jobTime(id)).toEqual(dueAt);
});

test("a job in a process that may not send at the moment is not lost", async () => {
  const id = await register();
  await runJob(id, makeSubmitter({ holderId: () => null }));
  expect(await jobTime(id)).not.toBeNull();
});

const LAME: Partial<Submitter> = { keyVersionFor: () => null };

const jobsLeft = async () => {
  const { rows } = await pool.query<{ key: string; soon: boolean; now: boolean }>(
    `select key, run_at between created_at + interval '900 milliseconds' and created_at + interval '5 seconds' as soon,
            run_at <= created_at + interval '100 milliseconds' as now from graphile_worker.jobs where key is not null order by key`,
  );
  return rows;
};

describe("what cannot be sent now", () => {
  let drains: string[];
  let credentialId: string;

  beforeEach(async () => {
    await pool.query("delete from graphile_worker._private_jobs");
    await prisma.registration.updateMany({ data: { nextRunAt: null } });
    ({ credentialId } = await prisma.registration
      .findUniqueOrThrow({ where: { id: await register() } })
      .then((row) => ({ credentialId: row.credentialId })));
    await prisma.registration.updateMany({ data: { nextRunAt: null } });
    await pool.query("delete from graphile_worker._private_jobs");
    drains = [1, 2].map((lane) => `drain:${credentialId}:${lane}`);
  });

  test("F55: a worker without the secret hands everything of a credential back together, in seconds, and one that has it sends it", async () => {
    const ids = [await register(), await register(), await register()];
    await pool.query("update graphile_worker._private_jobs set run_at = now()");
    // What comes due while it works is worked on too: the jobs of the rows, and the drains that they ask for.
    await runJobs(makeSubmitter(LAME));
    expect(await jobsLeft()).toEqual(drains.map((key) => ({ key, soon: true, now: false })));
    await runJob(drains[0] ?? "", makeSubmitter(LAME));
    expect(await jobsLeft()).toEqual(drains.map((key) => ({ key, soon: true, now: false })));
    await runJob(drains[1] ?? "", makeSubmitter());
    expect(await prisma.registration.count({ where: { id: { in: ids }, status: "INVITED" } })).toBe(3);
    await expect.poll(async () => (await jobsLeft()).map(({ key }) => key)).toEqual([drains[0]]);
  });

  test("F60: a form that a process without the secret submits is asked for at once", async () => {
    const id = await register();
    expect(await submitRegistration(makeSubmitter(LAME), id, manager.id)).toMatchObject({
      because: "secret_missing",
    });
    expect((await jobsLeft()).filter(({ now }) => now).map(({ key }) => key)).toEqual(drains);
    await runJobs(makeSubmitter());
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "INVITED",
    });
  });

  test("a paused credential has nobody come back", async () => {
    await register();
    await prisma.credential.updateMany({ data: { pausedAt: new Date() } });
    await pool.query("delete from graphile_worker._private_jobs");
    await withClient((client) => enqueueDrain(client, credentialId));
    await runJobs(makeSubmitter());
    // The last job's end is still being written when the run is over.
    await expect.poll(jobsLeft).toEqual([]);
  });

  test("a drain that is interrupted comes back", async () => {
    const id = await register();
    await pool.query("delete from graphile_worker._private_jobs");
    await withClient((client) => enqueueDrain(client, credentialId));
    await runJobs(makeSubmitter({ holderId: () => null }));
    expect(await jobsLeft()).toEqual(drains.map((key) => ({ key, soon: true, now: false })));
    await runJob(drains[0] ?? "", makeSubmitter());
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "INVITED",
    });
  });

  test("F57: it comes back by the database's clock, however wrong its own is", async () => {
    const id = await register();
    await pool.query("update graphile_worker._private_jobs set run_at = now()");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 40 * 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    await runJobs(makeSubmitter({ holderId: () => null }));
    await withClient((client) => enqueueDrain(client, credentialId));
    await runJobs(makeSubmitter({ holderId: () => null }));
    expect(await jobsLeft()).toEqual([id, ...drains].sort().map((key) => ({ key, soon: true, now: false })));
  });
});

test("the job of a settled registration ends", async () => {
  const id = await register();
  await prisma.registration.update({ where: { id }, data: { status: "INVITED", nextRunAt: null } });
  await runJob(id, makeSubmitter({ send: () => Promise.reject(new Error("sent again")) }));
  expect(await jobTime(id)).toBeNull();
});

test("F56: rows that come one by one do not keep those that are sent together waiting, however long DOKU takes", {
  timeout: 20_000,
}, async () => {
  await pool.query("delete from graphile_worker._private_jobs");
  const ids = await Promise.all(Array.from({ length: 3 * CONCURRENCY }, register));
  await pool.query("update graphile_worker._private_jobs set run_at = now() where key = any($1)", [ids]);
  let underWay = 0;
  let answer: () => void = () => undefined;
  const allUnderWay = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const submitter = makeSubmitter({
    async send({ registrationId }) {
      underWay += 1;
      // DOKU answers nobody before it has been asked for all of them.
      if (underWay === ids.length) answer();
      await allUnderWay;
      return { ...ACCEPTED, business: { id: `BSN-${registrationId}`, brandIds: [] } };
    },
  });
  await runJobs(submitter, CONCURRENCY);
  const invited = await prisma.registration.count({ where: { id: { in: ids }, status: "INVITED" } });
  expect(invited).toBe(ids.length);
});

import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { enqueueDrain, ensureDrain } from "@/lib/credentials/gate/queue";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { type Holder, startHolder } from "@/lib/holders/holder";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { startSweeping, sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { SUBMIT } from "@/lib/registrations/queue";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
});

beforeEach(async () => {
  await sweepIsDue();
  await pool.query("update graphile_worker._private_jobs set locked_by = null, locked_at = null");
});

/** As if the others had looked again and again for `since`, and it were time to. */
const sweepIsDue = (since = "1 hour") =>
  pool.query("update sweep set at = now() - interval '2 seconds', since = now() - $1::interval", [since]);

const open = (kind: "web" | "worker" = "worker") => startHolder({ connectionString: url, kind });
const holderIds = async () => (await prisma.holder.findMany({ select: { id: true } })).map(({ id }) => id);

function idOf(holder: Holder): string {
  const id = holder.currentId();
  if (!id) throw new Error("the holder has no id");
  return id;
}

/** What `kill -9` leaves behind: the connection gone, the row still there. */
async function kill(holderId: string): Promise<void> {
  await pool.query(
    `select pg_terminate_backend(l.pid) from pg_locks l join holder h on h.lock_key::oid = l.objid and l.objsubid = 2
      where h.id = $1`,
    [holderId],
  );
}

/** Resolves when PostgreSQL no longer shows the lock; it is freed within milliseconds of the connection's end. */
async function lockFreed(holderId: string): Promise<void> {
  for (;;) {
    const held = await pool.query(
      `select 1 from pg_locks l join holder h on h.lock_key::oid = l.objid and l.objsubid = 2 where h.id = $1`,
      [holderId],
    );
    if (held.rowCount === 0) return;
  }
}

/** How many lanes each notification asks to wake. */
async function heardDuring(act: () => Promise<unknown>): Promise<number[]> {
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  const counts: number[] = [];
  listener.on("notification", ({ payload }) => counts.push(JSON.parse(payload ?? "{}").count));
  await listener.query('listen "jobs:insert"');
  await act();
  // Notifications come before the answer to what is asked after them.
  await listener.query("select 1");
  await listener.end();
  return counts;
}

async function withClient(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  await work(client).finally(() => client.release());
}

async function registerClaimedBy(holderId: string): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(result.kind);
  await pool.query(
    `update registration set claim_holder = $2, claim_epoch = 1, claim_until = now() + interval '60 seconds' where id = $1`,
    [result.id, holderId],
  );
  await pool.query(
    `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version)
     select gen_random_uuid(), id, 1, 'first', request_id, $2, 1, 'test' from registration where id = $1`,
    [result.id, holderId],
  );
  return result.id;
}

test("a living holder is left alone, and one that closed leaves nothing behind", async () => {
  const holder = await open();
  const id = await registerClaimedBy(idOf(holder));
  expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 0, released: 0 });
  expect(await holderIds()).toContain(idOf(holder));
  await holder.close();
  expect(holder.currentId()).toBeNull();
  expect(await holderIds()).toEqual([]);
  await pool.query("update registration set claim_until = null, claim_holder = null where id = $1", [id]);
});

test("F37: a dead holder's claims are let go and their jobs made due, in one sweep", async () => {
  const dead = randomUUID();
  await pool.query(
    "insert into holder (id, lock_key, kind, pool_id) values ($1, 7, 'worker', 'pool-of-the-dead')",
    [dead],
  );
  const id = await registerClaimedBy(dead);
  await pool.query(
    "update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() where key = $1",
    [id],
  );
  expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1, released: 1 });
  const row = await prisma.registration.findUniqueOrThrow({ where: { id } });
  expect(row.claimUntil?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  const { rows } = await pool.query(
    "select run_at <= now() as due, locked_by from graphile_worker.jobs where key = $1",
    [id],
  );
  expect(rows).toEqual([{ due: true, locked_by: null }]);
  expect(await holderIds()).not.toContain(dead);
});

test("F37: what a process held when everything stopped is let go an hour later, also without a job of its own", async () => {
  const dead = randomUUID();
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 8, 'worker')", [dead]);
  const id = await registerClaimedBy(dead);
  await pool.query("delete from graphile_worker._private_jobs where key = $1", [id]);
  await pool.query(
    "update registration set claim_until = claim_until - interval '1 hour' where claim_holder = $1",
    [dead],
  );
  await pool.query("update attempt set started_at = started_at - interval '1 hour' where holder = $1", [
    dead,
  ]);
  expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1, released: 1 });
  const { rows } = await pool.query(
    "select run_at <= now() as due from graphile_worker.jobs where key = $1",
    [id],
  );
  expect(rows).toEqual([{ due: true }]);
});

test("drains that died while they ran are asked for again, whatever is left of them in the queue", async () => {
  const client = await pool.connect();
  const credentialId = randomUUID();
  const count = async () =>
    (
      await pool.query("select 1 from graphile_worker._private_jobs where key like 'drain:' || $1 || ':%'", [
        credentialId,
      ])
    ).rowCount;
  await enqueueDrain(client, credentialId, new Date());
  await pool.query(
    "update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() where key like 'drain:%'",
  );
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 9, 'worker')", [randomUUID()]);
  await sweepDeadHolders(pool);
  const lanes = await count();
  expect(lanes).toBeGreaterThan(0);
  // They run to their end; what is left is what never runs again.
  await pool.query("delete from graphile_worker._private_jobs where key like 'drain:%'");
  await ensureDrain(client, credentialId);
  expect(await count()).toBe(lanes);
  // Asked for while they are on their way, they are left as they are.
  const planned =
    "select max(id) from graphile_worker._private_jobs where key like 'drain:%' and run_at <= now()";
  const before = await pool.query(planned);
  await ensureDrain(client, credentialId);
  expect((await pool.query(planned)).rows).toEqual(before.rows);
  // Planned for a time that nobody wants to wait for, they are asked for now.
  await enqueueDrain(client, credentialId, new Date(Date.now() + 60_000));
  await ensureDrain(client, credentialId);
  const late = await pool.query(
    "select 1 from graphile_worker._private_jobs where key like 'drain:%' and run_at > now()",
  );
  expect(late.rowCount).toBe(0);
  await pool.query("delete from graphile_worker._private_jobs");
  client.release();
});

test.each([
  ["that its row names", "pool-of-the-dead"],
  ["that its row does not name yet", null],
])("a dead holder's job is unlocked before it claimed anything, in the queue %s", async (_, poolId) => {
  const living = await open();
  await living.setPoolId("pool-of-the-living");
  const ids: string[] = [];
  for (const lockedBy of ["pool-of-the-dead", "pool-of-the-living"]) {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(result.kind);
    ids.push(result.id);
    await pool.query(
      "update graphile_worker._private_jobs set locked_by = $2, locked_at = now() where key = $1",
      [result.id, lockedBy],
    );
  }
  await pool.query("insert into holder (id, lock_key, kind, pool_id) values ($1, 11, 'worker', $2)", [
    randomUUID(),
    poolId,
  ]);
  expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1, released: 0 });
  const { rows } = await pool.query(
    "select locked_by from graphile_worker.jobs where key = any($1) order by array_position($1, key)",
    [ids],
  );
  expect(rows.map((row) => row.locked_by)).toEqual([null, "pool-of-the-living"]);
  await living.close();
});

test("as many lanes are woken as jobs are unlocked, and a row keeps its place in the queue", async () => {
  const dead = randomUUID();
  await pool.query(
    "insert into holder (id, lock_key, kind, pool_id) values ($1, 12, 'worker', 'pool-of-the-dead')",
    [dead],
  );
  const claimed = await registerClaimedBy(dead);
  const dueSince = new Date(Date.now() - 60_000);
  await pool.query("update registration set next_run_at = $2 where id = $1", [claimed, dueSince]);
  const others = await Promise.all([1, 2, 3].map(() => registerMerchant(manager, makeSubmission())));
  const ids = [claimed, ...others.map((result) => (result.kind === "saved" ? result.id : ""))];
  await pool.query(
    "update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead' where key = any($1)",
    [ids],
  );
  const woken = await heardDuring(() => sweepDeadHolders(pool));
  expect(Math.max(...woken)).toBe(ids.length);
  const { rows } = await pool.query("select run_at from graphile_worker.jobs where key = $1", [claimed]);
  expect(rows).toEqual([{ run_at: dueSince }]);
});

test.each([
  ["its row has a claim of the dead", true],
  ["its row has none", false],
])(
  "a task that ends after its process was taken for dead leaves the job of the one that goes on: %s",
  async (_, hasClaim) => {
    const dead = randomUUID();
    await pool.query("insert into holder (id, lock_key, kind) values ($1, 13, 'worker')", [dead]);
    const result = hasClaim ? null : await registerMerchant(manager, makeSubmission());
    const id = result === null ? await registerClaimedBy(dead) : result.kind === "saved" ? result.id : "";
    const { rows: before } = await pool.query<{ id: string }>(
      "update graphile_worker._private_jobs set locked_by = 'pool-without-a-name', locked_at = now() where key = $1 returning id",
      [id],
    );
    await sweepDeadHolders(pool);
    // As graphile-worker does when a task has ended: by the job's number, whoever has it locked.
    await pool.query("delete from graphile_worker._private_jobs where id = any($1)", [
      before.map((job) => job.id),
    ]);
    const { rows } = await pool.query(
      "select locked_by, run_at <= now() + interval '31 seconds' as soon, attempts < max_attempts as runs from graphile_worker.jobs where key = $1",
      [id],
    );
    expect(rows).toEqual([{ locked_by: null, soon: true, runs: true }]);
  },
);

test.each([
  ["whose time has come wakes a lane", "-1 second", [1]],
  ["that is planned for later wakes none", "1 hour", []],
])("a job %s", async (_, runIn, woken) => {
  await pool.query("update registration set next_run_at = null");
  await pool.query("delete from graphile_worker._private_jobs");
  await withClient((client) => SUBMIT.enqueue(client, { registrationId: randomUUID() }, new Date()));
  await pool.query("update graphile_worker._private_jobs set run_at = now() + $1::interval", [runIn]);
  expect(await heardDuring(() => sweepDeadHolders(pool))).toEqual(woken);
  await pool.query("delete from graphile_worker._private_jobs");
});

test("a dead holder's place as the one that tries is given back", async () => {
  const dead = randomUUID();
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 8, 'worker')", [dead]);
  await pool.query("update credential set probe_holder = $1, probe_until = now() + interval '30 seconds'", [
    dead,
  ]);
  await sweepDeadHolders(pool);
  expect(await prisma.credential.findFirstOrThrow()).toMatchObject({ probeHolder: null, probeUntil: null });
});

test("F54: a job that a process took after it was taken for dead, and died over, is free after a minute", async () => {
  const living = await open();
  await living.setPoolId("pool-of-the-living");
  const taken = [
    ["pool-of-nobody", "61 seconds"],
    ["pool-of-a-process-that-comes-back", "30 seconds"],
    ["pool-of-the-living", "1 hour"],
  ];
  const ids: string[] = [];
  for (const [lockedBy, ago] of taken) {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(result.kind);
    ids.push(result.id);
    await pool.query(
      "update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - $3::interval where key = $1",
      [result.id, lockedBy, ago],
    );
  }
  const lockedBy = async () =>
    (
      await pool.query(
        "select locked_by from graphile_worker.jobs where key = any($1) order by array_position($1, key)",
        [ids],
      )
    ).rows.map((row) => row.locked_by);
  onTestFinished(startSweeping(pool));
  await expect
    .poll(lockedBy, { timeout: 5_000 })
    .toEqual([null, "pool-of-a-process-that-comes-back", "pool-of-the-living"]);
  await living.close();
});

test("processes that sweep at once look once", async () => {
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 9, 'worker')", [randomUUID()]);
  const results = await Promise.all(Array.from({ length: 8 }, () => sweepDeadHolders(pool)));
  expect(results.filter(({ dead }) => dead === 1)).toHaveLength(1);
});

test("whoever comes too early is told when the turn comes", async () => {
  const within = { intervalMs: 60_000 };
  await pool.query("update sweep set at = clock_timestamp() - interval '20 seconds' where id = 1");
  const { nextMs } = await sweepDeadHolders(pool, within);
  expect(nextMs).toBeGreaterThan(20_000);
  expect(nextMs).toBeLessThanOrEqual(40_000);
  await pool.query("update sweep set at = clock_timestamp() - interval '61 seconds' where id = 1");
  expect(await sweepDeadHolders(pool, within)).toMatchObject({ nextMs: 60_000 });
});

test("a holder that lost its connection has no id, and comes back under a new one", async () => {
  const holder = await open();
  const first = idOf(holder);
  await kill(first);
  await lockFreed(first);
  expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1 });
  await expect.poll(() => [null, first].includes(holder.currentId()), { timeout: 10_000 }).toBe(false);
  expect(holder.currentId()).not.toBe(first);
  expect(await holderIds()).toEqual([holder.currentId()]);
  await holder.close();
});

describe("F54: a process hangs: its lock stands, and it is not seen to move", () => {
  const PULSE_AND_BLOCKED_LOOP = "30 seconds";

  test("what it had claimed and the jobs it has are taken over after a minute", async () => {
    const hung = await open();
    await hung.setPoolId("pool-of-the-hung");
    const id = await registerClaimedBy(idOf(hung));
    await withClient((client) => enqueueDrain(client, randomUUID(), new Date()));
    await pool.query(
      "update graphile_worker._private_jobs set locked_by = 'pool-of-the-hung', locked_at = now()",
    );
    await pool.query("update holder set seen_at = now() - interval '61 seconds' where id = $1", [idOf(hung)]);
    expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1, released: 1 });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      claimHolder: idOf(hung),
    });
    const { rows } = await pool.query(
      "select 1 from graphile_worker.jobs where key is not null and (locked_by is not null or run_at > now())",
    );
    expect(rows).toEqual([]);
    await pool.query("delete from graphile_worker._private_jobs");
    await hung.close();
  });

  test.each([
    ["was seen within the minute", "59 seconds", "1 hour"],
    ["had its event loop blocked for ten seconds", PULSE_AND_BLOCKED_LOOP, "1 hour"],
    ["is of an earlier version, which does not say", null, "1 hour"],
    ["could not be seen, since nobody looked: the database was away", "2 hours", "59 seconds"],
  ])("one is left alone that %s", async (_, silence, since) => {
    const holder = await open();
    await pool.query("update holder set seen_at = now() - $2::interval where id = $1", [
      idOf(holder),
      silence,
    ]);
    await sweepIsDue(since);
    expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 0, released: 0 });
    expect(await holderIds()).toEqual([idOf(holder)]);
    await holder.close();
  });

  test("silence counts from when somebody looks again", async () => {
    await pool.query("update sweep set at = now() - interval '1 minute'");
    await sweepDeadHolders(pool);
    const { rows } = await pool.query("select since > now() - interval '5 seconds' as anew from sweep");
    expect(rows).toEqual([{ anew: true }]);
  });

  test("a database whose clock was put back is swept all the same", async () => {
    await pool.query("insert into holder (id, lock_key, kind) values ($1, 9, 'worker')", [randomUUID()]);
    await pool.query("update sweep set at = now() + interval '2 hours'");
    expect(await sweepDeadHolders(pool)).toMatchObject({ dead: 1 });
  });

  test("one whose name for its jobs could not be written tells it with its next pulse", async () => {
    const holder = await startHolder({ connectionString: url, kind: "worker", pulseMs: 20 });
    await holder.setPoolId("pool-of-the-living");
    await pool.query("update holder set pool_id = null");
    const named = async () => (await pool.query("select pool_id from holder")).rows;
    await expect.poll(named, { timeout: 5_000 }).toEqual([{ pool_id: "pool-of-the-living" }]);
    await holder.close();
  });

  test("it learns that it was taken for dead: it lets go of its lock and has another id", async () => {
    const holder = await startHolder({ connectionString: url, kind: "worker", pulseMs: 20 });
    const first = idOf(holder);
    const { rows } = await pool.query("delete from holder where id = $1 returning lock_key", [first]);
    await expect.poll(() => [null, first].includes(holder.currentId()), { timeout: 10_000 }).toBe(false);
    const lock =
      "select 1 from pg_locks where locktype = 'advisory' and objid = $1::int::oid and objsubid = 2";
    await expect
      .poll(async () => (await pool.query(lock, [rows[0]?.lock_key])).rowCount, { timeout: 10_000 })
      .toBe(0);
    expect(await holderIds()).toEqual([holder.currentId()]);
    await holder.close();
  });

  test("a process that is stopped and goes on claims nothing under the id that was taken from it", async () => {
    const silenceMs = 2_000;
    const args = [url, "100", String(silenceMs)];
    const child = fork("lib/testing/holding-process.ts", args, {
      execArgv: ["--conditions=react-server", "--import", "tsx"],
      silent: true,
    });
    const [first] = await once(child, "message");
    expect(await holderIds()).toEqual([first]);
    child.kill("SIGSTOP");
    const takenOver = async () => {
      await sweepIsDue();
      return (await sweepDeadHolders(pool, { silenceMs })).dead;
    };
    await expect.poll(takenOver, { timeout: 20_000 }).toBe(1);
    // Asked while it is stopped, so that to answer is the first thing it does.
    child.send("which id?");
    child.kill("SIGCONT");
    expect(await once(child, "message")).toEqual([null, undefined]);
    await expect.poll(holderIds, { timeout: 10_000 }).toEqual([expect.not.stringMatching(first)]);
    child.kill("SIGKILL");
    await once(child, "exit");
  }, 60_000);

  test("a pulse that cannot be written lets nothing go: the database answers, and is full or read-only", async () => {
    await pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'read-only' using errcode = '25006'; end $$;
      create trigger refuse before update on holder for each row execute function refuse()`);
    const holder = await startHolder({ connectionString: url, kind: "worker", pulseMs: 10 });
    const id = idOf(holder);
    const refused =
      "select 1 from pg_stat_activity where application_name = 'mitra-holder-worker' and query like 'update holder%'";
    await expect.poll(async () => (await pool.query(refused)).rowCount, { timeout: 10_000 }).toBe(1);
    expect(holder.currentId()).toBe(id);
    await pool.query("drop function refuse cascade");
    await pool.query("update holder set seen_at = null");
    const seen = async () => (await prisma.holder.findUnique({ where: { id } }))?.seenAt;
    await expect.poll(seen, { timeout: 10_000 }).toBeInstanceOf(Date);
    await holder.close();
  });
});

describe("what is due for long and in nobody's hands is asked for", () => {
  const drains = async () =>
    (await pool.query("select key from graphile_worker.jobs where key like 'drain:%' order by key")).rows.map(
      (row) => row.key,
    );

  /** Due since two minutes, without a job, and claimed until `claimUntil` by a process that lives. */
  async function leaveBehind(claimUntil: string | null): Promise<string> {
    const id = await registerClaimedBy(randomUUID());
    await pool.query(
      `update registration set next_run_at = now() - interval '2 minutes', claim_until = now() + $2::interval,
              claim_holder = case when $2::text is null then null else claim_holder end where id = $1`,
      [id, claimUntil],
    );
    const row = await prisma.registration.findUniqueOrThrow({ where: { id } });
    return row.credentialId;
  }

  beforeEach(async () => {
    await pool.query("delete from graphile_worker._private_jobs");
    await pool.query("update registration set next_run_at = null");
    await prisma.credential.updateMany({ data: { pausedAt: null, slowUntil: null, breakerUntil: null } });
  });

  test.each([
    ["whose claim ran out", "-1 second"],
    ["that nobody claimed", null],
  ])("a row %s", async (_, claimUntil) => {
    const credentialId = await leaveBehind(claimUntil);
    await pool.query("delete from graphile_worker._private_jobs");
    await sweepDeadHolders(pool);
    expect(await drains()).toEqual([`drain:${credentialId}:1`, `drain:${credentialId}:2`]);
  });

  test.each([
    ["a row that is being sent", "30 seconds", ""],
    ["a credential that is paused", null, "update credential set paused_at = now()"],
    [
      "a credential that has to wait",
      null,
      "update credential set slow_until = now() + interval '15 minutes'",
    ],
    [
      "a row that came due just now",
      null,
      "update registration set next_run_at = now() - interval '30 seconds' where next_run_at is not null",
    ],
    [
      "a row that is put away",
      null,
      "update registration set archived_at = now() where next_run_at is not null",
    ],
  ])("nothing is asked for %s", async (_, claimUntil, change) => {
    await leaveBehind(claimUntil);
    await pool.query("delete from graphile_worker._private_jobs");
    if (change) await pool.query(change);
    await sweepDeadHolders(pool);
    expect(await drains()).toEqual([]);
    await pool.query("update registration set archived_at = null");
  });

  test("a drain that runs, is planned or failed just now is left its schedule", async () => {
    const credentialId = await leaveBehind("-1 second");
    await pool.query("delete from graphile_worker._private_jobs");
    await withClient((client) => enqueueDrain(client, credentialId, new Date(Date.now() + 30_000)));
    await pool.query("update graphile_worker._private_jobs set attempts = 4 where key like '%:2'");
    const times = async () =>
      (await pool.query("select run_at, attempts from graphile_worker.jobs order by key")).rows;
    const before = await times();
    await sweepDeadHolders(pool);
    expect(await times()).toEqual(before);
  });
});

test.each([
  ["no worker ran for a day", "24 hours", "QUEUED"],
  ["workers ran all along", "2 seconds", "FAILED"],
  ["nobody ever swept", "infinity", "FAILED"],
])("a registration that could not be sent for a day, in which %s", async (_, sweptAgo, status) => {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(result.kind);
  const { id } = result;
  await pool.query(
    "update registration set queued_at = now() - interval '25 hours', give_up_at = now() - interval '1 hour' where id = $1",
    [id],
  );
  await pool.query(
    "update sweep set at = case when $1 = 'infinity' then '-infinity' else now() - $1::interval end",
    [sweptAgo],
  );
  await sweepDeadHolders(pool);
  await prisma.credential.updateMany({
    data: {
      usableAt: new Date(),
      keyVersion: "0badc0de",
      faultCount: 0,
      probeUntil: null,
      breakerUntil: null,
    },
  });
  const ended = await submitRegistration(
    {
      pool,
      holderId: () => "liveness-test",
      keyVersionFor: () => "0badc0de",
      random: () => 0.5,
      send: async () => makeEnding("dns", { bytesWritten: false }),
    },
    id,
    null,
  );
  expect(ended).toMatchObject({ kind: "sent", next: { status } });
  await pool.query("update registration set next_run_at = null, status = 'FAILED' where id = $1", [id]);
  await pool.query("update credential set blocked_ms = 0");
});

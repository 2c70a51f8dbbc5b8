import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { type Holder, startHolder } from "@/lib/holders/holder";
import { sweepDeadHolders } from "@/lib/holders/sweep";
import { enqueueDrain, ensureDrain } from "@/lib/registrations/queue";
import { registerMerchant } from "@/lib/registrations/register";
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
  await pool.query("update sweep set at = '-infinity'");
  await pool.query("update graphile_worker._private_jobs set locked_by = null, locked_at = null");
});

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
  expect(await sweepDeadHolders(pool)).toEqual({ dead: 0, released: 0 });
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
  expect(await sweepDeadHolders(pool)).toEqual({ dead: 1, released: 1 });
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
  expect(await sweepDeadHolders(pool)).toEqual({ dead: 1, released: 1 });
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
  expect(await sweepDeadHolders(pool)).toEqual({ dead: 1, released: 0 });
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

test("a dead holder's place as the one that tries is given back", async () => {
  const dead = randomUUID();
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 8, 'worker')", [dead]);
  await pool.query("update credential set probe_holder = $1, probe_until = now() + interval '30 seconds'", [
    dead,
  ]);
  await sweepDeadHolders(pool);
  expect(await prisma.credential.findFirstOrThrow()).toMatchObject({ probeHolder: null, probeUntil: null });
});

test("processes that sweep at once look once", async () => {
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 9, 'worker')", [randomUUID()]);
  const results = await Promise.all(Array.from({ length: 8 }, () => sweepDeadHolders(pool)));
  expect(results.filter(({ dead }) => dead === 1)).toHaveLength(1);
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

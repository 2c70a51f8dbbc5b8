import type { TaskList } from "graphile-worker";
import type pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startHolder } from "@/lib/holders/holder";
import { leaveInPeace } from "@/lib/holders/shutdown";
import { openQueuePool } from "@/lib/jobs/pool";
import { wakeSql } from "@/lib/jobs/private-tables";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { useTestDatabase } from "@/lib/testing/database";
import { type DatabaseProxy, startDatabaseProxy } from "@/lib/testing/database-proxy";
import { workQueue } from "@/lib/worker/queue-runner";

const { pool, url } = useTestDatabase();

const CONCURRENCY = 2;
const SHORT_SILENCE_MS = 1_000;

let proxy: DatabaseProxy;
let own: pg.Pool;
let stopping: AbortController;
let poolIds: string[];

beforeEach(async () => {
  await pool.query("delete from graphile_worker._private_jobs");
  proxy = await startDatabaseProxy(url);
  own = openQueuePool(proxy.url, CONCURRENCY);
  stopping = new AbortController();
  poolIds = [];
});

afterEach(async () => {
  stopping.abort();
  proxy.heal();
  await own.end();
  await proxy.close();
});

/** From here on the worker's statements have little patience with a network that swallows packets. */
async function shortenPatience(): Promise<void> {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await own.end();
  own = openQueuePool(proxy.url, CONCURRENCY, SHORT_SILENCE_MS);
}

const work = (taskList: TaskList, concurrency = CONCURRENCY) =>
  workQueue(
    { pool: own, concurrency, taskList, onPoolId: (poolId) => void poolIds.push(poolId) },
    stopping.signal,
  );

const addJob = (task: string) => pool.query("select graphile_worker.add_job($1)", [task]);
const jobs = async () => (await pool.query("select locked_by from graphile_worker.jobs")).rows;

/** Something that happens once, and can be waited for. */
function makeMoment() {
  let pass = (): void => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { pass, passed };
}

/** graphile-worker traces a statement that failed on the console, which here is expected. */
function expectOnlyTimeouts(): void {
  const said = vi.spyOn(console, "error");
  for (const [line] of said.mock.calls) expect(line).toContain("Query read timeout");
  said.mockClear();
}

const countRefused = async () => {
  const { rows } = await pool.query(
    "select case when is_called then last_value::int else 0 end as count from refused",
  );
  return rows[0].count;
};

const breakConnections = () =>
  pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mitra-worker' and datname = current_database()",
  );

test("what is to be done each minute is known to the queue's own schedule", async () => {
  const working = workQueue(
    {
      ...{ pool: own, concurrency: 1, taskList: { each_minute: async () => undefined } },
      ...{ everyMinute: ["each_minute"], onPoolId: () => undefined },
    },
    stopping.signal,
  );
  await expect
    .poll(
      async () => (await pool.query("select identifier from graphile_worker._private_known_crontabs")).rows,
    )
    .toEqual([{ identifier: "each_minute" }]);
  stopping.abort();
  await working;
});

describe("a worker's connections break", () => {
  // graphile-worker prints the error by itself where it meets it before our replacement of the runner.
  beforeEach(() => {
    vi.spyOn(console, "trace").mockImplementation(() => undefined);
  });

  test("F13: while it hands a job back: it lives on, and the job ends", async () => {
    let runs = 0;
    const breakOnce = async () => {
      runs += 1;
      if (runs === 1) await breakConnections();
    };
    const working = work({ breakOnce });
    await addJob("breakOnce");
    await expect.poll(async () => runs > 0 && (await jobs()).length, { timeout: 15_000 }).toBe(0);
    stopping.abort();
    await working;
  });

  test("F13: it goes on under another name, and tells it", async () => {
    let runs = 0;
    const breakOnce = async () => {
      runs += 1;
      if (runs === 1) await breakConnections();
    };
    const working = work({ breakOnce });
    await addJob("breakOnce");
    await expect.poll(() => poolIds.length, { timeout: 15_000 }).toBeGreaterThan(1);
    await addJob("breakOnce");
    await expect.poll(async () => (await jobs()).length, { timeout: 15_000 }).toBe(0);
    expect(new Set(poolIds).size).toBe(poolIds.length);
    stopping.abort();
    await working;
  });
});

test.each([
  ["the database took nothing in", ""],
  ["no job could be handed back", "of last_error"],
])(
  "F52: tasks that ended while %s leave their jobs to whoever is next",
  async (_name, columns) => {
    vi.spyOn(console, "trace").mockImplementation(() => undefined);
    const ends = [makeMoment(), makeMoment(), makeMoment(), makeMoment()];
    let runs = 0;
    const failAtFirst = async () => {
      const end = ends[runs++];
      await end?.passed;
      if (end) throw new Error("ended badly");
    };
    const working = work({ failAtFirst }, ends.length);
    for (const _ of ends) await addJob("failAtFirst");
    await expect.poll(() => runs).toBe(ends.length);
    await pool.query(`
    create sequence refused;
    create function refuse() returns trigger language plpgsql as
      $$ begin perform nextval('refused'); raise read_only_sql_transaction; end $$;
    create trigger refuse before update ${columns} on graphile_worker._private_jobs execute function refuse();`);
    try {
      // One after another: what graphile-worker hands back together fails once.
      for (const { pass } of ends) {
        const before = await countRefused();
        pass();
        await expect.poll(countRefused).toBeGreaterThan(before);
      }
    } finally {
      await pool.query("drop function refuse cascade; drop sequence refused");
    }
    const left = async () => {
      // As the sweep does: what was handed back in the last moment is due a little later, which tells nobody.
      await pool.query(`select ${wakeSql("1")}`);
      return (await jobs()).length;
    };
    await expect.poll(left, { timeout: 20_000 }).toBe(0);
    expect(runs).toBe(2 * ends.length);
    stopping.abort();
    await working;
  },
  30_000,
);

test("F40: a worker that cannot reach the database at first works as soon as it can", async () => {
  await shortenPatience();
  proxy.partition();
  let runs = 0;
  const working = work({
    count: async () => {
      runs += 1;
    },
  });
  await addJob("count");
  await expect.poll(() => own.totalCount, { timeout: 10_000 }).toBe(0);
  expect(runs).toBe(0);
  proxy.heal();
  await expect.poll(() => runs, { timeout: 15_000 }).toBe(1);
  stopping.abort();
  await working;
  expectOnlyTimeouts();
});

describe("F36: a worker that is told to stop", () => {
  test("tells the task in progress, waits for its end and takes no other job", async () => {
    const began = makeMoment();
    const told = makeMoment();
    const mayEnd = makeMoment();
    const ended: string[] = [];
    const working = work(
      {
        async slow(_, { abortSignal }) {
          abortSignal?.addEventListener("abort", told.pass);
          began.pass();
          await mayEnd.passed;
          ended.push("slow");
        },
        async next() {
          ended.push("next");
        },
      },
      1,
    );
    await addJob("slow");
    await began.passed;
    await addJob("next");
    stopping.abort();
    await told.passed;
    let isOver = false;
    const over = working.then(() => {
      isOver = true;
    });
    await jobs();
    expect(isOver).toBe(false);
    mayEnd.pass();
    await over;
    expect(ended).toEqual(["slow"]);
    expect(await jobs()).toEqual([{ locked_by: null }]);
  });

  test("ends although the database does not answer", async () => {
    await shortenPatience();
    const began = makeMoment();
    const working = work({ noted: async () => began.pass() });
    await addJob("noted");
    await began.passed;
    proxy.partition();
    stopping.abort();
    await expect(working).rejects.toThrow("could not be handed back");
    expectOnlyTimeouts();
  });

  test("counts as dead where it could not hand its jobs back, so that they are free with the next sweep", async () => {
    await shortenPatience();
    const holder = await startHolder({ connectionString: url, kind: "worker" });
    const began = makeMoment();
    const mayEnd = makeMoment();
    const working = work({
      async slow() {
        began.pass();
        await mayEnd.passed;
      },
    });
    await addJob("slow");
    await began.passed;
    const [poolId = ""] = poolIds;
    await holder.setPoolId(poolId);
    proxy.partition();
    stopping.abort();
    mayEnd.pass();
    expect(await leaveInPeace(holder, working, new AbortController().signal)).toBe(false);
    expect(await jobs()).toEqual([{ locked_by: poolId }]);
    const lockedAfterSweep = async () => {
      await pool.query("update sweep set at = now() - interval '2 seconds'");
      await sweepDeadHolders(pool);
      return jobs();
    };
    await expect.poll(lockedAfterSweep, { timeout: 5_000 }).toEqual([{ locked_by: null }]);
    expectOnlyTimeouts();
  });
});

import { beforeEach, expect, test } from "vitest";
import { useTestDatabase } from "@/lib/testing/database";
import { withBareTables } from "./bare-tables";

const { pool } = useTestDatabase();
const TABLES = ["registration", "attempt", "business", "brand", "audit_entry"];

const INDEXES = "select indexdef from pg_indexes where schemaname = current_schema() order by indexname";
const CONSTRAINTS = `select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as words
  from pg_constraint where connamespace = current_schema()::regnamespace order by 1, 2`;

async function describeSchema() {
  const [indexes, constraints] = await Promise.all([pool.query(INDEXES), pool.query(CONSTRAINTS)]);
  return { indexes: indexes.rows, constraints: constraints.rows };
}

async function fill(work: (count: number) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  client.on("error", () => {});
  try {
    await withBareTables(client, { tables: TABLES }, async () => {
      await client.query("insert into audit_entry (actor_kind, action) values ('system', 'test')");
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int as count from pg_indexes where tablename = any($1)",
        [TABLES],
      );
      await work(rows[0]?.count ?? 0);
    });
  } finally {
    client.release(true);
  }
}

async function countEntries(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>("select count(*)::int as count from audit_entry");
  return rows[0]?.count ?? 0;
}

let before: { schema: Awaited<ReturnType<typeof describeSchema>>; entries: number };
beforeEach(async () => {
  before = { schema: await describeSchema(), entries: await countEntries() };
});

test("only primary keys are kept meanwhile, and every index and key is back word for word", async () => {
  expect(before.schema.indexes.length).toBeGreaterThan(40);
  await fill(async (indexes) => expect(indexes).toBe(TABLES.length));
  expect(await describeSchema()).toEqual(before.schema);
  expect(await countEntries()).toBe(before.entries + 1);
});

test("a failure half way leaves indexes, keys and rows as they were", async () => {
  const failing = fill(() => Promise.reject(new Error("no more words")));
  await expect(failing).rejects.toThrow("no more words");
  expect(await describeSchema()).toEqual(before.schema);
  expect(await countEntries()).toBe(before.entries);
});

test("so does a process that is killed half way", async () => {
  const killed = fill(async () => {
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
  });
  await expect(killed).rejects.toThrow();
  expect(await describeSchema()).toEqual(before.schema);
  expect(await countEntries()).toBe(before.entries);
});

test("rows that break a key are refused, and nothing of them stays", async () => {
  const client = await pool.connect();
  try {
    const breaking = withBareTables(client, { tables: TABLES }, async () => {
      await client.query(
        "insert into audit_entry (actor_kind, action, registration_id) values ('system', 'test', gen_random_uuid())",
      );
    });
    await expect(breaking).rejects.toThrow(/foreign key/);
  } finally {
    client.release(true);
  }
  expect(await describeSchema()).toEqual(before.schema);
  expect(await countEntries()).toBe(before.entries);
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { applyMigrations, requireCurrentSchema, SchemaError } from "@/lib/migrate";
import { type Fate, startDatabaseProxy } from "@/lib/testing/database-proxy";
import { withDatabase } from "@/lib/testing/database-server";

const log = () => {};
let pool: pg.Pool;
let url: string;
let folder: string;
let count = 0;

beforeEach(async () => {
  const name = `migrate_${process.pid}_${++count}`;
  const admin = new pg.Client({ connectionString: inject("databaseServerUrl") });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  url = withDatabase(inject("databaseServerUrl"), name);
  pool = new pg.Pool({ connectionString: url });
  folder = await mkdtemp(path.join(tmpdir(), "mitra-migrations-"));
  await writeMigration("001_shop", "create table shop (id int); insert into shop values (1);");
});

afterEach(async () => {
  await pool.end();
  await rm(folder, { recursive: true });
});

async function writeMigration(migration: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, migration), { recursive: true });
  await writeFile(path.join(folder, migration, "migration.sql"), sql);
}

async function countOf(table: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) from ${table}`);
  return Number(rows[0]?.count);
}

describe("applying migrations", () => {
  it("brings an empty database to this build's schema and the queue's", async () => {
    const applied = await applyMigrations(url, { log });
    expect(applied.length).toBeGreaterThan(0);
    await expect(requireCurrentSchema(pool)).resolves.toBeUndefined();
    expect(await countOf("graphile_worker.migrations")).toBeGreaterThan(10);
  });

  it("has nothing to do the second time", async () => {
    await expect(applyMigrations(url, { log, folder })).resolves.toEqual(["001_shop"]);
    await expect(applyMigrations(url, { log, folder })).resolves.toEqual([]);
    expect(await countOf("shop")).toBe(1);
  });

  it("applies each migration once when three processes start together", async () => {
    const runs = await Promise.all([1, 2, 3].map(() => applyMigrations(url, { log, folder })));
    expect(runs.flat()).toEqual(["001_shop"]);
    expect(await countOf("shop")).toBe(1);
  });

  it("waits while another process migrates", async () => {
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("select pg_advisory_lock(72707369)");
    const run = applyMigrations(url, { log, folder });
    await vi.waitFor(async () => {
      const asking =
        "pg_stat_activity where datname = current_database() and query like 'select pg_try_advisory_lock%'";
      expect(await countOf(asking)).toBe(1);
    });
    await expect(countOf("shop")).rejects.toThrow("does not exist");
    await other.end();
    await expect(run).resolves.toEqual(["001_shop"]);
  });

  it("undoes nobody's work by a deadlock, and lets others pass while it waits for its tables", async () => {
    await writeMigration("002_bill", 'create table "bill" (id int)');
    await applyMigrations(url, { log, folder });
    await writeMigration(
      "003_two",
      'ALTER TABLE "shop" ADD COLUMN name text;\nCREATE TABLE "line" (id int);\nALTER TABLE "bill" ADD COLUMN name text;',
    );
    const other = await pool.connect();
    await other.query("begin; insert into bill values (1)");
    const lines: string[] = [];
    const run = applyMigrations(url, { log: (line) => lines.push(line), folder });
    await vi.waitFor(async () => {
      expect(
        await countOf(
          "pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
        ),
      ).toBe(1);
    });
    // What the migration has locked already is read by the one it waits for.
    await expect(other.query("select from shop")).resolves.toMatchObject({ rowCount: 1 });
    // And whoever wants the table of the one it waits for gets it before the migration does.
    await expect(countOf("bill")).resolves.toBe(0);
    await vi.waitFor(() => expect(lines.join()).toContain("waits until shop, bill"));
    await other.query("commit");
    other.release();
    await expect(run).resolves.toEqual(["003_two"]);
    await expect(countOf("bill where name is null")).resolves.toBe(1);
  });

  const INDEX = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "shop_id" ON shop(id);';

  it("builds an index beside the work, however many processes start together", async () => {
    await writeMigration("002_index", INDEX);
    const runs = await Promise.all([1, 2, 3].map(() => applyMigrations(url, { log, folder })));
    expect(runs.flat()).toEqual(["001_shop", "002_index"]);
    expect(await countOf("pg_index where indexrelid = 'shop_id'::regclass and indisvalid")).toBe(1);
  });

  it("builds an index again whose building was cut off", async () => {
    await applyMigrations(url, { log, folder });
    await pool.query("insert into shop values (1)");
    await expect(pool.query("create unique index concurrently shop_id on shop(id)")).rejects.toThrow(
      "could not create unique index",
    );
    await writeMigration("002_index", INDEX);
    await applyMigrations(url, { log, folder });
    expect(await countOf("pg_index where indexrelid = 'shop_id'::regclass and indisvalid")).toBe(1);
  });

  it("keeps nothing of a migration that cannot be written into the book", async () => {
    const refusal = "alter table _prisma_migrations add check (migration_name <> '002_half')";
    await writeMigration("002_half", `create table half (id int); ${refusal};`);
    await expect(applyMigrations(url, { log, folder })).rejects.toThrow("002_half failed");
    await expect(countOf("half")).rejects.toThrow("does not exist");
  });

  it("keeps nothing of a migration that fails, and all of those before it", async () => {
    await writeMigration("002_half", "create table half (id int); select * from not_there;");
    await expect(applyMigrations(url, { log, folder })).rejects.toThrow(
      '002_half failed and nothing of it was kept: relation "not_there" does not exist',
    );
    expect(await countOf("shop")).toBe(1);
    await expect(countOf("half")).rejects.toThrow("does not exist");
    await writeMigration("002_half", "create table half (id int);");
    await expect(applyMigrations(url, { log, folder })).resolves.toEqual(["002_half"]);
  });

  it.each<Fate>(["before", "after"])(
    "does not say what became of one whose connection is lost at the end, %s that was read",
    async (fate) => {
      const proxy = await startDatabaseProxy(url);
      onTestFinished(() => proxy.close());
      // What is sent as one word and nothing else.
      const broken = proxy.breakAt("commit\0", fate);
      const applying = applyMigrations(proxy.url, { log, folder });
      await expect(applying).rejects.toThrow(
        "001_shop lost its connection at the end. Whether it was kept is not known; the next start tells",
      );
      await broken;
      await expect(applyMigrations(url, { log, folder })).resolves.toEqual(
        fate === "before" ? ["001_shop"] : [],
      );
      expect(await countOf("shop")).toBe(1);
    },
  );

  it("keeps nothing of one that is refused at its end", async () => {
    await writeMigration(
      "002_half",
      "create table half (id int unique deferrable initially deferred); insert into half values (1), (1);",
    );
    await expect(applyMigrations(url, { log, folder })).rejects.toThrow(
      "002_half failed and nothing of it was kept: duplicate key value",
    );
    await expect(countOf("half")).rejects.toThrow("does not exist");
  });

  it("applies them in the order of their names", async () => {
    await writeMigration("010_later", "insert into shop values (10);");
    await writeMigration("002_sooner", "insert into shop values (2);");
    await expect(applyMigrations(url, { log, folder })).resolves.toEqual([
      "001_shop",
      "002_sooner",
      "010_later",
    ]);
  });

  it("writes the book as Prisma's own command line does", async () => {
    await applyMigrations(url, { log, folder });
    const { rows } = await pool.query("select * from _prisma_migrations");
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        // sha256sum of the migration's text
        checksum: "ee2259892cfa14ac26512e1a1b786c80e49c9bde7193c91f9fd04ac2f0ba2c40",
        finished_at: expect.any(Date),
        migration_name: "001_shop",
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        applied_steps_count: 1,
      },
    ]);
  });
});

describe("refusing to migrate", () => {
  const changes = {
    "a migration that changed after it was applied": {
      prepare: () => writeMigration("001_shop", "create table shop (id bigint);"),
      words: "001_shop has changed since it was applied",
    },
    "a database that a newer build migrated": {
      prepare: () => rm(path.join(folder, "001_shop"), { recursive: true }),
      words: "migrated by a newer build (001_shop is not known here)",
    },
    "a migration that another tool left unfinished": {
      prepare: () => pool.query("update _prisma_migrations set finished_at = null"),
      words: "001_shop was begun by another tool and did not finish",
    },
  };

  for (const [title, { prepare, words }] of Object.entries(changes)) {
    it(`refuses ${title}, and changes nothing`, async () => {
      await applyMigrations(url, { log, folder });
      await prepare();
      await writeMigration("002_next", "create table next (id int);");
      const refusal = applyMigrations(url, { log, folder });
      await expect(refusal).rejects.toThrow(SchemaError);
      await expect(refusal).rejects.toThrow(words);
      await expect(countOf("next")).rejects.toThrow("does not exist");
    });
  }
});

describe("requiring the current schema", () => {
  it("refuses an empty database", async () => {
    await expect(requireCurrentSchema(pool, { folder })).rejects.toThrow("Run npm run migrate first");
  });

  it("refuses a database that lacks a migration of this build, and names it", async () => {
    await applyMigrations(url, { log, folder });
    await writeMigration("002_next", "create table next (id int);");
    await expect(requireCurrentSchema(pool, { folder })).rejects.toThrow("002_next not applied");
  });

  it("accepts a newer schema, so that an old replica can start again during a roll-out", async () => {
    await writeMigration("002_next", "create table next (id int);");
    await applyMigrations(url, { log, folder });
    await rm(path.join(folder, "002_next"), { recursive: true });
    await expect(requireCurrentSchema(pool, { folder })).resolves.toBeUndefined();
  });
});

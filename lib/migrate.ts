import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { liftLimits, limitSessions } from "@/lib/session-limits";

/** Prisma's own lock number, so that its command line and this runner exclude each other too. */
const MIGRATION_LOCK = 72_707_369;
const QUERY_CANCELED = "57014";
const TURN_MS = 100;
/** Shorter than PostgreSQL's `deadlock_timeout` (1 s): whoever waits for a table held here is never the one undone. */
const TABLES_MS = 400;
const OLDEST_POSTGRES_MAJOR = 15;

/** A reason not to migrate or not to start, said in a sentence for the person at the terminal. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

type Migration = { name: string; sql: string; checksum: string };
type AppliedMigration = { migration_name: string; checksum: string; finished_at: Date | null };

// Prisma's own table, column for column: its command line reads what is written here.
const CREATE_BOOK = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/**
 * Brings the database to this build's schema: Prisma's migration files in order, each in one
 * transaction unless it goes in steps, then the queue's own tables, then the limits of the role's sessions, which a restored copy lacks.
 * Safe to run from several processes at once.
 *
 * Throws a `SchemaError` where the database is too old a PostgreSQL or takes no writes, was migrated by a newer build, or
 * holds a migration whose file has changed since; and where a migration fails, of which nothing stays
 * unless its connection was lost at the end.
 *
 * @returns the names of the migrations applied now
 */
export async function applyMigrations(
  connectionString: string,
  { log, folder = "prisma/migrations" }: { log: (line: string) => void; folder?: string },
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString, application_name: "mitra migrate" });
  // A connection lost between two queries is told by the next one; unheard, the event would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await liftLimits(client);
    await requireSupportedPostgres(client);
    await requireWritable(client);
    await takeTurn(client);
    await client.query(CREATE_BOOK);
    const pending = findPending(migrations, await readApplied(client));
    for (const migration of pending) {
      log(`applying ${migration.name}`);
      await applyMigration(client, migration, log);
    }
    await migrateQueue(connectionString);
    await limitSessions(client);
    return pending.map((migration) => migration.name);
  } finally {
    // Closing the connection also gives the lock back.
    await client.end();
  }
}

/** Asked again and again: a statement that waits for the lock would keep an index from being built beside the work. */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.taken) return;
    await wait(TURN_MS);
  }
}

/**
 * Throws a `SchemaError` if the database takes no writes or lacks a migration of this build. A newer schema is accepted:
 * migrations only expand, and an old replica may start again while a new build is rolled out.
 */
export async function requireCurrentSchema(
  pool: Pick<pg.Pool, "query">,
  { folder = "prisma/migrations" }: { folder?: string } = {},
): Promise<void> {
  await requireWritable(pool);
  const { rows: tables } = await pool.query<{ is_there: boolean }>(
    "select to_regclass('_prisma_migrations') is not null and to_regclass('graphile_worker.migrations') is not null as is_there",
  );
  const applied = tables[0]?.is_there ? await readApplied(pool) : [];
  const names = new Set(applied.filter((row) => row.finished_at).map((row) => row.migration_name));
  const missing = (await readMigrations(folder)).filter((migration) => !names.has(migration.name));
  if (missing.length === 0) return;
  throw new SchemaError(
    `The database is older than this build: ${missing.map((migration) => migration.name).join(", ")} not applied. Run npm run migrate first.`,
  );
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const bytes = await readFile(path.join(folder, name, "migration.sql"));
  return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
}

async function requireSupportedPostgres(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major >= OLDEST_POSTGRES_MAJOR) return;
  throw new SchemaError(`This is PostgreSQL ${major}; Mitra needs ${OLDEST_POSTGRES_MAJOR} or newer.`);
}

/** A standby answers every question, and would be found out by the first person who presses Send. */
async function requireWritable(database: Pick<pg.Pool, "query">): Promise<void> {
  const { rows } = await database.query<{ isStandby: boolean; isReadOnly: boolean }>(
    `select pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only')::boolean as "isReadOnly"`,
  );
  const [state] = rows;
  if (!state?.isReadOnly) return;
  throw new SchemaError(
    state.isStandby
      ? "This database is a standby, which takes no writes. Nothing was changed. Let DATABASE_URL name the primary server, or promote this one first."
      : "This database takes no writes (default_transaction_read_only is on). Nothing was changed. Switch that off, or let DATABASE_URL name another one.",
  );
}

async function readApplied(database: Pick<pg.Pool, "query">): Promise<AppliedMigration[]> {
  const { rows } = await database.query<AppliedMigration>(
    "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
  );
  return rows;
}

function findPending(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new SchemaError(
        `The database was migrated by a newer build (${row.migration_name} is not known here). Nothing was changed. Start that build, or restore a backup.`,
      );
    }
    if (!row.finished_at) {
      throw new SchemaError(
        `${row.migration_name} was begun by another tool and did not finish. Nothing was changed. Settle it with prisma migrate resolve.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new SchemaError(
        `${row.migration_name} has changed since it was applied. Nothing was changed. Restore the file and put the change into a new migration.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

/**
 * A procedure that commits as it goes, or an index that is built beside the work: a filled database stays in use
 * meanwhile. Each is the one statement of its file, as Prisma's command line wants it too.
 */
const GOES_IN_STEPS =
  /^(?:--.*\n|\s)*(?:CALL\b|CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS "(?<index>\w+)")/;

async function applyMigration(
  client: pg.Client,
  migration: Migration,
  log: (line: string) => void,
): Promise<void> {
  const startedAt = new Date();
  const goesInSteps = GOES_IN_STEPS.test(migration.sql);
  if (goesInSteps) await takeSteps(client, migration);
  await client.query("begin");
  let isEnding = false;
  try {
    if (!goesInSteps) {
      await lockTables(client, migration, log);
      await client.query(migration.sql);
    }
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       values ($1, $2, clock_timestamp(), $3, $4, 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    isEnding = true;
    await client.query("commit");
  } catch (cause) {
    // A connection that is gone has rolled back by itself; the first error is the one to tell.
    await client.query("rollback").catch(() => {});
    const words = cause instanceof Error ? cause.message : String(cause);
    // A commit whose answer is lost may have been done.
    const isUndone = !isEnding || (cause instanceof pg.DatabaseError && cause.severity === "ERROR");
    const became = isUndone
      ? "failed and nothing of it was kept"
      : "lost its connection at the end. Whether it was kept is not known; the next start tells";
    throw new SchemaError(`${migration.name} ${became}: ${words}`, { cause });
  }
}

const ALTERED_TABLE = /\b(?:ALTER TABLE|REFERENCES|TRIGGER "?\w+"? [^;]*?\bON)\s+"?(?<table>\w+)"?/gi;

/**
 * All tables that the migration alters, before its first statement and without waiting long. One after the other, in use
 * meanwhile, ended in deadlocks of which the work was the victim, and a long wait holds up whoever comes after it.
 */
async function lockTables(client: pg.Client, { sql }: Migration, log: (line: string) => void): Promise<void> {
  const named = new Set([...sql.matchAll(ALTERED_TABLE)].map((match) => match.groups?.table));
  const { rows } = await client.query<{ table: string }>(
    `select relname as "table" from unnest($1::text[]) with ordinality as named(name, place)
       join pg_class on oid = to_regclass(quote_ident(name)) and relkind = 'r' order by place`,
    [[...named]],
  );
  if (rows.length === 0) return;
  const tables = rows.map((row) => `"${row.table}"`).join(", ");
  for (let turn = 1; !(await areLocked(client, tables)); turn += 1) {
    if (turn === 1) log(`waits until ${tables.replaceAll('"', "")} can be altered: they are in use`);
    await client.query("rollback");
    await wait(TABLES_MS);
    await client.query("begin");
  }
}

async function areLocked(client: pg.Client, tables: string): Promise<boolean> {
  try {
    await client.query(`set local statement_timeout = ${TABLES_MS}`);
    await client.query(`lock table ${tables} in access exclusive mode`);
    await client.query("set local statement_timeout = 0");
    return true;
  } catch (cause) {
    if (cause instanceof pg.DatabaseError && cause.code === QUERY_CANCELED) return false;
    throw cause;
  }
}

async function takeSteps(client: pg.Client, { name, sql }: Migration): Promise<void> {
  try {
    const index = GOES_IN_STEPS.exec(sql)?.groups?.index;
    if (index) await dropUnfinished(client, index);
    await client.query(sql);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError(`${name} stopped on its way, and goes on from there the next time: ${words}`, {
      cause,
    });
  }
}

/** What is left of an index whose building was cut off has its name, and is no index. */
async function dropUnfinished(client: pg.Client, index: string): Promise<void> {
  const { rows } = await client.query<{ isUnfinished: boolean }>(
    `select not indisvalid as "isUnfinished" from pg_index where indexrelid = to_regclass($1)`,
    [`"${index}"`],
  );
  if (rows[0]?.isUnfinished) await client.query(`drop index concurrently "${index}"`);
}

async function migrateQueue(connectionString: string): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: 2, onConnect: liftLimits });
  // As above: the next query tells it.
  pool.on("error", () => {});
  pool.on("connect", (opened) => opened.on("error", () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: silentLogger });
  } finally {
    await pool.end();
  }
}

const silentLogger = new Logger(() => () => {});

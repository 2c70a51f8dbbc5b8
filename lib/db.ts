import "server-only";
import { Socket } from "node:net";
import pg from "pg";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";

/** Connections a process opens at most; the hot paths hold one only for a few milliseconds. */
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than any statement may take (`lib/session-limits.ts`), and than a connection stays idle in the pool: whoever says nothing for so long is out of reach. */
const SILENCE_MS = 20_000;

export type Database = { pool: pg.Pool };

/**
 * Opens one pool that hand-written SQL and Prisma share. The caller closes it.
 *
 * A connection on which nothing was heard for `silenceMs` is given up with `ETIMEDOUT`, since a network that
 * swallows packets tells nobody; the database likewise ends a transaction that it hears no more of.
 *
 * `isPooled` says that a pooler hands its connections to several of ours in turn.
 */
export function openDatabase(
  connectionString: string,
  { silenceMs = SILENCE_MS, isPooled = false } = {},
): Database {
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "mitra",
    ...(isPooled ? { Client: NamelessClient } : {}),
  });
  // An idle connection that dies would otherwise end the process; the pool opens another when asked.
  pool.on("error", (error) =>
    logger.warn({ code: "code" in error ? error.code : undefined }, "database connection lost"),
  );
  // So would one that dies between two statements of a transaction: nobody else listens to it then.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    endInSilence(client.connection.stream, silenceMs);
  });
  return { pool };
}

/**
 * A connection that prepares nothing under a name: behind a pooler the next statement may meet another session, where
 * that name is not known or is taken. Whatever asks through the pool, also a package, is covered here.
 */
class NamelessClient extends pg.Client {}
NamelessClient.prototype.query = new Proxy(pg.Client.prototype.query, {
  apply: (query, client, [first, ...rest]) => Reflect.apply(query, client, [withoutName(first), ...rest]),
});

function withoutName(query: unknown): unknown {
  const isNamed = typeof query === "object" && query !== null && "name" in query && "text" in query;
  return isNamed && !("submit" in query) ? { ...query, name: undefined } : query;
}

function endInSilence(stream: unknown, silenceMs: number): void {
  if (!(stream instanceof Socket)) return;
  const silence = Object.assign(new Error("the database is silent"), { code: "ETIMEDOUT" });
  stream.setTimeout(silenceMs, () => stream.destroy(silence));
}

/** Logs that this role's statements may take for ever: the schema was brought up to date as another role. */
export async function warnOfMissingLimits(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; limit: string }>(
    `select current_user as role, current_setting('statement_timeout') as "limit"`,
  );
  if (rows[0]?.limit === "0")
    logger.warn({ role: rows[0].role }, "statements have no time limit: run npm run migrate as this role");
}

// Development reloads modules; the pool must outlive them or every reload would leak ten connections.
declare global {
  var mitraDatabase: Database | undefined;
}

/** The process's database, opened on first use. */
export function database(): Database {
  globalThis.mitraDatabase ??= openDatabase(env().databaseUrl, { isPooled: env().isDatabasePooled });
  return globalThis.mitraDatabase;
}

/** Runs `work` in one transaction on one connection; rolls back whatever it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    await tx.query("begin");
    const result = await work(tx);
    await tx.query("commit");
    tx.release();
    return result;
  } catch (error) {
    await rollBack(tx);
    throw error;
  }
}

/** Whether this transaction holds the lock of that number from now on; where another one does it waits for nothing. */
export async function tryLock(tx: pg.ClientBase, number: number): Promise<boolean> {
  const { rows } = await tx.query<{ isMine: boolean }>(`select pg_try_advisory_xact_lock($1) as "isMine"`, [
    number,
  ]);
  return rows[0]?.isMine ?? false;
}

/** A connection that cannot even roll back is broken: the pool must not hand it out again. */
async function rollBack(tx: pg.PoolClient): Promise<void> {
  try {
    await tx.query("rollback");
    tx.release();
  } catch (error) {
    tx.release(error instanceof Error ? error : true);
  }
}

/** The two clocks of a process, in milliseconds: one that never steps, and the wall's. */
export type ProcessClocks = { monotonicMs: () => number; wallMs: () => number };

const PROCESS_CLOCKS: ProcessClocks = { monotonicMs: () => performance.now(), wallMs: Date.now };

/**
 * How long ago, in milliseconds, by whichever clock went further: the monotonic one stands still while a machine
 * sleeps, and the wall's may be set back.
 */
export function startStopwatch({ monotonicMs, wallMs } = PROCESS_CLOCKS): () => number {
  const started = { monotonicMs: monotonicMs(), wallMs: wallMs() };
  return () => Math.max(monotonicMs() - started.monotonicMs, wallMs() - started.wallMs);
}

/**
 * The database's clock, carried on by the process's own monotonic one from a reading that has just
 * arrived: milliseconds since 1970. The process's clock may be hours off, or step, without touching it.
 */
export function startDatabaseClock(reading = new Date()): () => number {
  const readAtMs = performance.now();
  return () => reading.getTime() + performance.now() - readAtMs;
}

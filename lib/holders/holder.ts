import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { logger } from "@/lib/logger";
import { HOLDER_SILENCE_MS } from "./movement";

/** First key of the advisory locks of holders ("mitr"); the second names the holder. */
export const HOLDER_LOCK_CLASS = 0x6d697472;

const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 5_000;

/** Of the time after which it is taken for dead. A process that goes on after it claims nothing until its pulse has told it whether it is still alive. */
const SILENCE_BEFORE_CLAIMING_ENDS = 0.75;
/** A network that swallows packets tells nobody, so the idle connection is felt this often … */
const PULSE_MS = 10_000;
/** … and is given up if nothing comes back for so long. Both are well below the time that a claim lasts. */
const PULSE_PATIENCE_MS = 10_000;
/**
 * The database lets go of the lock of a machine that vanished about as soon (idle, interval, count, user time-out).
 * A pulse waits for no disk: a database that is slow to write is no reason to take everybody for dead.
 */
const KEEPALIVES = `
  select set_config('synchronous_commit', 'off', false), set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
         set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '25000', false)`;

/**
 * This process as the others see it. It keeps one idle connection with a session advisory lock; the
 * lock is free within about 50 ms of the process's death, however it died.
 */
export type Holder = {
  /** The id to claim under, or null while no lock is held: then nothing new may be sent. */
  currentId(): string | null;
  /** Whether the liveness connection stands; while it does not, the database is most likely away. */
  isConnected(): boolean;
  /** Tells under which name the queue locks jobs for this process; a database that is away is told on reconnecting. */
  setPoolId(poolId: string): Promise<void>;
  /** From now on nothing is claimed; what is in flight goes on under the lock. */
  stopClaiming(): void;
  /** Lets go of the lock and of the row: nothing of this process is left. */
  close(): Promise<void>;
  /** Lets go of the lock alone: the others take this process for dead and go on with what it had claimed. */
  abandon(): Promise<void>;
};

type State = { client: pg.Client; id: string; silenceMs: () => number };

const SEEN = "update holder set seen_at = clock_timestamp() where id = $1";

/**
 * Becomes a holder, and stays one until closed: a lost connection is replaced, under a **new** id,
 * because what was claimed under the old one may have been given to others meanwhile.
 *
 * `connectionString` must reach the database directly, not through a transaction pooler. Throws a
 * `MixedEnvironmentsError` while another living holder sends to another environment.
 */
export async function startHolder({
  connectionString,
  kind,
  environment = null,
  pulseMs = PULSE_MS,
  pulsePatienceMs = PULSE_PATIENCE_MS,
  silenceMs = HOLDER_SILENCE_MS,
}: {
  connectionString: string;
  kind: "web" | "worker";
  /** The environment of DOKU that it sends to; all living holders of a database have the same. */
  environment?: "simulator" | "sandbox" | "production" | null;
  pulseMs?: number;
  pulsePatienceMs?: number;
  /** As the sweep has it. */
  silenceMs?: number;
}): Promise<Holder> {
  let state: State | null = null;
  let poolId: string | null = null;
  let isClosed = false;
  let isClaiming = true;

  async function connect(): Promise<void> {
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: pulsePatienceMs,
      query_timeout: pulsePatienceMs,
      application_name: `mitra-holder-${kind}`,
    });
    client.on("error", () => lose(client));
    client.on("end", () => lose(client));
    try {
      await client.connect();
      const silence = startTimer();
      state = { client, id: await enter(client, { kind, poolId, environment }), silenceMs: silence };
      feelPulse(client);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
  }

  function feelPulse(client: pg.Client): void {
    const timer = setTimeout(async () => {
      if (state?.client !== client) return;
      const silence = startTimer();
      const pulse = await writePulse(client, state.id);
      if (state?.client !== client) return;
      if (pulse === "seen") state.silenceMs = silence;
      if (pulse === "seen" || pulse === "unwritten") return feelPulse(client);
      if (pulse === "gone")
        logger.warn({ holder: state.id }, "this process was taken for dead while it did not move");
      lose(client);
      // Also breaks off a connection on which the query still waits.
      client.end().catch(() => undefined);
    }, pulseMs);
    timer.unref();
  }

  function lose(client: pg.Client): void {
    if (state?.client !== client) return;
    logger.warn({ holder: state.id }, "liveness connection lost");
    state = null;
    if (!isClosed) void reconnect();
  }

  async function reconnect(): Promise<void> {
    for (let delayMs = RECONNECT_MIN_MS; !isClosed; delayMs = Math.min(delayMs * 2, RECONNECT_MAX_MS)) {
      await wait(delayMs * (0.5 + Math.random()), undefined, { ref: false });
      const isBack = await connect().then(
        () => true,
        () => false,
      );
      if (isBack) return;
    }
  }

  async function leave(deletesRow: boolean): Promise<void> {
    isClosed = true;
    const last = state;
    state = null;
    if (!last) return;
    // The lock ends with the connection; the row goes first, so that no sweep takes us for dead.
    if (deletesRow)
      await last.client.query("delete from holder where id = $1", [last.id]).catch(() => undefined);
    await last.client.end().catch(() => undefined);
  }

  await connect();
  return {
    currentId: () =>
      isClaiming && state && state.silenceMs() < silenceMs * SILENCE_BEFORE_CLAIMING_ENDS ? state.id : null,
    isConnected: () => state !== null,
    async setPoolId(name) {
      poolId = name;
      await state?.client
        .query("update holder set pool_id = $2 where id = $1", [state.id, name])
        .catch(() => undefined);
    },
    stopClaiming() {
      isClaiming = false;
    },
    close: () => leave(true),
    abandon: () => leave(false),
  };
}

/** How long ago, by the clock that says more: either may have stood still with its machine. */
function startTimer(): () => number {
  const [monotonicMs, wallMs] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - monotonicMs, Date.now() - wallMs);
}

/** A database that answers but cannot write, being full or read-only, is no reason to let go of what was claimed. */
async function writePulse(client: pg.Client, id: string): Promise<"seen" | "unwritten" | "gone" | "silent"> {
  try {
    const { rowCount } = await client.query(SEEN, [id]);
    return rowCount === 0 ? "gone" : "seen";
  } catch (error) {
    return error instanceof pg.DatabaseError && error.severity === "ERROR" ? "unwritten" : "silent";
  }
}

/** Another living process serves another environment of DOKU on the same database. Its message is for the person who starts. */
export class MixedEnvironmentsError extends Error {
  override name = "MixedEnvironmentsError";
}

const OTHERS_ENVIRONMENT = `
  select h.environment from holder h
    join pg_locks l on l.locktype = 'advisory' and l.granted and l.objsubid = 2
     and l.database = (select oid from pg_database where datname = current_database())
     and l.classid = $1 and l.objid = h.lock_key::oid
   where h.environment <> $2::environment limit 1`;

/** Asked after writing one's own row, so that of two that start at once at least one sees the other. */
async function refuseMixedEnvironments(client: pg.Client, id: string, environment: string): Promise<void> {
  const { rows } = await client.query<{ environment: string }>(OTHERS_ENVIRONMENT, [
    HOLDER_LOCK_CLASS,
    environment,
  ]);
  if (!rows[0]) return;
  await client.query("delete from holder where id = $1", [id]);
  throw new MixedEnvironmentsError(
    `A running Mitra sends to ${rows[0].environment} from this database, and this one would send to ${environment}. ` +
      "Nothing was sent. Stop the other one first, or give this one a database of its own.",
  );
}

/** Locks first and writes the row second: a row without its lock is what a dead holder looks like. */
async function enter(
  client: pg.Client,
  { kind, poolId, environment }: { kind: string; poolId: string | null; environment: string | null },
): Promise<string> {
  const id = randomUUID();
  await client.query(KEEPALIVES);
  for (;;) {
    const lockKey = randomInt(1, 2 ** 31 - 1);
    const { rows } = await client.query<{ locked: boolean }>(
      "select pg_try_advisory_lock($1, $2) as locked",
      [HOLDER_LOCK_CLASS, lockKey],
    );
    if (!rows[0]?.locked) continue;
    await client.query(
      "insert into holder (id, lock_key, kind, pool_id, environment, seen_at) values ($1, $2, $3, $4, $5, clock_timestamp())",
      [id, lockKey, kind, poolId, environment],
    );
    if (environment !== null) await refuseMixedEnvironments(client, id, environment);
    return id;
  }
}

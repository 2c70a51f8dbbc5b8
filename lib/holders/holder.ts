import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startStopwatch } from "@/lib/db";
import { keyVersionOf } from "@/lib/doku/signature";
import type { Environment } from "@/lib/generated/prisma/enums";
import { HOLDER_LOCK_CLASS, LIVING_HOLDERS } from "@/lib/holders/living";
import { logger } from "@/lib/logger";
import { type RestoreWatch, watchForRestores } from "@/lib/restores/marks/watch";
import { HOLDER_SILENCE_MS } from "./movement";

const RECONNECT_MIN_MS = 100;
/** Until it is back nothing is sent, so a database that comes back is found within 1.5 s. */
const RECONNECT_MAX_MS = 1_000;

/** Of the time after which it is taken for dead. A process that goes on after it claims nothing until its pulse has told it whether it is still alive. */
const SILENCE_BEFORE_CLAIMING_ENDS = 0.75;
/** A network that swallows packets tells nobody, so the idle connection is felt this often … */
const PULSE_MS = 10_000;
/** … and is given up if nothing comes back for so long. Both are well below the time that a claim lasts. */
const PULSE_PATIENCE_MS = 10_000;
/** The first look for restores is on the disk before there is an id; one that freezes keeps nobody else from theirs. */
const LIMITS = `
  select set_config('synchronous_commit', 'on', false), set_config('statement_timeout', '10000', false),
         set_config('idle_in_transaction_session_timeout', '3000', false)`;
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

/** What it sends with. All living holders of a database send to one environment, and one Client-Id to one address. */
export type HolderSettings = {
  environment: Environment;
  clientId: string;
  baseUrl: string;
  replay: "proven" | "unproven";
  /** Only its name is written down (see `keyVersionOf`). */
  secretKey: string;
};

type State = {
  client: pg.Client;
  id: string;
  silenceMs: () => number;
  /** The pulse that is under way, or the last one: its transaction is not to be mixed with anything else. */
  pulse: Promise<unknown>;
};

// Its name for jobs each time, since the first writing of it may have failed.
const SEEN = "update holder set seen_at = clock_timestamp(), pool_id = coalesce($2, pool_id) where id = $1";

/**
 * Becomes a holder, and stays one until closed: a lost connection is replaced, under a **new** id,
 * because what was claimed under the old one may have been given to others meanwhile.
 *
 * `connectionString` must reach the database directly, not through a transaction pooler. Throws a
 * `MixedSettingsError` while another living holder sends to another environment.
 */
export async function startHolder({
  connectionString,
  kind,
  settings = null,
  stateFolder = null,
  beforeParking,
  pulseMs = PULSE_MS,
  pulsePatienceMs = PULSE_PATIENCE_MS,
  silenceMs = HOLDER_SILENCE_MS,
}: {
  connectionString: string;
  kind: "web" | "worker";
  settings?: HolderSettings | null;
  /** Where to note down how far the database has come, outside of it; null is in this process's memory alone. */
  stateFolder?: string | null;
  /** Writes the settings of this process down again, where the database was put back to one that has older ones. */
  beforeParking?: () => Promise<unknown>;
  pulseMs?: number;
  pulsePatienceMs?: number;
  /** As the sweep has it. */
  silenceMs?: number;
}): Promise<Holder> {
  const restores = watchForRestores({ connectionString, folder: stateFolder, beforeParking });
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
      await client.query(LIMITS);
      // Before there is an id: what was put back sends nothing until it is known what must not be sent.
      await restores.look(client);
      const silence = startStopwatch();
      const id = await enter(client, { kind, poolId, settings });
      state = { client, id, silenceMs: silence, pulse: Promise.resolve() };
      if (isClosed) return void (await leave(true));
      feelPulse(client);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
  }

  function feelPulse(client: pg.Client): void {
    const timer = setTimeout(async () => {
      if (state?.client !== client) return;
      const silence = startStopwatch();
      const writing = writePulse(client, { id: state.id, poolId }, restores);
      state.pulse = writing;
      const pulse = await writing;
      if (state?.client !== client) return;
      if (pulse === "seen") state.silenceMs = silence;
      if (pulse === "seen" || pulse === "unwritten") return feelPulse(client);
      if (pulse === "gone")
        logger.warn(
          { holder: state.id },
          "this process was taken for dead while it did not move, or the database was put back",
        );
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
    const told = new Set<string>();
    for (let delayMs = RECONNECT_MIN_MS; !isClosed; delayMs = Math.min(delayMs * 2, RECONNECT_MAX_MS)) {
      await wait(delayMs * (0.5 + Math.random()), undefined, { ref: false });
      try {
        return await connect();
      } catch (error) {
        // Each cause once: this may come round for hours.
        const words = error instanceof Error ? error.message : String(error);
        if (!told.has(words)) logger.warn({ err: error }, "not back as a holder yet");
        told.add(words);
      }
    }
  }

  async function leave(deletesRow: boolean): Promise<void> {
    isClosed = true;
    const last = state;
    state = null;
    if (!last) return;
    await last.pulse;
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
      await state?.pulse;
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

/** A database that answers but cannot write, being full or read-only, is no reason to let go of what was claimed. */
async function writePulse(
  client: pg.Client,
  { id, poolId }: { id: string; poolId: string | null },
  restores: RestoreWatch,
): Promise<"seen" | "unwritten" | "gone" | "silent"> {
  try {
    const { rowCount } = await client.query(SEEN, [id, poolId]);
    if (rowCount === 0) return "gone";
    return (await restores.look(client)).isSame ? "seen" : "gone";
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.severity === "ERROR")) return "silent";
    // The look may have ended in the middle of its transaction.
    const isBack = await client.query("rollback").catch(() => null);
    return isBack ? "unwritten" : "silent";
  }
}

/** A living process on the same database sends elsewhere. Its message is for the person who starts. */
export class MixedSettingsError extends Error {
  override name = "MixedSettingsError";
}

const SENDS_ELSEWHERE = `
  select h.environment, h.client_id as "clientId", h.base_url as "baseUrl" from holder h
   where h.id in (${LIVING_HOLDERS})
     and (h.environment <> $1::environment
       or h.environment = $1::environment and h.client_id = $2 and h.base_url <> $3)
   limit 1`;

/** Asked after writing one's own row, so that of two that start at once at least one sees the other. */
async function refuseMixedSettings(client: pg.Client, id: string, ours: HolderSettings): Promise<void> {
  const { rows } = await client.query<Omit<HolderSettings, "replay" | "secretKey">>(SENDS_ELSEWHERE, [
    ours.environment,
    ours.clientId,
    ours.baseUrl,
  ]);
  const [theirs] = rows;
  if (!theirs) return;
  await client.query("delete from holder where id = $1", [id]);
  const [there, here] =
    theirs.environment === ours.environment
      ? [`${theirs.baseUrl} with the Client-Id ${theirs.clientId}`, ours.baseUrl]
      : [theirs.environment, ours.environment];
  throw new MixedSettingsError(
    `A running Mitra sends to ${there} from this database, and this one would send to ${here}. ` +
      "Nothing was sent. Stop the other one first, or give this one a database of its own.",
  );
}

/** Locks first and writes the row second: a row without its lock is what a dead holder looks like. */
async function enter(
  client: pg.Client,
  { kind, poolId, settings }: { kind: string; poolId: string | null; settings: HolderSettings | null },
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
      `insert into holder (id, lock_key, kind, pool_id, environment, client_id, base_url, replay, key_version, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())`,
      [
        ...[id, lockKey, kind, poolId],
        ...[settings?.environment, settings?.clientId, settings?.baseUrl, settings?.replay],
        settings && keyVersionOf(settings.secretKey),
      ],
    );
    if (settings !== null) await refuseMixedSettings(client, id, settings);
    return id;
  }
}

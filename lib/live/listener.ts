import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { logger } from "@/lib/logger";
import { LIVE_CHANNEL, type News, readNews } from "./news";

/** The advisory lock ("live") by which the database's triggers know that somebody listens. */
const LIVE_LOCK = 0x6c697665;

const RECONNECT_MIN_MS = 200;
const RECONNECT_MAX_MS = 5_000;
const PULSE_MS = 10_000;

/** The one connection of this process on which it hears what changed. */
export type Listener = { close(): Promise<void> };

/**
 * Listens until closed. A lost connection is replaced, with growing pauses; `onNews` is told `many` when it
 * stands again, because something may have been missed. Never throws: while the database is away there is no news.
 */
export function startListener({
  connectionString,
  onNews,
  pulseMs = PULSE_MS,
}: {
  connectionString: string;
  onNews: (news: News) => void;
  pulseMs?: number;
}): Listener {
  let isClosed = false;
  let wasLost = false;
  let current: pg.Client | null = null;
  let connecting: pg.Client | null = null;

  async function connect(): Promise<void> {
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: pulseMs,
      query_timeout: pulseMs,
      application_name: "mitra-live",
    });
    connecting = client;
    client.on("error", () => lose(client));
    client.on("end", () => lose(client));
    client.on("notification", ({ payload }) => onNews(readNews(payload ?? "")));
    try {
      await client.connect();
      await client.query(`select pg_advisory_lock_shared(${LIVE_LOCK}, 0)`);
      await client.query(`listen ${LIVE_CHANNEL}`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    if (isClosed) return client.end();
    connecting = null;
    current = client;
    feelPulse(client);
    if (wasLost) onNews({ kind: "many" });
  }

  /** A network that swallows packets tells nobody, so the quiet connection is felt from time to time. */
  function feelPulse(client: pg.Client): void {
    setTimeout(async () => {
      if (current !== client) return;
      try {
        await client.query("select 1");
        feelPulse(client);
      } catch {
        lose(client);
        client.end().catch(() => undefined);
      }
    }, pulseMs).unref();
  }

  function lose(client: pg.Client): void {
    if (current !== client) return;
    current = null;
    if (isClosed) return;
    wasLost = true;
    logger.warn("live connection lost");
    void keepConnecting();
  }

  async function keepConnecting(): Promise<void> {
    for (let delayMs = RECONNECT_MIN_MS; !isClosed; delayMs = Math.min(delayMs * 2, RECONNECT_MAX_MS)) {
      const stands = await connect().then(
        () => true,
        () => false,
      );
      if (stands) return;
      await wait(delayMs * (0.5 + Math.random()), undefined, { ref: false });
    }
  }

  void keepConnecting();
  return {
    async close() {
      isClosed = true;
      // One that is still being made would listen once more after this.
      const last = current ?? connecting;
      current = null;
      await last?.end().catch(() => undefined);
    },
  };
}

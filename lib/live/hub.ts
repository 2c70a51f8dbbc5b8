import { createSlots, type Slot } from "@/lib/slots";
import { type Listener, startListener } from "./listener";
import { addNews, type LiveMessage, type News } from "./news";

/** News is gathered so long, so that a thousand sends a second are a few messages. */
const GATHER_MS = 250;
const BEAT_MS = 15_000;
/** Going from page to page must not open a connection each time. */
const LINGER_MS = 30_000;
/** Tabs of one person that are looked at; another one reads its page again from time to time instead. */
export const MAX_STREAMS_PER_PERSON = 6;
const MAX_STREAMS = 1_000;
const SLOTS = createSlots({ name: "streams", max: MAX_STREAMS, perPerson: MAX_STREAMS_PER_PERSON });

/** One open page. `send` gives false where its connection does not take more. */
export type Watcher = {
  userId: string;
  sessionId: string;
  send(message: LiveMessage | "beat"): boolean;
  end(): void;
};

export type LiveHub = {
  /** Tells the page of everything from now on, and answers with what stops that; null where there are too many. */
  join(watcher: Watcher): (() => void) | null;
  /** Ends every stream and takes no more: the process is stopping. */
  close(): Promise<void>;
};

type HubOptions = {
  connectionString: string;
  /** Which of these sessions are still alive. */
  findLivingSessions: (sessionIds: readonly string[]) => Promise<ReadonlySet<string>>;
  gatherMs?: number;
  beatMs?: number;
  lingerMs?: number;
};

/**
 * Hands what one listening connection hears to the open pages of this process. The connection stands while a page
 * is open, and a little longer. A stream ends as soon as the database tells that its session is over; what nobody tells, such as a
 * session that ran out, is found with the next beat.
 */
export function createLiveHub({
  connectionString,
  findLivingSessions,
  gatherMs = GATHER_MS,
  beatMs = BEAT_MS,
  lingerMs = LINGER_MS,
}: HubOptions): LiveHub {
  const watchers = new Map<Watcher, Slot>();
  let listener: Listener | null = null;
  let pending: LiveMessage | null = null;
  let beat: NodeJS.Timeout | undefined;
  let linger: NodeJS.Timeout | undefined;
  let isClosed = false;

  function hear(news: News): void {
    if (news.kind === "session_over") {
      for (const watcher of watchers.keys()) if (watcher.sessionId === news.sessionId) end(watcher);
      return;
    }
    if (pending === null) setTimeout(tell, gatherMs).unref();
    pending = addNews(pending, news);
  }

  function tell(): void {
    const message = pending;
    pending = null;
    if (message) for (const watcher of watchers.keys()) if (!watcher.send(message)) end(watcher);
  }

  async function beatOnce(): Promise<void> {
    const asked = [...watchers.keys()];
    // Whose session cannot be looked up gets no more news; the browser tries again.
    const living = await findLivingSessions([...new Set(asked.map(({ sessionId }) => sessionId))]).catch(
      () => new Set<string>(),
    );
    for (const watcher of asked) if (!living.has(watcher.sessionId) || !watcher.send("beat")) end(watcher);
  }

  function end(watcher: Watcher): void {
    leave(watcher);
    watcher.end();
  }

  function leave(watcher: Watcher): void {
    watchers.get(watcher)?.free();
    if (!watchers.delete(watcher) || watchers.size > 0) return;
    clearInterval(beat);
    clearTimeout(linger);
    linger = setTimeout(() => void stopListening(), lingerMs).unref();
  }

  async function stopListening(): Promise<void> {
    clearTimeout(linger);
    const last = listener;
    listener = null;
    await last?.close();
  }

  return {
    join(watcher) {
      const slot = isClosed ? null : SLOTS.take(watcher.userId);
      if (!slot) return null;
      clearTimeout(linger);
      listener ??= startListener({ connectionString, onNews: hear });
      if (watchers.size === 0) beat = setInterval(() => void beatOnce(), beatMs).unref();
      watchers.set(watcher, slot);
      return () => leave(watcher);
    },
    async close() {
      isClosed = true;
      for (const watcher of [...watchers.keys()]) end(watcher);
      await stopListening();
    },
  };
}

declare global {
  // Route and start-up are bundles of their own with their own copy of this module; the streams are the process's.
  var mitraLiveHub: LiveHub | undefined;
}

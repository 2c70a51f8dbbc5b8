"use client";

import { useEffect, useRef, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { concerns, readLiveMessage } from "@/lib/live/news";

const STREAM = "/api/live";

/** At most so often is the page read again for what it shows … */
const PAUSE_MS = 1_000;
/** … and for what only its counts show. */
const ASIDE_PAUSE_MS = 5_000;
/** A stream that the server refused is tried again so much later. */
const RETRY_MS = 20_000;
/** And what could not be read, because the server did not answer, so much later. */
const MISSED_MS = 5_000;

/** What lies over the page and dims it: a dialog, in which somebody may be writing. */
const DIALOG = "dialog[data-dims][open]";

/** Without a stream: while something is about to change, slower each time, and else now and then. */
const POLL_FIRST_MS = 1_500;
const POLL_LONGEST_MS = 15_000;
const POLL_GROWTH = 1.4;
const POLL_QUIET_MS = 60_000;
/** With one, while something is about to change: news that was lost on the way is found all the same. */
const POLL_WITH_STREAM_MS = 15_000;

export type LiveRefreshProps = {
  /** The registrations that the page shows; null where every change is one of the page. */
  ids: readonly string[] | null;
  /** Whether new registrations and changes of others show too, as in the counts of the list. They may take longer. */
  showsOthers?: boolean;
  /** Whether something on the page is about to change: then it is also read again where no news comes. */
  active?: boolean;
};

/**
 * Reads the page again when the server tells that something on it changed, and not while nobody looks. What is
 * typed, selected or scrolled to stays, since only what the server rendered is replaced. What lies under a dialog waits until that
 * is closed: with the button that opened it, the dialog itself would be taken away. Put one on a page.
 */
export function LiveRefresh({ ids, showsOthers = false, active = false }: LiveRefreshProps) {
  const refresh = useRefresh();
  const [isReading, startReading] = useTransition();
  const shown = useRef({ ids, showsOthers, active, isReading });
  useEffect(() => {
    shown.current = { ids, showsOthers, active, isReading };
  });

  const page = useRef<WatchedPage | null>(null);
  useEffect(() => {
    page.current = watchPage(
      () => shown.current,
      (onMissed) =>
        startReading(async () => {
          if (!(await refresh())) onMissed();
        }),
    );
    return page.current.leave;
  }, [refresh]);

  useEffect(() => {
    if (active) page.current?.planPoll();
  }, [active]);

  return null;
}

type Shown = Required<LiveRefreshProps> & { isReading: boolean };

type WatchedPage = {
  /** Makes sure that the page is read again although no news may come. */
  planPoll(): void;
  leave(): void;
};

/** Keeps a stream open while the page is looked at, and calls `read` when it is time, which tells if nothing came. */
function watchPage(shown: () => Shown, read: (onMissed: () => void) => void): WatchedPage {
  let stream: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let lastReadMs = performance.now();
  let pollMs = POLL_FIRST_MS;
  let hasLeft = false;

  /** Moves the next reading forward to `atMs`, never back. */
  function plan(atMs: number): void {
    if (atMs >= dueMs) return;
    dueMs = atMs;
    clearTimeout(timer);
    timer = setTimeout(readNow, Math.max(0, atMs - performance.now()));
  }

  function readNow(): void {
    dueMs = Number.POSITIVE_INFINITY;
    if (document.visibilityState !== "visible") return;
    if (shown().isReading || document.querySelector(DIALOG) !== null) {
      plan(performance.now() + PAUSE_MS);
      return;
    }
    lastReadMs = performance.now();
    read(() => {
      if (!hasLeft) plan(performance.now() + MISSED_MS);
    });
    planPoll();
  }

  function planPoll(): void {
    const hasStream = stream?.readyState === EventSource.OPEN;
    if (shown().active) {
      plan(performance.now() + (hasStream ? POLL_WITH_STREAM_MS : pollMs));
      pollMs = Math.min(pollMs * POLL_GROWTH, POLL_LONGEST_MS);
    } else {
      pollMs = POLL_FIRST_MS;
      if (!hasStream) plan(performance.now() + POLL_QUIET_MS);
    }
  }

  function open(): void {
    clearTimeout(retry);
    if (stream || document.visibilityState !== "visible") return;
    const opened = new EventSource(STREAM);
    stream = opened;
    opened.onmessage = ({ data }) => hear(String(data));
    opened.onerror = () => {
      if (opened.readyState !== EventSource.CLOSED || stream !== opened) return;
      stream = null;
      retry = setTimeout(open, RETRY_MS);
      planPoll();
    };
  }

  function hear(data: string): void {
    const message = readLiveMessage(data);
    if (!message) return;
    const { ids, showsOthers } = shown();
    if (concerns(message, ids)) plan(Math.max(performance.now(), lastReadMs + PAUSE_MS));
    else if (showsOthers) plan(Math.max(performance.now(), lastReadMs + ASIDE_PAUSE_MS));
  }

  /** A page nobody looks at costs no connection: a browser has six to a server, and each tab would take one. */
  function turn(): void {
    if (document.visibilityState === "visible") {
      open();
      plan(Math.max(performance.now(), lastReadMs + PAUSE_MS));
    } else {
      clearTimeout(retry);
      stream?.close();
      stream = null;
    }
  }

  open();
  document.addEventListener("visibilitychange", turn);
  return {
    planPoll,
    leave() {
      hasLeft = true;
      document.removeEventListener("visibilitychange", turn);
      clearTimeout(retry);
      clearTimeout(timer);
      stream?.close();
      stream = null;
    },
  };
}

import { setTimeout as wait } from "node:timers/promises";
import type { Holder } from "@/lib/holders/holder";
import { aborted, leaveInPeace, onStopSignal } from "@/lib/holders/shutdown";
import { sendsEnded } from "./sends-in-flight";

/** What a shell shows for a process that ended by SIGTERM, as Next's own handler does. */
const EXIT_CODE = 143;

declare global {
  // Start-up and routes are bundles of their own with their own copy of this module; the stopping is the process's.
  var mitraIsStopping: boolean | undefined;
}

/** Whether this process was told to stop, so that nobody should be sent to it any more. */
export function isStopping(): boolean {
  return globalThis.mitraIsStopping === true;
}

/**
 * Ends the web server in order: it says that it is not ready, and there are no new sends; those in flight are
 * recorded, and the holder goes. It goes on serving for `drainMs`, so that a balancer hears of it before its
 * connections are refused; what is submitted meanwhile is a worker's. Then Next closes its server and exits.
 *
 * Next's own handlers are set aside until then, because they exit as soon as the requests are answered.
 */
export function stopServerInOrder(holder: Holder, { drainMs }: { drainMs: number }): void {
  const closeNext = process.listeners("SIGTERM");
  process.removeAllListeners("SIGTERM");
  process.removeAllListeners("SIGINT");
  onStopSignal(async (hurry) => {
    globalThis.mitraIsStopping = true;
    // A browser that keeps a connection open without a request would hold Next's closing for ever.
    void aborted(hurry).then(() => setTimeout(() => process.exit(EXIT_CODE), 1_000));
    const drained = Promise.race([wait(drainMs), aborted(hurry)]);
    await Promise.all([leaveInPeace(holder, sendsEnded(), hurry), drained]);
    // Open streams would hold Next's closing; their browsers go on with another server.
    void globalThis.mitraLiveHub?.close();
    for (const close of closeNext) close("SIGTERM");
    if (closeNext.length === 0) process.exit(EXIT_CODE);
  });
}

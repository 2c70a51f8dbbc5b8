import type { Holder } from "@/lib/holders/holder";
import { aborted, leaveInPeace, onStopSignal } from "@/lib/holders/shutdown";
import { sendsEnded } from "./sends-in-flight";

/** What a shell shows for a process that ended by SIGTERM, as Next's own handler does. */
const EXIT_CODE = 143;

/**
 * Ends the web server in order: no new sends, those in flight are recorded, the holder goes, and then
 * Next closes its server and exits.
 *
 * Next's own handlers are set aside until then, because they exit as soon as the requests are answered.
 */
export function stopServerInOrder(holder: Holder): void {
  const closeNext = process.listeners("SIGTERM");
  process.removeAllListeners("SIGTERM");
  process.removeAllListeners("SIGINT");
  onStopSignal(async (hurry) => {
    // Open streams would hold Next's closing; their browsers go on with another server.
    void globalThis.mitraLiveHub?.close();
    // A browser that keeps a connection open without a request would hold Next's closing for ever.
    void aborted(hurry).then(() => setTimeout(() => process.exit(EXIT_CODE), 1_000));
    await leaveInPeace(holder, sendsEnded(), hurry);
    for (const close of closeNext) close("SIGTERM");
    if (closeNext.length === 0) process.exit(EXIT_CODE);
  });
}

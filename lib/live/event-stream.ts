import type { UserActor } from "@/lib/authority/actor";
import type { LiveHub } from "./hub";

/** A browser that takes nothing for so many messages has gone, or its network has. */
const MAX_UNREAD = 32;
/** When the browser tries again after the stream ended, as each does by itself. */
const RETRY_MS = 3_000;

/**
 * The stream of one open page in the form that EventSource reads, or null where no more may be opened. It ends when
 * the hub ends it, when the browser goes, or when it stops reading.
 */
export function openEventStream(
  hub: LiveHub,
  actor: UserActor,
  gone: AbortSignal,
): ReadableStream<Uint8Array> | null {
  const encoder = new TextEncoder();
  let write: ReadableStreamDefaultController<Uint8Array> | null = null;
  const leave = hub.join({
    userId: actor.id,
    sessionId: actor.sessionId,
    send(message) {
      if (!write || (write.desiredSize ?? 0) < -MAX_UNREAD) return false;
      write.enqueue(
        encoder.encode(message === "beat" ? ": beat\n\n" : `data: ${JSON.stringify(message)}\n\n`),
      );
      return true;
    },
    end() {
      const open = write;
      write = null;
      open?.close();
    },
  });
  if (!leave) return null;
  const stop = (): void => {
    write = null;
    leave();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      write = controller;
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
      gone.addEventListener("abort", stop, { once: true });
    },
    cancel: stop,
  });
}

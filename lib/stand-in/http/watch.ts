import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ReceivedBody } from "./received-body";
import type { RequestEntry } from "./request-log";

/**
 * A call as somebody sees it who stands beside the server. Told when its head has arrived, and filled in as it goes on.
 */
export type WatchedCall = {
  arrivedMs: number;
  clientId: string | null;
  requestId: string | null;
  /** The connection that it came over: whose it is, the operating system knows. */
  socket: Socket;
  /** Null until all of it has come; it stays so where its sender leaves before. */
  body: Buffer | null;
  /** What was decided, or null before. */
  decided: Pick<RequestEntry, "status" | "check" | "failure" | "businessId"> | null;
  /** When the whole answer was handed to a connection that still stood; null before, and where that never happens. */
  deliveredMs: number | null;
  /** When it was over, however it ended; null before. */
  endedMs: number | null;
};

export type CallWatch = (call: WatchedCall) => void;

/** Tells of the call, and notes its delivery; answers how the rest is noted. */
export function watchCall(
  watch: CallWatch,
  request: IncomingMessage,
  response: ServerResponse,
  seen: Pick<WatchedCall, "arrivedMs" | "clientId" | "requestId"> & { monotonicMs: () => number },
): { noteBody(body: ReceivedBody): void; noteDecision(entry: RequestEntry): void } {
  const { arrivedMs, clientId, requestId, monotonicMs } = seen;
  const { socket } = request;
  const call: WatchedCall = {
    arrivedMs,
    clientId,
    requestId,
    socket,
    body: null,
    decided: null,
    deliveredMs: null,
    endedMs: null,
  };
  response.once("finish", () => {
    if (!socket.destroyed) call.deliveredMs = monotonicMs();
  });
  response.once("close", () => {
    call.endedMs = monotonicMs();
  });
  watch(call);
  return {
    noteBody(body) {
      call.body = body.bytes;
    },
    noteDecision({ status, check, failure, businessId }) {
      call.decided = { status, check, failure, businessId };
    },
  };
}

import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

// undici gives a connection up on which `100 Continue` comes unasked, and with it a call that has arrived. A client has
// to read past interim answers (RFC 9110, 15.2).
subscribe("undici:client:sendHeaders", (published) => {
  const socket = socketOf(published);
  if (!socket) return;
  const reading = readings.get(socket) ?? passOverInterim(socket);
  reading.isHeadNext = true;
});

/** Whether what is read next from a connection is the head of an answer. */
type Reading = { isHeadNext: boolean };

// Each connection is prepared once, since thousands of requests go over it.
const readings = new WeakMap<Socket, Reading>();

/** How an interim answer begins, where `?` is any digit. */
const BEGINNING = "HTTP/1.? 1??";
/** Where the status begins, and how that of an interim answer does: all that is asked of most answers. */
const STATUS_AT = 9;
const ONE = 0x31;
/** Other words follow than those of HTTP, which nobody asked for either. */
const SWITCHING_PROTOCOLS = "101";
const HEAD_END = "\r\n\r\n";
/** A longer head is nobody's: undici says what is wrong with it. */
const MAX_HEAD_BYTES = 16_384;
const NOTHING = Buffer.alloc(0);

/**
 * Reads past every interim answer that comes before the answer to the request that is being written. One request at a
 * time is under way on a connection, so what is read first after it is the head of its answer.
 */
function passOverInterim(socket: Socket): Reading {
  const reading: Reading = { isHeadNext: false };
  const read = socket.read.bind(socket);
  let held: Buffer = NOTHING;
  socket.read = () => {
    if (!reading.isHeadNext) return read();
    for (let chunk: Buffer | null = read(); chunk !== null; chunk = read()) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (let end = endOfInterim(held); end !== null; end = endOfInterim(held)) held = held.subarray(end);
      if (mayBeInterim(held) && held.length < MAX_HEAD_BYTES) continue;
      const head = held;
      held = NOTHING;
      reading.isHeadNext = false;
      return head;
    }
    return null;
  };
  readings.set(socket, reading);
  return reading;
}

/** Where the interim answer ends with which the bytes begin; null where they do not, or it is not whole yet. */
function endOfInterim(bytes: Buffer): number | null {
  if (bytes.length < BEGINNING.length || !mayBeInterim(bytes)) return null;
  const end = bytes.indexOf(HEAD_END);
  return end < 0 ? null : end + HEAD_END.length;
}

/** Whether the bytes begin with an interim answer, as far as they go; nothing at all may. */
function mayBeInterim(bytes: Buffer): boolean {
  if (bytes.length > STATUS_AT && bytes[STATUS_AT] !== ONE) return false;
  const begun = bytes.toString("latin1", 0, BEGINNING.length);
  if (begun.length === BEGINNING.length && begun.endsWith(SWITCHING_PROTOCOLS)) return false;
  return [...begun].every((sign, at) => (BEGINNING[at] === "?" ? /\d/.test(sign) : sign === BEGINNING[at]));
}

function socketOf(published: unknown): Socket | null {
  if (typeof published !== "object" || published === null || !("socket" in published)) return null;
  return published.socket instanceof Socket ? published.socket : null;
}

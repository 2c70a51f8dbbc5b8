import { subscribe } from "node:diagnostics_channel";
import { Agent, Client, type Dispatcher, Pool } from "undici";

const onWriteOfBody = new WeakMap<object, () => void>();

subscribe("undici:client:sendHeaders", (published) => {
  const body = bodyOfRequest(published);
  if (body !== null) onWriteOfBody.get(body)?.();
});

/**
 * Calls `onWrite` when undici hands the first byte of the request with this very body object to its socket.
 *
 * A socket's own byte counter is no substitute: it is cumulative over a keep-alive connection. undici keeps the
 * Buffer it is given as the request's body, so the object's identity names the request even when the same
 * Request-Id is sent twice at once.
 */
export function watchWrite(body: Buffer, onWrite: () => void): void {
  onWriteOfBody.set(body, onWrite);
}

/** Thrown at the last moment before the first byte, in place of writing it. */
export class WriteRefusedError extends Error {
  override readonly name = "WriteRefusedError";
}

/**
 * The dispatcher for one request: in the moment in which undici would hand its first byte to the socket, `mayWrite` is
 * asked. False ends the request with a `WriteRefusedError`; nothing is written, and the connection stays as it is.
 */
export function askBeforeWrite(dispatcher: Dispatcher, mayWrite: () => boolean): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...args) => {
      if (!mayWrite()) throw new WriteRefusedError();
      start?.(...args);
    };
    return dispatch(options, handler);
  });
}

/** Whether this dispatcher is known to publish the signal, so that its absence proves that nothing was written. */
export function publishesWrites(dispatcher: Dispatcher): boolean {
  return [Agent, Pool, Client].some((kind) => dispatcher instanceof kind);
}

function bodyOfRequest(published: unknown): object | null {
  if (typeof published !== "object" || published === null || !("request" in published)) return null;
  const { request } = published;
  if (typeof request !== "object" || request === null || !("body" in request)) return null;
  return typeof request.body === "object" ? request.body : null;
}

import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Reply } from "./reply";

/** Waits; rejects when the signal is aborted. */
export type Delay = (delayMs: number, signal: AbortSignal) => Promise<void>;

const HOLD_MS = 120_000;
const DRIP_MS = 1_000;
const FLOOD_BYTES = 5 * 1024 * 1024;
const FLOOD_CHUNK = "x".repeat(64 * 1024);

/** Puts the reply on the wire after `latencyMs`. Rejects when the caller leaves before its end. */
export async function deliver(
  reply: Reply,
  response: ServerResponse,
  { latencyMs, delay }: { latencyMs: number; delay: Delay },
): Promise<void> {
  if (latencyMs > 0) await delay(latencyMs, departureOf(response));
  switch (reply.kind) {
    case "silence":
      await delay(HOLD_MS, departureOf(response));
      response.destroy();
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "flood":
      response.writeHead(reply.status, { "Content-Type": "application/json" });
      await pipeline(Readable.from(floodOf(reply.body)), response);
      return;
    case "answer":
      response.writeHead(reply.status, reply.headers);
      // As text, because then the head and the body go out in one write.
      if (reply.pace === "whole") response.end(reply.body);
      else await drip(Buffer.from(reply.body), response, delay);
  }
}

async function drip(bytes: Buffer, response: ServerResponse, delay: Delay): Promise<void> {
  const departure = departureOf(response);
  for (let at = 0; at < bytes.length; at += 1) {
    response.write(bytes.subarray(at, at + 1));
    await delay(DRIP_MS, departure);
  }
  response.end();
}

/** Aborted when the caller hangs up, or the server closes all connections. */
function departureOf(response: ServerResponse): AbortSignal {
  const departure = new AbortController();
  if (response.destroyed) departure.abort();
  else response.once("close", () => departure.abort());
  return departure.signal;
}

/** The same JSON object with a padding that takes it past any reader's limit. */
function* floodOf(body: string): Generator<string> {
  yield `${body.slice(0, -1)},"padding":"`;
  for (let sent = 0; sent < FLOOD_BYTES; sent += FLOOD_CHUNK.length) yield FLOOD_CHUNK;
  yield '"}';
}

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one request brought along, as it arrived behind the proxy. */
export type Arrival = {
  server: string;
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  bytes: number;
  sha256: string;
};

export type EchoServer = {
  name: string;
  port: number;
  /** Every request that arrived, also those that got no answer, as `METHOD /address`. */
  heard: string[];
  /** Bytes of the request that is being received now. */
  receivedBytes(): number;
  /** Whether it says that it is ready: not while it stops, and not while the database is away. */
  setReady(isReady: boolean): void;
  /** Writes to every stream of live updates that is open; says to how many. */
  tell(text: string): number;
  close(): Promise<void>;
};

/**
 * Stands where a web server of Mitra would: answers with what arrived, keeps the stream of live updates open, and
 * hangs up on `/breaks` once it has the request. `files` are the build's files that it has.
 */
export async function startEchoServer(name: string, { files = [] as string[] } = {}): Promise<EchoServer> {
  const heard: string[] = [];
  const streams = new Set<ServerResponse>();
  let receivedBytes = 0;
  let isReady = true;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    heard.push(`${method} ${url}`);
    const hash = createHash("sha256");
    receivedBytes = 0;
    for await (const chunk of request) {
      receivedBytes += chunk.length;
      hash.update(chunk);
    }
    if (url === "/breaks") return void request.socket.destroy();
    if (url === "/api/live") return openStream(response);
    const isMissing = url.startsWith("/_next/static/") && !files.includes(url);
    response.writeHead(isMissing ? 404 : isReady ? 200 : 503, { "content-type": "application/json" });
    const arrival: Arrival = {
      server: name,
      method,
      url,
      headers,
      bytes: receivedBytes,
      sha256: hash.digest("hex"),
    };
    response.end(JSON.stringify(arrival));
  }

  function openStream(response: ServerResponse): void {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "x-accel-buffering": "no",
    });
    response.write("retry: 3000\n\n");
    streams.add(response);
    response.on("close", () => streams.delete(response));
  }

  const server = createServer((request, response) => {
    // Who hangs up in the middle of a request is part of what is tried.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    name,
    port: (server.address() as AddressInfo).port,
    heard,
    receivedBytes: () => receivedBytes,
    setReady(now) {
      isReady = now;
    },
    tell(text) {
      for (const stream of streams) stream.write(text);
      return streams.size;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

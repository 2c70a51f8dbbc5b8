import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Agent } from "undici";
import { afterEach } from "vitest";
import { makeSelfSignedCertificate } from "./self-signed-certificate";

/** What a throw-away server does with the request whose bytes have come in so far; called at every chunk. */
export type Behaviour = (socket: Socket, received: string) => void;

export type ThrowAwayServer = {
  origin: string;
  /** Everything each connection has sent so far, in the order in which the connections came. */
  received: () => string[];
  close(): Promise<void>;
};

/** Starts servers and makes agents that are closed after each test; to be called once in a file. */
export function useServers() {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((close) => close()));
  });
  return {
    async serve(behave: Behaviour, start = startServer): Promise<ThrowAwayServer> {
      const server = await start(behave);
      open.push(() => server.close());
      return server;
    },
    makeAgent(options: Agent.Options = {}): Agent {
      const agent = new Agent(options);
      open.push(() => agent.destroy());
      return agent;
    },
  };
}

/** A TCP server on 127.0.0.1 that answers by hand, so that it can break HTTP in any way. */
export async function startServer(behave: Behaviour): Promise<ThrowAwayServer> {
  return listen(createServer(), "connection", "http", behave);
}

/** The same behind TLS, with a certificate that nobody trusts. */
export async function startTlsServer(behave: Behaviour): Promise<ThrowAwayServer> {
  return listen(createTlsServer(makeSelfSignedCertificate("127.0.0.1")), "secureConnection", "https", behave);
}

async function listen(
  server: Server,
  event: "connection" | "secureConnection",
  scheme: string,
  behave: Behaviour,
): Promise<ThrowAwayServer> {
  const sockets: Socket[] = [];
  const received: string[] = [];
  server.on(event, (socket: Socket) => {
    const index = sockets.push(socket) - 1;
    received[index] = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      received[index] += chunk.toString("latin1");
      behave(socket, received[index] ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    received: () => [...received],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers so once the whole request is in. */
export function answering(answer: Buffer): Behaviour {
  return (socket, received) => {
    if (isWhole(received)) socket.write(answer);
  };
}

/** Whether a whole request has come in: its head and as many bytes as it announced. */
export function isWhole(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(received)?.[1];
  return end >= 0 && received.length >= end + 4 + Number(length ?? 0);
}

/** The text of an answer with its Content-Length. */
export function spellAnswer(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ "Content-Length": String(bytes.length), ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Told\r\n${lines.join("")}\r\n`), bytes]);
}

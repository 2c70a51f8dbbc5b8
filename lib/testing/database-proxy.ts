import { connect, createServer, type Socket } from "node:net";

/** What becomes of a connection when the awaited words pass through it. */
export type Fate =
  /** It breaks before the server has read them. */
  | "before"
  /** The server reads them, and its answer is lost with the connection. */
  | "after";

export type DatabaseProxy = {
  /** The database's address by way of the proxy. */
  url: string;
  /** From now on no byte passes in either direction, and nobody is told: not even of connections that end. */
  partition(): void;
  /** What was held back passes, and everything after it. */
  heal(): void;
  /** Breaks the next connection whose client says `words`; resolves when it has. */
  breakAt(words: string, fate: Fate): Promise<void>;
  close(): Promise<void>;
};

type Trap = { words: string; fate: Fate; sprung: () => void };

/** A way to the database of `databaseUrl` that can fail as networks do. Listens on 127.0.0.1. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const links = new Set<{ near: Socket; far: Socket }>();
  let isPartitioned = false;
  let trap: Trap | null = null;

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    const link = { near, far };
    links.add(link);
    if (isPartitioned) pause(link);
    near.on("data", (bytes) => {
      const sprung = trap && bytes.includes(trap.words) ? trap : null;
      if (sprung) trap = null;
      if (sprung?.fate === "before") return spring(link, sprung);
      if (sprung) far.removeAllListeners("data").once("data", () => spring(link, sprung));
      far.write(bytes);
    });
    far.on("data", (bytes) => near.write(bytes));
    near.on("end", () => far.end());
    far.on("end", () => near.end());
    for (const socket of [near, far]) {
      socket.on("error", () => drop(link));
      socket.on("close", () => links.delete(link));
    }
  });

  function spring(link: { near: Socket; far: Socket }, { sprung }: Trap): void {
    drop(link);
    sprung();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const own = new URL(databaseUrl);
  own.host = `127.0.0.1:${address.port}`;
  return {
    url: own.href,
    partition() {
      isPartitioned = true;
      for (const link of links) pause(link);
    },
    heal() {
      isPartitioned = false;
      for (const { near, far } of links) {
        near.resume();
        far.resume();
      }
    },
    breakAt: (words, fate) =>
      new Promise((resolve) => {
        trap = { words, fate, sprung: resolve };
      }),
    async close() {
      for (const link of links) drop(link);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pause({ near, far }: { near: Socket; far: Socket }): void {
  near.pause();
  far.pause();
}

function drop({ near, far }: { near: Socket; far: Socket }): void {
  near.destroy();
  far.destroy();
}

import type { Pool, PoolClient } from "pg";

/** A process as the database and DOKU see it: the steps it took, in order, and whether it still lives. */
export type Mortal = {
  pool: Pool;
  /** Does one step of the process that is not a statement, such as a call to DOKU. */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  steps: readonly string[];
  /** Resolves when it has died; never for one that lives on. */
  died: Promise<void>;
};

/**
 * Runs a process's statements on `pool` and stops it for good once `stepsToLive` steps have had their effect, as
 * `kill -9` would: its connections break off, so that what it had not committed is rolled back, and none of its
 * code runs on. Without a number it lives.
 */
export function createMortal(pool: Pool, stepsToLive: number | null): Mortal {
  const steps: string[] = [];
  const connections = new Set<PoolClient>();
  let isDead = false;
  let announce: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    announce = resolve;
  });

  function die<T>(): Promise<T> {
    isDead = true;
    for (const connection of connections) connection.release(true);
    connections.clear();
    announce();
    return new Promise<T>(() => {});
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (isDead || steps.length === stepsToLive) return die();
    steps.push(name);
    const result = await work();
    return steps.length === stepsToLive ? die() : result;
  }

  async function connect(): Promise<PoolClient> {
    const connection = await step("connect", async () => {
      const opened = await pool.connect();
      connections.add(opened);
      return opened;
    });
    return new Proxy(connection, {
      get(target, property) {
        if (property === "query") {
          return (...args: Parameters<PoolClient["query"]>) =>
            step(nameOf(args[0]), () => Promise.resolve(Reflect.apply(target.query, target, args)));
        }
        if (property === "release") {
          return (problem?: Error | boolean) => {
            if (connections.delete(target)) target.release(problem);
          };
        }
        return Reflect.get(target, property, target);
      },
    });
  }

  const mortalPool = new Proxy(pool, {
    get: (target, property) => (property === "connect" ? connect : Reflect.get(target, property, target)),
  });
  return { pool: mortalPool, step, steps, died };
}

/** The first words of a statement. */
function nameOf(statement: unknown): string {
  const text = typeof statement === "string" ? statement : (statement as { text?: string }).text;
  return (text ?? "statement").trim().split(/\s+/).slice(0, 3).join(" ");
}

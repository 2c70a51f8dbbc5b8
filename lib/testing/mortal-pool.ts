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
 *
 * With `freeze` it is frozen at that step instead, as SIGSTOP would: the database ends the transaction in which it
 * hears no more of it, `freeze` is what happens meanwhile, and after that the process goes on as if nothing had been.
 */
export function createMortal(pool: Pool, stepsToLive: number | null, freeze?: () => Promise<void>): Mortal {
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

  let isThawed = false;

  async function stop<T>(onwards: () => Promise<T> | T): Promise<T> {
    if (!freeze) return die();
    if (isThawed) return onwards();
    isThawed = true;
    for (const connection of connections) await endTransaction(pool, connection);
    await freeze();
    return onwards();
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (isDead) return die();
    if (steps.length === stepsToLive) await stop(() => undefined);
    steps.push(name);
    const result = await work();
    return steps.length === stepsToLive ? stop(() => result) : result;
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

/** What the database does to a session that stays silent within a transaction. */
async function endTransaction(pool: Pool, connection: PoolClient): Promise<void> {
  connection.once("error", () => {});
  await pool.query(
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid = $1 and state like 'idle in transaction%'",
    [Reflect.get(connection, "processID")],
  );
}

/** The first words of a statement. */
function nameOf(statement: unknown): string {
  const text = typeof statement === "string" ? statement : (statement as { text?: string }).text;
  return (text ?? "statement").trim().split(/\s+/).slice(0, 3).join(" ");
}

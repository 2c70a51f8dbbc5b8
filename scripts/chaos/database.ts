import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";
import { acquireLock } from "../lock.mjs";
import { type RunningPostgres, removeAbandonedPostgres, startPostgres } from "../postgres.mjs";
import { type KnownProcess, knownProcess } from "../processes.mjs";

// A commit that is acknowledged has to outlive a crash of the server's processes, but not one of the machine.
const SETTINGS = ["fsync=off", "full_page_writes=off", "max_connections=200"];

type NamedProcess = KnownProcess & { name: string };

export type ChaosDatabase = {
  /** An empty, migrated database of its own; answers its address. */
  create(name: string): Promise<string>;
  /** Writes down what else the run has started, so that a later one can end what a kill leaves behind. */
  remember(children: readonly NamedProcess[]): void;
  /** Ends the server in immediate mode, as a crash would, and starts it again on the same files and port. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

/** A throw-away server. What a killed run leaves behind is removed by the next command that starts one. */
export async function startChaosDatabase(): Promise<ChaosDatabase> {
  await removeAbandonedPostgres();
  const dataDir = mkdtempSync(join(tmpdir(), "mitra-postgres-"));
  const taken = await acquireLock(join(dataDir, "owner.json"));
  let others: readonly NamedProcess[] = [];
  let server: RunningPostgres = await startPostgres({ dataDir, settings: SETTINGS });
  writeDown();

  function writeDown(): void {
    const children = [...others, { name: "postgres", ...knownProcess(server.pid) }];
    if ("lock" in taken) taken.lock.update({ children });
  }

  return {
    remember(children) {
      others = children;
      writeDown();
    },
    async create(name) {
      const admin = new pg.Client({ connectionString: server.url });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      const url = withDatabase(server.url, name);
      await applyMigrations(url, { log: () => {} });
      return url;
    },
    async crash() {
      const { port, exited, pid } = server;
      process.kill(pid, "SIGQUIT");
      await exited;
      server = await startPostgres({ dataDir, settings: SETTINGS, port });
      writeDown();
      if (server.port !== port) throw new Error("The database's port was taken while it was down");
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";
import { type RunningPostgres, removeAbandonedPostgres, startPostgres } from "../postgres/postgres.mjs";
import { acquireLock } from "../processes/lock.mjs";
import { type KnownProcess, knownProcess } from "../processes/processes.mjs";

// A commit that is acknowledged has to outlive a crash of the server's processes, but not one of the machine.
const SETTINGS = ["fsync=off", "full_page_writes=off", "max_connections=200"];

type NamedProcess = KnownProcess & { name: string };

/** `immediate` is what a crash does, `fast` what an administrator does. */
export type StopKind = "immediate" | "fast";
const SIGNAL_OF = { immediate: "SIGQUIT", fast: "SIGINT" } as const satisfies Record<
  StopKind,
  NodeJS.Signals
>;

export type ChaosDatabase = {
  /** An empty, migrated database of its own; answers its address. */
  create(name: string): Promise<string>;
  /** Writes down what else the run has started, so that a later one can end what a kill leaves behind. */
  remember(children: readonly NamedProcess[]): void;
  /** Ends the server and, after a while, starts it again on the same files and port. */
  restart(stop: { kind: StopKind; awayMs: number }): Promise<void>;
  /** Takes nothing in for a while, as a server does that was demoted. */
  readOnly(forMs: number): Promise<void>;
  /** Ends the connections of one application, or of all. */
  terminate(databaseUrl: string, applicationName: string | null): Promise<void>;
  /** Stops the server and copies its files, as people do who have no other backup. */
  backUp(): Promise<void>;
  /** Puts the last copy back. */
  restore(): Promise<void>;
  stop(): Promise<void>;
};

/** A throw-away server. What a killed run leaves behind is removed by the next command that starts one. */
export async function startChaosDatabase(): Promise<ChaosDatabase> {
  await removeAbandonedPostgres();
  const dataDir = mkdtempSync(join(tmpdir(), "mitra-postgres-"));
  const files = join(dataDir, "postgres");
  const copy = join(dataDir, "backup");
  const taken = await acquireLock(join(dataDir, "owner.json"));
  let others: readonly NamedProcess[] = [];
  let server: RunningPostgres = await startPostgres({ dataDir, settings: SETTINGS });
  writeDown();

  function writeDown(): void {
    const children = [...others, { name: "postgres", ...knownProcess(server.pid) }];
    if ("lock" in taken) taken.lock.update({ children });
  }

  async function restart(kind: StopKind, meanwhile: () => unknown): Promise<void> {
    const { port, exited, pid } = server;
    process.kill(pid, SIGNAL_OF[kind]);
    await exited;
    await meanwhile();
    server = await startPostgres({ dataDir, settings: SETTINGS, port });
    writeDown();
    if (server.port !== port) throw new Error("The database's port was taken while it was down");
  }

  async function setReadOnly(isReadOnly: boolean): Promise<void> {
    await asAdmin(server.url, async (admin) => {
      await admin.query(`alter system set default_transaction_read_only = ${isReadOnly ? "on" : "off"}`);
      await admin.query("select pg_reload_conf()");
    });
  }

  return {
    remember(children) {
      others = children;
      writeDown();
    },
    async create(name) {
      await asAdmin(server.url, (admin) => admin.query(`create database ${name}`));
      const url = withDatabase(server.url, name);
      await applyMigrations(url, { log: () => {} });
      return url;
    },
    restart: ({ kind, awayMs }) => restart(kind, () => wait(awayMs)),
    async readOnly(forMs) {
      await setReadOnly(true);
      try {
        await wait(forMs);
      } finally {
        await setReadOnly(false);
      }
    },
    async terminate(databaseUrl, applicationName) {
      await asAdmin(databaseUrl, (admin) =>
        admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and ($1::text is null or application_name = $1)`,
          [applicationName],
        ),
      );
    },
    backUp: () =>
      restart("fast", () => {
        rmSync(copy, { recursive: true, force: true });
        copyFiles(files, copy);
      }),
    restore: () =>
      restart("fast", () => {
        rmSync(files, { recursive: true, force: true });
        copyFiles(copy, files);
      }),
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** With their owner and mode, without which the server does not start. */
function copyFiles(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

/** A connection that may write also while the others may not. */
async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url, options: "-c default_transaction_read_only=off" });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

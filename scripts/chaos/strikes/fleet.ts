import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type DatabaseProxy, startDatabaseProxy } from "@/lib/testing/database-proxy";
import { ROOT } from "../../checkout/root.mjs";
import type { Children } from "../../processes/children.mjs";
import { freePort } from "../../processes/processes.mjs";
import { typescript } from "../../start/programs.mjs";

const READY = /"msg":"(?:web|worker) ready"/;
/** A process that cannot start (the database is away) is started again after this time. */
const RESTART_MS = 200;

type Environment = Readonly<Record<string, string | undefined>>;

/** A place in the fleet: whoever dies there is followed by another. */
export type Seat = {
  kind: "web" | "worker";
  /** Of the credential that its processes have the secret of. */
  clientId: string;
  /** Read at each start. */
  env: () => Environment;
};

export type Member = {
  seat: number;
  kind: Seat["kind"];
  clientId: string;
  /** Under which its connections stand in the database. */
  name: string;
  pid: number;
  port: number;
  isReady(): boolean;
  isFrozen(): boolean;
  kill(): void;
  freeze(): void;
  thaw(): void;
  /** Its own way to the database, where the run has cut-offs. */
  line: DatabaseProxy | null;
};

export type Fleet = {
  size: number;
  members(): Member[];
  ready(): Member[];
  /** Processes that ended without having been killed. */
  ownDeaths(): readonly string[];
  /** Kills everybody; nobody follows before `comeBack`. */
  leave(): void;
  comeBack(): void;
  stop(): Promise<void>;
};

type FleetOptions = {
  children: Children;
  databaseUrl: string;
  seats: readonly Seat[];
  hasLines: boolean;
  logFolder: string;
};

/** One process for each seat; whichever dies is started again at once, until `stop`. */
export async function startFleet({
  seats,
  hasLines,
  databaseUrl,
  logFolder,
  children,
}: FleetOptions): Promise<Fleet> {
  const members = new Map<number, Member>();
  const ownDeaths: string[] = [];
  const lines: (DatabaseProxy | null)[] = [];
  const waiting: (() => void)[] = [];
  let isStopping = false;
  let isAway = false;
  let started = 0;

  async function occupy(at: number, seat: Seat, port: number): Promise<void> {
    if (isAway) await new Promise<void>((resolve) => waiting.push(resolve));
    if (isStopping) return;
    started += 1;
    const line = lines[at] ?? null;
    const name = `chaos-${seat.kind}-${at}-${started}`;
    const logFile = join(logFolder, `${name}.log`);
    const child = startProgram({
      children,
      seat,
      name,
      port,
      logFile,
      databaseUrl: line?.url ?? databaseUrl,
    });
    const state = { isReady: false, isFrozen: false, isKilled: false };
    members.set(at, {
      seat: at,
      kind: seat.kind,
      clientId: seat.clientId,
      name,
      pid: child.pid ?? 0,
      port,
      line,
      isReady() {
        // Once it has said so it stays so; reading a long log again and again would cost more than the work.
        state.isReady ||= READY.test(readFileSync(logFile, "utf8"));
        return state.isReady;
      },
      isFrozen: () => state.isFrozen,
      kill() {
        state.isKilled = true;
        members.delete(at);
        child.kill("SIGKILL");
      },
      freeze() {
        state.isFrozen = true;
        child.kill("SIGSTOP");
      },
      thaw() {
        state.isFrozen = false;
        child.kill("SIGCONT");
      },
    });
    child.once("exit", (code, signal) => {
      if (isStopping) return;
      if (!state.isKilled) {
        members.delete(at);
        if (state.isReady || READY.test(readFileSync(logFile, "utf8")))
          ownDeaths.push(`${name}: ${signal ?? code}`);
      }
      wait(state.isKilled ? 0 : RESTART_MS).then(() => occupy(at, seat, port));
    });
  }

  for (const [at, seat] of seats.entries()) {
    lines.push(hasLines ? await startDatabaseProxy(databaseUrl) : null);
    await occupy(at, seat, await freePort());
  }
  return {
    size: seats.length,
    members: () => [...members.values()],
    ready: () => [...members.values()].filter((member) => member.isReady() && !member.isFrozen()),
    ownDeaths: () => ownDeaths,
    leave() {
      isAway = true;
      for (const member of [...members.values()]) member.kill();
    },
    comeBack() {
      isAway = false;
      for (const go of waiting.splice(0)) go();
    },
    async stop() {
      isStopping = true;
      await children.end("all", { graceMs: 0 });
      for (const line of lines) await line?.close();
    },
  };
}

type Program = {
  children: Children;
  seat: Seat;
  name: string;
  port: number;
  databaseUrl: string;
  logFile: string;
};

function startProgram({ children, seat, name, port, databaseUrl, logFile }: Program): ChildProcess {
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", name);
  writeFileSync(logFile, "");
  const log = openSync(logFile, "a");
  const program =
    seat.kind === "worker"
      ? typescript("lib/worker/main.ts")
      : typescript("scripts/chaos/people/web-replica.ts", [String(port)]);
  const child = children.spawn(name, process.execPath, program, {
    cwd: ROOT,
    env: { ...seat.env(), NODE_ENV: "production", DATABASE_URL: url.href },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return child;
}

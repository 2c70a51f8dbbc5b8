import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Children } from "../children.mjs";
import { freePort } from "../processes.mjs";
import { typescript } from "../programs.mjs";
import { ROOT } from "../root.mjs";

const WEB_REPLICAS = 2;
const WORKERS = 3;
export const FLEET_SIZE = WEB_REPLICAS + WORKERS;
const READY = /"msg":"(?:web|worker) ready"/;
/** A process that cannot start (the database is away) is started again after this time. */
const RESTART_MS = 200;

export type Member = {
  kind: "web" | "worker";
  /** Under which its connections stand in the database, so that its holders are found. */
  name: string;
  port: number;
  isReady(): boolean;
  kill(): void;
};

export type Fleet = {
  ready(): Member[];
  /** Processes that ended without having been killed. */
  ownDeaths(): readonly string[];
  stop(): Promise<void>;
};

type FleetOptions = {
  children: Children;
  databaseUrl: string;
  env: Readonly<Record<string, string | undefined>>;
  logFolder: string;
};

/** Two web replicas and three workers; whichever dies is started again at once, until `stop`. */
export async function startFleet({ logFolder, ...given }: FleetOptions): Promise<Fleet> {
  const seats = [
    ...Array.from({ length: WEB_REPLICAS }, () => "web" as const),
    ...Array.from({ length: WORKERS }, () => "worker" as const),
  ];
  const members = new Map<number, Member>();
  const ownDeaths: string[] = [];
  let isStopping = false;
  let started = 0;

  async function occupy(seat: number, kind: Member["kind"], port: number): Promise<void> {
    if (isStopping) return;
    started += 1;
    const name = `chaos-${kind}-${seat}-${started}`;
    const logFile = join(logFolder, `${name}.log`);
    const child = startProgram({ ...given, kind, name, port, logFile });
    let isKilled = false;
    const state = { isReady: false };
    members.set(seat, {
      kind,
      name,
      port,
      isReady() {
        // Once it has said so it stays so; reading a long log again and again would cost more than the work.
        state.isReady ||= READY.test(readFileSync(logFile, "utf8"));
        return state.isReady;
      },
      kill() {
        isKilled = true;
        members.delete(seat);
        child.kill("SIGKILL");
      },
    });
    child.once("exit", (code, signal) => {
      if (isStopping) return;
      if (!isKilled) {
        members.delete(seat);
        if (state.isReady || READY.test(readFileSync(logFile, "utf8")))
          ownDeaths.push(`${name}: ${signal ?? code}`);
      }
      wait(isKilled ? 0 : RESTART_MS).then(() => occupy(seat, kind, port));
    });
  }

  for (const [seat, kind] of seats.entries()) await occupy(seat, kind, await freePort());
  return {
    ready: () => [...members.values()].filter((member) => member.isReady()),
    ownDeaths: () => ownDeaths,
    async stop() {
      isStopping = true;
      await given.children.end("all", { graceMs: 0 });
    },
  };
}

type Program = Omit<FleetOptions, "logFolder"> & Pick<Member, "kind" | "name" | "port"> & { logFile: string };

function startProgram({ children, kind, name, port, databaseUrl, env, logFile }: Program): ChildProcess {
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", name);
  writeFileSync(logFile, "");
  const log = openSync(logFile, "a");
  const program =
    kind === "worker"
      ? typescript("lib/worker/main.ts")
      : typescript("scripts/chaos/web-replica.ts", [String(port)]);
  const child = children.spawn(name, process.execPath, program, {
    cwd: ROOT,
    env: { ...env, NODE_ENV: "production", DATABASE_URL: url.href },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return child;
}

import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, sendSignal, spawnGroup, waitUntil } from "@/scripts/processes/processes.mjs";
import { postgresUser } from "@/scripts/settings/data-dir.mjs";

const READY_TIMEOUT_MS = 20_000;

/** Where this machine has a pgbouncer (`apt-get install pgbouncer`); undefined where it has none. */
export const POOLER_PROGRAM = [
  "/usr/sbin/pgbouncer",
  "/usr/bin/pgbouncer",
  "/opt/homebrew/bin/pgbouncer",
].find((file) => existsSync(file));

export type Pooler = {
  /** An address of the database server by way of the pooler. */
  pooled(databaseUrl: string): string;
  close(): Promise<void>;
};

/**
 * Starts a pgbouncer in transaction mode, all else as it comes, in front of the server of `serverUrl` for the people
 * named. Listens on 127.0.0.1.
 */
export async function startPooler(
  program: string,
  serverUrl: string,
  people: readonly { name: string; password: string }[],
): Promise<Pooler> {
  const server = new URL(serverUrl);
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), "mitra-pooler-"));
  const [settingsFile, peopleFile] = [path.join(folder, "pgbouncer.ini"), path.join(folder, "people.txt")];
  writeFileSync(
    settingsFile,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${peopleFile}
pool_mode = transaction
`,
  );
  writeFileSync(peopleFile, people.map(({ name, password }) => `"${name}" "${password}"\n`).join(""));
  // It refuses to run as root, as PostgreSQL does.
  const user = postgresUser();
  if (user) for (const file of [folder, settingsFile, peopleFile]) chownSync(file, user.uid, user.gid);
  const child = spawnGroup(program, ["-q", settingsFile], { ...user, cwd: "/", stdio: "ignore" });
  const ended = once(child, "exit");
  await waitUntil(() => child.exitCode !== null || answers(port), { timeoutMs: READY_TIMEOUT_MS });
  if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`);
  return {
    pooled: (databaseUrl) => Object.assign(new URL(databaseUrl), { port: String(port) }).href,
    async close() {
      if (child.pid) sendSignal(child.pid, "SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

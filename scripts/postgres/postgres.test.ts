import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning, knownProcess, sendSignal } from "../processes/processes.mjs";
import { postgresUser } from "../settings/data-dir.mjs";
import { startPostgres } from "./postgres.mjs";

let dataDir: string;
// No power fails here, and a busy disk would make these tests slow.
const settings = ["fsync=off"];

beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "mitra data with spaces "));
});

afterAll(() => rmSync(dataDir, { recursive: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  it("keeps its rows, is taken over after a killed start, and recovers from its own death", async () => {
    const first = await startPostgres({ dataDir, settings });
    await query(first.url, "create table shop as select 'Kopi Senja' as name");

    const takenOver = await startPostgres({ dataDir, settings });
    expect(takenOver).toMatchObject({ isReused: true, pid: first.pid, port: first.port });

    sendSignal(first.pid, "SIGKILL");
    const recovered = await startPostgres({ dataDir, settings });
    expect(recovered.isReused).toBe(false);
    expect(await query(recovered.url, "select name from shop")).toEqual([{ name: "Kopi Senja" }]);

    const known = knownProcess(recovered.pid);
    await recovered.stop();
    expect(isRunning(known)).toBe(false);
  });

  it("starts although another program was given the number in its lock file", async () => {
    // Of the same user: PostgreSQL itself sees through the number of anybody else's process.
    const other = spawn("/bin/sh", ["-c", "read line"], {
      ...postgresUser(),
      cwd: "/",
      stdio: ["pipe", "ignore", "ignore"],
    });
    const lines = [other.pid, path.join(dataDir, "postgres"), 1, 5432, "", "127.0.0.1", "1 1", "ready"];
    writeFileSync(path.join(dataDir, "postgres/postmaster.pid"), lines.join("\n"));
    const server = await startPostgres({ dataDir, settings });
    expect(server.isReused).toBe(false);
    await server.stop();
    other.kill();
  });

  it("lets nobody in without the generated password, which only its owner can read", async () => {
    const server = await startPostgres({ dataDir, settings });
    const { databasePassword } = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8"));
    await expect(query(server.url.replace(databasePassword, "guess"), "select 1")).rejects.toThrow(
      "password",
    );
    await expect(query(server.url.replace(`:${databasePassword}`, ""), "select 1")).rejects.toThrow();
    await server.stop();
    expect(statSync(path.join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
  });
});

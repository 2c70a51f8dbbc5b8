import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { type Database, openDatabase } from "@/lib/db";
import { type Holder, startHolder } from "@/lib/holders/holder";
import { applyMigrations, requireCurrentSchema } from "@/lib/migrate";
import { prismaClient } from "@/lib/prisma";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { type RunningPostgres, startPostgres } from "@/scripts/postgres/postgres.mjs";
import { prepareFolder } from "@/scripts/settings/data-dir.mjs";

// A PostgreSQL of its own, whose files are copied and put back as people do it.

useSimulatorEnv();
const root = mkdtempSync(join(tmpdir(), "mitra-put-back-"));
const dataDir = join(root, "data");
const copy = join(root, "copy");
const stateFolder = join(root, "state");
let server: RunningPostgres;
let opened: Database;
let manager: UserActor;
/** The registration that waits in the copy. */
let waiting: string;
const holders: Holder[] = [];

beforeAll(async () => {
  prepareFolder(root);
  prepareFolder(dataDir);
  server = await startPostgres({ dataDir });
  await applyMigrations(server.url, { log: () => {} });
  open();
  await syncCredentialFromEnv();
  manager = await makeManager();
});

afterAll(async () => {
  globalThis.mitraDatabase = undefined;
  await opened.pool.end();
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

function open(): void {
  opened = openDatabase(server.url);
  globalThis.mitraDatabase = opened;
}

async function stop(): Promise<void> {
  await opened.pool.end();
  await server.stop();
}

async function startAgain(): Promise<void> {
  server = await startPostgres({ dataDir, port: server.port });
  open();
}

/** A registration waits, and the database is copied as it then is. */
beforeEach(async () => {
  rmSync(stateFolder, { recursive: true, force: true });
  await opened.pool.query("delete from database_restore");
  await prismaClient(opened.pool).credential.updateMany({ data: { replay: "unproven" } });
  await hold();
  await letGo();
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(result.kind);
  waiting = result.id;
  await stop();
  rmSync(copy, { recursive: true, force: true });
  execFileSync("cp", ["-a", dataDir, copy]);
  await startAgain();
});
afterEach(letGo);

const hold = async (folder: string | null = stateFolder, pulseMs?: number): Promise<Holder> => {
  const holder = await startHolder({
    ...{ connectionString: server.url, kind: "worker", stateFolder: folder },
    ...(pulseMs === undefined ? {} : { pulseMs }),
  });
  holders.push(holder);
  return holder;
};

async function letGo(): Promise<void> {
  await Promise.all(holders.splice(0).map((holder) => holder.close()));
}

/** The database's files are those of the copy again; its server is stopped. */
function putBack(): void {
  rmSync(dataDir, { recursive: true, force: true });
  execFileSync("cp", ["-a", copy, dataDir]);
}

async function readSigns(): Promise<string[]> {
  const { rows } = await opened.pool.query<{ sign: string }>(
    "select sign from database_restore order by position",
  );
  return rows.map(({ sign }) => sign);
}

const statusOf = async (id: string) =>
  (await opened.pool.query<{ status: string }>("select status from registration where id = $1", [id])).rows[0]
    ?.status;

/** The holder has lost its connection, and has an id again. */
async function hasComeBack(holder: Holder, before: string | null): Promise<void> {
  await expect.poll(() => holder.currentId(), { timeout: 30_000 }).not.toBe(before);
  await expect.poll(() => holder.currentId(), { timeout: 30_000 }).not.toBeNull();
}

describe("F47: the database's own files put back", () => {
  test("are noticed by the next process that starts, by the mark beside them", async () => {
    await hold();
    await letGo();
    await stop();
    putBack();
    await startAgain();
    await hold();
    expect(await readSigns()).toEqual(["went_back"]);
    expect(await statusOf(waiting)).toBe("UNCONFIRMED");
    await letGo();
    await hold();
    expect(await readSigns()).toEqual(["went_back"]);
  });

  test("are noticed under a running process, by its memory alone, before it has an id again", async () => {
    const holder = await hold(null);
    const before = holder.currentId();
    await stop();
    putBack();
    await startAgain();
    await hasComeBack(holder, before);
    expect(await readSigns()).toEqual(["went_back"]);
    expect(await statusOf(waiting)).toBe("UNCONFIRMED");
  });

  test("are put back a second time, and noticed a second time", async () => {
    await hold();
    for (const signs of [["went_back"], ["gone", "went_back"]]) {
      await letGo();
      await stop();
      putBack();
      await startAgain();
      await hold();
      expect(await readSigns()).toEqual(signs);
    }
  });

  test("are not what a crash looks like that follows a pulse, which waits for no disk", async () => {
    const holder = await hold(stateFolder, 700);
    const before = holder.currentId();
    const readBeat = async () => (await opened.pool.query("select beat from origin")).rows[0].beat;
    for (let pulses = 0; pulses < 2; pulses += 1) {
      const beat = await readBeat();
      await expect.poll(readBeat, { interval: 5 }).not.toBe(beat);
    }
    await opened.pool.end();
    await server.stop({ isHurried: () => true });
    await startAgain();
    await hasComeBack(holder, before);
    await hold();
    expect(await readSigns()).toEqual([]);
  });

  test("are not what a restart looks like, in good order or by a crash", async () => {
    const holder = await hold();
    const before = holder.currentId();
    await opened.pool.end();
    await server.stop({ isHurried: () => true });
    await startAgain();
    await hasComeBack(holder, before);
    await letGo();
    await stop();
    await startAgain();
    await Promise.all([hold(), hold(), hold()]);
    expect(await readSigns()).toEqual([]);
    expect(await statusOf(waiting)).toBe("QUEUED");
  });
});

describe("F47: a failover to a standby that lags", () => {
  /** The copy takes the server's place, at its address, as a standby that follows nobody. */
  async function fallBehind(): Promise<void> {
    await stop();
    putBack();
    writeFileSync(join(dataDir, "postgres", "standby.signal"), "");
    await startAgain();
  }

  const promote = () => opened.pool.query("select pg_promote()");

  /** Holds up the checkpoint that a promotion plans, which on a busy server takes minutes. */
  async function withoutCheckpoint(act: () => Promise<unknown>): Promise<void> {
    const { rows } = await opened.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'checkpointer'",
    );
    const pid = rows[0]?.pid;
    if (!pid) throw new Error("it has no checkpointer");
    process.kill(pid, "SIGSTOP");
    try {
      await act();
    } finally {
      process.kill(pid, "SIGCONT");
    }
  }

  test("is noticed before a process that goes on has an id again", async () => {
    const holder = await hold(null);
    const before = holder.currentId();
    await fallBehind();
    await promote();
    await hasComeBack(holder, before);
    expect(await readSigns()).toEqual(["another_server"]);
    expect(await statusOf(waiting)).toBe("UNCONFIRMED");
  });

  test("is noticed by a process that starts afterwards and has no mark at all", async () => {
    await fallBehind();
    await withoutCheckpoint(async () => {
      await promote();
      await hold(null);
      expect(await readSigns()).toEqual(["another_server"]);
    });
  });

  test("a standby is refused in a sentence, and nobody becomes a holder on it", async () => {
    await fallBehind();
    await expect(applyMigrations(server.url, { log: () => {} })).rejects.toThrow(
      /^This database is a standby/,
    );
    await expect(requireCurrentSchema(opened.pool)).rejects.toThrow(/^This database is a standby/);
    await expect(hold()).rejects.toThrow(pg.DatabaseError);
    expect(existsSync(stateFolder)).toBe(true);
    await promote();
    await expect(requireCurrentSchema(opened.pool)).resolves.toBeUndefined();
  });
});

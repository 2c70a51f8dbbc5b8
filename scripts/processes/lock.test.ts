import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, readHolder } from "./lock.mjs";
import { isRunning, knownProcess, spawnGroup } from "./processes.mjs";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mitra-lock-"));
  file = path.join(folder, "start.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A record as a launcher leaves it that was killed while `children` ran. */
async function writeRecordOfKilled(children: unknown[]): Promise<void> {
  const killed = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  const holder = knownProcess(killed.pid ?? 0);
  await once(killed, "exit");
  writeFileSync(file, JSON.stringify({ holder, children, address: "http://127.0.0.1:3000" }));
}

describe("the lock of a data folder", () => {
  it("is taken once, and tells the second who holds it", async () => {
    const first = await acquireLock(file, { facts: { address: "http://127.0.0.1:3000" } });
    expect(first).toHaveProperty("lock");
    const second = await acquireLock(file);
    expect(second).toMatchObject({
      holder: { address: "http://127.0.0.1:3000", holder: { pid: process.pid } },
    });
  });

  it("is free again after its release", async () => {
    const first = await acquireLock(file);
    if ("lock" in first) first.lock.release();
    expect(readHolder(file)).toBeNull();
    expect(await acquireLock(file)).toHaveProperty("lock");
  });

  it("is not written again after its release, when it may be another's", async () => {
    const first = await acquireLock(file);
    if ("lock" in first) {
      first.lock.release();
      first.lock.update({ children: [] });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps facts that are added later, and leaves no draft beside it", async () => {
    const taken = await acquireLock(file);
    if ("lock" in taken) taken.lock.update({ isReady: true });
    expect(readHolder(file)).toMatchObject({ isReady: true });
    expect(readdirSync(folder)).toEqual(["start.json"]);
  });

  it("is taken over from a holder that was killed, and ends what it left running", async () => {
    const left = spawnGroup(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const known = knownProcess(left.pid ?? 0);
    await writeRecordOfKilled([{ name: "web", ...known }]);
    const told: string[] = [];
    const taken = await acquireLock(file, {
      onOrphans: (orphans) => told.push(...orphans.map(({ name }) => name)),
    });
    expect(taken).toHaveProperty("lock");
    expect(told).toEqual(["web"]);
    expect(isRunning(known)).toBe(false);
  });

  it("leaves a process alone that was given the number of one that is gone", async () => {
    const other = spawnGroup(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const known = knownProcess(other.pid ?? 0);
    await writeRecordOfKilled([{ name: "web", pid: known.pid, identity: "another/1" }]);
    await acquireLock(file);
    expect(isRunning(known)).toBe(true);
    other.kill("SIGKILL");
  });

  it("takes over a record that a full disk cut short", async () => {
    writeFileSync(file, '{"holder":{"pi');
    expect(await acquireLock(file)).toHaveProperty("lock");
    expect(JSON.parse(readFileSync(file, "utf8")).holder.pid).toBe(process.pid);
  });
});

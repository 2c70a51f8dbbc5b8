import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../processes/lock.mjs";
import { StartProblem } from "../terminal/progress.mjs";
import { makeFolder, postgresUser, resolveDataDir } from "./data-dir.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mitra-data-"));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

const resolveAt = (dataDir: string) =>
  resolveDataDir({ root: folder, env: { NODE_ENV: "test", DATABASE_URL: "set", MITRA_DATA_DIR: dataDir } });

describe("the data folder", () => {
  it("is made with all that is above it", () => {
    const { dataDir } = resolveAt("one/two/three");
    expect(statSync(dataDir).isDirectory()).toBe(true);
    expect(resolveAt("one/two/three").dataDir).toBe(dataDir);
  });

  const isLinux = existsSync("/proc/self");
  const cases: [place: string, words: string, isTried: boolean][] = [
    ["file", "that is a file, not a folder", true],
    ["file/below", "a part of that path is a file, not a folder", true],
    ["/proc/mitra", "no folder can be made there", isLinux],
    ["/proc/mitra/below", "no folder can be made there", isLinux],
  ];
  for (const [place, words, isTried] of cases) {
    it.runIf(isTried)(`cannot be at ${place}, which is told in a sentence`, () => {
      writeFileSync(join(folder, "file"), "");
      expect(() => resolveAt(place)).toThrow(StartProblem);
      expect(() => resolveAt(place)).toThrow(words);
    });
  }

  it("cannot be where this user may not write, which is told in a sentence", () => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    for (const place of [closed, join(closed, "below")])
      expect(sentenceOf(place)).toContain("this user may not write there. Set MITRA_DATA_DIR");
  });
});

/** What a user who is not root is told. */
function sentenceOf(place: string): string {
  const program = `import(${JSON.stringify(import.meta.resolve("./data-dir.mjs"))})
    .then(({ makeFolder }) => makeFolder(process.argv[1]))
    .catch((error) => console.log(error.message))`;
  const { stdout } = spawnSync(process.execPath, ["-e", program, place], {
    ...postgresUser(),
    cwd: "/",
    encoding: "utf8",
  });
  return stdout;
}

it("a lock in a folder that cannot be is told, and not waited for", async () => {
  writeFileSync(join(folder, "file"), "");
  await expect(acquireLock(join(folder, "file", "start.json"))).rejects.toThrow(StartProblem);
});

it("a folder that is there already is no problem", () => {
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { logger } from "@/lib/logger";
import { createMarkFiles } from "./files";
import type { Mark } from "./mark";

let root: string;
let folder: string;
let warn: MockInstance<typeof logger.warn>;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "mitra-marks-"));
  folder = path.join(root, "data.state");
  warn = vi.spyOn(logger, "warn").mockReturnValue();
});
afterEach(() => {
  warn.mockRestore();
  rmSync(root, { recursive: true });
});

const makeMark = (beat: number, database = "7000/16384"): Mark => ({
  database,
  restores: [],
  beat,
  entry: { id: "12", print: "1790000000.5 import.sent 7" },
});
const write = (name: string, text: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const warnings = () => warn.mock.calls.map(([, message]) => String(message));

describe("marks in files", () => {
  test("are none where there is no folder yet, and nobody is warned", async () => {
    expect(await createMarkFiles(folder).read()).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  test("are read by the next process, and seen by their owner alone", async () => {
    await createMarkFiles(folder).replaceBy(makeMark(5));
    expect(await createMarkFiles(folder).read()).toEqual([makeMark(5)]);
    expect(readdirSync(folder)).toEqual(["7000-16384-5.mark"]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, "7000-16384-5.mark")).mode & 0o777).toBe(0o600);
  });

  test("are replaced by a newer one, without what another process wrote meanwhile", async () => {
    const [ours, theirs] = [createMarkFiles(folder), createMarkFiles(folder)];
    await ours.replaceBy(makeMark(5));
    await ours.read();
    await theirs.replaceBy(makeMark(7));
    await ours.replaceBy(makeMark(6));
    expect(await createMarkFiles(folder).read()).toEqual([makeMark(6), makeMark(7)]);
  });

  test("never go back, however late a process writes what it has read long ago", async () => {
    const [late, other] = [createMarkFiles(folder), createMarkFiles(folder)];
    await late.replaceBy(makeMark(1));
    await late.read();
    for (let beat = 2; beat <= 9; beat += 1) {
      await other.read();
      await other.replaceBy(makeMark(beat));
    }
    await late.replaceBy(makeMark(1));
    expect(await createMarkFiles(folder).read()).toContainEqual(makeMark(9));
  });

  test("of another database lie beside ours, and are left alone", async () => {
    const files = createMarkFiles(folder);
    await files.replaceBy(makeMark(9, "7000/99"));
    expect(await files.read()).toEqual([makeMark(9, "7000/99")]);
    await files.replaceBy(makeMark(3));
    expect(await createMarkFiles(folder).read()).toContainEqual(makeMark(9, "7000/99"));
  });
});

describe("a mark that is no mark is told once, concludes nothing and stays for a person to look at", () => {
  const sound = JSON.stringify(makeMark(5));
  test.each([
    ["cut", sound.slice(0, 40)],
    ["empty", ""],
    ["another thing", '{"spool":[]}'],
    ["a count that is a text", sound.replace('"beat":5', '"beat":"5"')],
    ["a count below zero", sound.replace('"beat":5', '"beat":-5')],
    ["a number that is none", sound.replace('"id":"12"', '"id":"12; drop table origin"')],
    ["a number longer than any", sound.replace('"id":"12"', `"id":"${"9".repeat(40)}"`)],
    ["another database than its name says", JSON.stringify(makeMark(5, "7000/99"))],
    ["far too large", `"${"x".repeat(2_000_000)}"`],
    ["binary", "\0\u{1f600}\ud800"],
  ])("%s", async (_, text) => {
    write("7000-16384-5.mark", text);
    const files = createMarkFiles(folder);
    expect(await files.read()).toEqual([]);
    expect(await files.read()).toEqual([]);
    expect(warnings()).toEqual([
      expect.stringMatching(/^this mark .*whether the database was put back cannot be told by it$/),
    ]);
    await files.replaceBy(makeMark(6));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("a folder", async () => {
    mkdirSync(path.join(folder, "7000-16384-5.mark"), { recursive: true });
    expect(await createMarkFiles(folder).read()).toEqual([]);
    expect(warnings()).toHaveLength(1);
  });
});

describe("a place that takes no marks is told once, and ends nothing", () => {
  test.each([
    ["a file stands there", () => writeFileSync(folder, "here")],
    ["the folder above is not there", () => rmSync(root, { recursive: true })],
  ])("%s", async (_, spoil) => {
    spoil();
    const files = createMarkFiles(folder);
    await files.read();
    await files.replaceBy(makeMark(5));
    await files.replaceBy(makeMark(6));
    expect(warnings().length).toBeLessThanOrEqual(1);
    expect(warnings().join()).toMatch(/cannot be (read|noted down)/);
    mkdirSync(root, { recursive: true });
  });

  test("a file system that takes nothing in", async () => {
    const files = createMarkFiles("/proc/mitra.state");
    expect(await files.read()).toEqual([]);
    await files.replaceBy(makeMark(5));
    expect(warnings()).toEqual([
      "how far the database has come cannot be noted down here; that a copy of the database's files was put back will be noticed only by processes that ran meanwhile",
    ]);
  });

  test("a half-written mark that a process left behind is no mark", async () => {
    write("7000-16384-5.mark.new", "{");
    const files = createMarkFiles(folder);
    expect(await files.read()).toEqual([]);
    await files.replaceBy(makeMark(5));
    expect(readFileSync(path.join(folder, "7000-16384-5.mark"), "utf8")).toBe(JSON.stringify(makeMark(5)));
  });
});

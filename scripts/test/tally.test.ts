import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countPlaywright, countVitest, readCount } from "./tally.mjs";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mitra-tally-"));
  file = path.join(folder, "report.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

const green = { numPassedTests: 7, numFailedTests: 0, success: true, testResults: [] };

describe("counting what the test runners report", () => {
  it("counts vitest's tests", () => {
    expect(countVitest({ ...green, numFailedTests: 2 })).toEqual({ passed: 7, failed: 2 });
  });

  it("counts a test file that could not be loaded as one failure", () => {
    const unloaded = { status: "failed", assertionResults: [] };
    expect(countVitest({ ...green, testResults: [unloaded] })).toEqual({ passed: 7, failed: 1 });
  });

  it("counts a story that passed only at the second try as failed", () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1 };
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 3, failed: 3 });
  });

  it("counts a runner that failed without a failed test as one failure", () => {
    writeFileSync(file, JSON.stringify(green));
    expect(readCount({ file, hasSucceeded: false, count: countVitest })).toEqual({ passed: 7, failed: 1 });
    expect(readCount({ file, hasSucceeded: true, count: countVitest })).toEqual({ passed: 7, failed: 0 });
  });

  it("counts a missing or broken report as one failure", () => {
    expect(readCount({ file, hasSucceeded: true, count: countVitest })).toEqual({ passed: 0, failed: 1 });
    writeFileSync(file, "{");
    expect(readCount({ file, hasSucceeded: true, count: countVitest })).toEqual({ passed: 0, failed: 1 });
  });
});

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

const NOTHING_TOLD = { failures: [] as string[] };

describe("counting what the test runners report", () => {
  it("counts vitest's tests, and tells which failed and the first of why", () => {
    const assertionResults = [
      { fullName: "a sum is right", status: "passed" },
      {
        fullName: "a sum is told",
        status: "failed",
        failureMessages: ["\u001b[31mnot 3\u001b[39m\n\n  at sum.ts:3"],
      },
    ];
    const testResults = [{ name: "sum.test.ts", status: "failed", assertionResults }];
    expect(countVitest({ ...green, numFailedTests: 1, testResults })).toEqual({
      passed: 7,
      failed: 1,
      failures: ["sum.test.ts › a sum is told\n    not 3\n      at sum.ts:3"],
    });
  });

  it("counts a test file that could not be loaded as one failure", () => {
    const unloaded = { name: "sum.test.ts", status: "failed", message: "no such file", assertionResults: [] };
    expect(countVitest({ ...green, testResults: [unloaded] })).toEqual({
      passed: 7,
      failed: 1,
      failures: ["sum.test.ts\n    no such file"],
    });
  });

  it("tells of a story that passed only at the second try why the first did not", () => {
    const story = (ok: boolean, ...messages: (string | undefined)[]) => ({
      ok,
      file: "list.spec.ts",
      line: 7,
      title: "the list is read",
      tests: [{ results: messages.map((message) => (message ? { error: { message } } : {})) }],
    });
    const suites = [
      { specs: [story(true), story(false, "Closed", "Closed")] },
      { suites: [{ specs: [story(true, "Timeout", undefined)] }] },
    ];
    const stats = { expected: 3, unexpected: 1, flaky: 1 };
    expect(countPlaywright({ stats, errors: [{ message: "no browser" }], suites })).toEqual({
      passed: 4,
      failed: 2,
      failures: ["list.spec.ts:7 › the list is read\n    Closed", "Playwright\n    no browser"],
      unsteady: ["list.spec.ts:7 › the list is read\n    Timeout"],
    });
  });

  it("counts a runner that failed without a failed test as one failure", () => {
    writeFileSync(file, JSON.stringify(green));
    const count = (hasSucceeded: boolean) => readCount({ file, hasSucceeded, count: countVitest });
    expect(count(false)).toEqual({ passed: 7, failed: 1, ...NOTHING_TOLD });
    expect(count(true)).toEqual({ passed: 7, failed: 0, ...NOTHING_TOLD });
  });

  it("counts a missing or broken report as one failure", () => {
    const count = () => readCount({ file, hasSucceeded: true, count: countVitest });
    expect(count()).toEqual({ passed: 0, failed: 1, ...NOTHING_TOLD });
    writeFileSync(file, "{");
    expect(count()).toEqual({ passed: 0, failed: 1, ...NOTHING_TOLD });
  });
});

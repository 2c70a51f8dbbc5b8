// Counts of what passed and failed, read from the reports of the test runners.
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ passed: number, failed: number, failures: string[], unsteady?: string[] }} Count
 *   `failures`: what failed, with the first of why; `unsteady`: what passed only at the second try, with why the first did not
 */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string, failureMessages?: string[] }[] }} VitestFile */
/** @typedef {{ specs?: Story[], suites?: Suite[] }} Suite */
/** @typedef {{ ok: boolean, file: string, line: number, title: string, tests: { results: { error?: { message?: string } }[] }[] }} Story */

const TOLD_LINES = 8;

/**
 * The count of a vitest JSON report. A file that could not be loaded is one failure.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, success: boolean, testResults: VitestFile[] }} report
 * @returns {Count}
 */
export function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => tell(`${name} › ${fullName}`, failureMessages?.[0])),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    failures: [...failures, ...unloaded.map(({ name, message }) => tell(name, message))],
  };
}

/**
 * The count of a Playwright JSON report.
 *
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors: { message?: string }[], suites?: Suite[] }} report
 * @returns {Count}
 */
export function countPlaywright({ stats, errors, suites = [] }) {
  const told = storiesOf({ suites }).flatMap(({ ok, file, line, title, tests }) => {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error;
    return error ? [{ ok, story: tell(`${file}:${line} › ${title}`, error.message) }] : [];
  });
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    failures: [
      ...told.filter(({ ok }) => !ok).map(({ story }) => story),
      ...errors.map(({ message }) => tell("Playwright", message)),
    ],
    unsteady: told.filter(({ ok }) => ok).map(({ story }) => story),
  };
}

/** @param {Suite} suite @returns {Story[]} */
const storiesOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(storiesOf)];

/** @param {string} name @param {string | undefined} reason */
function tell(name, reason = "no reason was given") {
  const lines = stripVTControlCharacters(reason).split("\n");
  return [name, ...lines.filter((line) => line.trim()).slice(0, TOLD_LINES)].join("\n    ");
}

/**
 * Reads a runner's report. A runner that failed without a failed test, or wrote no report, is one failure.
 *
 * @template Report
 * @param {{ file: string, hasSucceeded: boolean, count: (report: Report) => Count }} options
 * @returns {Count}
 */
export function readCount({ file, hasSucceeded, count }) {
  try {
    const counted = count(JSON.parse(readFileSync(file, "utf8")));
    return { ...counted, failed: counted.failed === 0 && !hasSucceeded ? 1 : counted.failed };
  } catch {
    return { passed: 0, failed: 1, failures: [] };
  }
}

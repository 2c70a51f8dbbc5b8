// Counts of what passed and failed, read from the reports of the test runners.
import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * The count of a vitest JSON report. A file that could not be loaded is one failure.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, success: boolean, testResults: { status: string, assertionResults: unknown[] }[] }} report
 * @returns {Count}
 */
export function countVitest(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded };
}

/**
 * The count of a Playwright JSON report. A story that passed only at the second try counts as failed.
 *
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] }} report
 * @returns {Count}
 */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
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
    const { passed, failed } = count(JSON.parse(readFileSync(file, "utf8")));
    return { passed, failed: failed === 0 && !hasSucceeded ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

// npm run teeth: plants each bug of the list in a temporary copy of the sources and runs the test that must catch it.
// As many at once, each in a copy of its own, as the machine has processors.
// npm run teeth -- "of its name": only the bugs so named.
import "./node-version.cjs";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { createChildren } from "./processes/children.mjs";
import { PLANTED_BUGS } from "./teeth/planted-bugs.mjs";
import { createProgress, StartProblem } from "./terminal/progress.mjs";
import { neutralEnvironment } from "./test/product.mjs";

/** What no test of the list needs, and what is linked instead of copied. */
const LEFT_OUT = /^(?:\.git|\.next.*|\.data|node_modules|test-results|playwright-report)$/;
const STOP_GRACE_MS = 30_000;

const progress = createProgress();
const children = createChildren(() => {});
const words = process.argv.slice(2);
const bugs = PLANTED_BUGS.filter(({ name }) => words.every((word) => name.includes(word)));
const folder = mkdtempSync(join(tmpdir(), "mitra-teeth-"));
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupt);

process.exitCode = await bite()
  .catch((error) => {
    progress.say(`\n${error instanceof StartProblem ? error.message : error?.stack}`);
    progress.say("\nThe teeth could not be tried");
    return 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true }));

async function bite() {
  if (bugs.length === 0) throw new StartProblem(`No planted bug is named ${words.join(" ")}.`);
  await prepareCheckout({ progress, upTo: "packages", withTools: true });
  const tests = [...new Set(bugs.map(({ test }) => test))];
  const copies = Array.from({ length: Math.min(availableParallelism(), bugs.length) }, copySources);
  const whole = await progress.step("Nothing planted", () => runTests(copies[0] ?? ROOT, tests));
  // A test that is red anyway would catch everything.
  if (!whole.hasPassed) throw new StartProblem(`Without any planted bug:\n${whole.told}`);
  const waiting = bugs.values();
  let tried = 0;
  let missed = 0;
  await progress.step("Bugs planted", (_note, hint) => Promise.all(copies.map((copy) => biteIn(copy, hint))));
  if (isInterrupted) throw new StartProblem("Interrupted.");
  progress.say(`\n${bugs.length} bugs planted\n${bugs.length - missed} caught, ${missed} missed`);
  return missed === 0 ? 0 : 1;

  /** @param {string} copy @param {(words: string) => void} hint */
  async function biteIn(copy, hint) {
    for (const bug of waiting) {
      // One that cannot be tried, since its tests do not even start, is no reason to leave the others.
      const { failures, told } = await runPlanted(copy, bug).catch((error) => ({
        failures: 0,
        told: String(error),
      }));
      if (isInterrupted) return;
      tried += 1;
      if (failures === 0) missed += 1;
      hint(`${tried} of ${bugs.length}`);
      progress.say(
        failures > 0 ? `  caught by ${failures} tests: ${bug.name}` : `  MISSED: ${bug.name}\n${told}`,
      );
    }
  }
}

/** @param {unknown} _ @param {number} number */
function copySources(_, number) {
  const copy = join(folder, String(number));
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (source) => source === ROOT || !LEFT_OUT.test(basename(source)),
  });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** @param {string} copy @param {import("./teeth/planted-bugs.mjs").PlantedBug} bug */
async function runPlanted(copy, { name, patches, test }) {
  const originals = new Map(patches.map(({ file }) => [file, readFileSync(join(copy, file), "utf8")]));
  try {
    for (const { file, search, replacement } of patches) {
      const text = readFileSync(join(copy, file), "utf8");
      if (text.split(search).length !== 2) {
        throw new StartProblem(`"${name}": ${file} does not contain exactly once:\n${search}`);
      }
      writeFileSync(
        join(copy, file),
        text.replace(search, () => replacement),
      );
    }
    return await runTests(copy, [test]);
  } finally {
    for (const [file, text] of originals) writeFileSync(join(copy, file), text);
  }
}

/**
 * Runs these test files in the copy. `failures` counts tests that ran and failed: a file that cannot even
 * be loaded proves nothing, and is an error.
 *
 * @param {string} copy
 * @param {readonly string[]} tests
 */
async function runTests(copy, tests) {
  const report = join(copy, "vitest-report.json");
  rmSync(report, { force: true });
  const program = join(copy, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--reporter=json", `--outputFile.json=${report}`, ...tests];
  const problem = await children
    .run("vitest", process.execPath, [program, ...args], {
      cwd: copy,
      env: { ...neutralEnvironment(), NO_COLOR: "1" },
    })
    .then(
      () => null,
      (error) => error,
    );
  const told = problem instanceof Error ? problem.message : "";
  const results = readResults(report, told);
  const broken = results.testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  const missing = tests.length - results.testResults.length;
  if (broken.length > 0 || missing > 0) {
    const names = broken.map(({ name }) => relative(dirname(copy), name)).join(", ");
    throw new StartProblem(`Tests did not run: ${names || `${missing} files`}\n${told}`);
  }
  const failed = results.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  const names = failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages[0] ?? ""}`);
  return { hasPassed: problem === null, failures: failed.length, told: [told, ...names].join("\n\n") };
}

/**
 * @param {string} report
 * @param {string} told
 * @returns {{ testResults: { name: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }}
 */
function readResults(report, told) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    throw new StartProblem(`vitest did not report:\n${told}`);
  }
}

function interrupt() {
  isInterrupted = true;
  void children.end("all", { graceMs: STOP_GRACE_MS });
}

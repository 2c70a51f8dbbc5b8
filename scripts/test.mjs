// npm test: everything, from a clean checkout on. The last line is the result and stands alone.
import "./node-version.cjs";
import { join } from "node:path";
import { ROOT } from "./checkout/root.mjs";
import { CHECKS } from "./test/checks.mjs";
import { findSchemaEngine, requireNoDrift } from "./test/drift.mjs";
import { neutralEnvironment } from "./test/product.mjs";
import { requireRowsAsAnswered } from "./test/rows.mjs";
import { ALL_STORIES, FULL_LIST, removeKeptLogs, runStories } from "./test/stories.mjs";
import { countVitest } from "./test/tally.mjs";
import { createTestRun } from "./test/test-run.mjs";

const run = createTestRun();
const { progress, children } = run;
/** Where the tests note what the database answered. */
const rows = join(run.reports, "rows");

await run.carryOut(async () => {
  progress.say(`\n  ${progress.bold("Mitra, all checks")}\n`);
  await run.prepare("packages");
  const browser = await lookForBrowser();
  run.requireGoingOn();
  for (const check of CHECKS) await run.countStep(check.name, () => check.run(children));
  run.requireGoingOn();
  const chaos = beginChaos();
  await runVitest();
  run.requireGoingOn();
  await run.countStep("Rows as answered", async (note) => {
    note(`${await requireRowsAsAnswered(children, { root: ROOT, folder: rows })} calls`);
  });
  run.requireGoingOn();
  await run.countStep("Chaos, short form", async (note) => note(await chaos));
  run.requireGoingOn();
  await checkDrift();
  run.requireGoingOn();
  await run.prepare("build");
  removeKeptLogs();
  if (browser instanceof Error) throw browser;
  await runStories(run, browser, ALL_STORIES);
  run.requireGoingOn();
  // After the others: filling the list is work for both processors.
  await runStories(run, browser, FULL_LIST);
});

/**
 * Looked for before anything else, so that a machine without one says so in seconds. The rest is tested all the same,
 * and the reason is told again where the stories would run.
 *
 * @returns {Promise<string | Error>}
 */
async function lookForBrowser() {
  try {
    return await run.findBrowser();
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    progress.say(`\n${reason.message}\n\n  Without a browser the stories fail; the rest is tested now.\n`);
    return reason;
  }
}

async function runVitest() {
  const file = join(run.reports, "vitest.json");
  const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  await run.runTests({
    name: "Unit, integration",
    program: "vitest/vitest.mjs",
    args,
    env: { ROWS_FOLDER: rows },
    file,
    count: countVitest,
  });
}

/**
 * Most of its time it waits for what it has killed, so it goes on beside the tests.
 *
 * @returns {Promise<string>} what it says at the end
 */
function beginChaos() {
  const program = [join(ROOT, "scripts/chaos.mjs"), "--short"];
  const options = { cwd: ROOT, env: neutralEnvironment() };
  const chaos = children
    .run("chaos", process.execPath, program, options)
    .then((said) => said.trim().split("\n").slice(-2).join(": "));
  // Heard where its step is.
  chaos.catch(() => {});
  return chaos;
}

async function checkDrift() {
  const engine = findSchemaEngine();
  if (engine) await run.countStep("Schema drift", () => requireNoDrift(children, engine));
  else progress.say("  - Schema drift         left out: Prisma's schema engine is not on this machine");
}

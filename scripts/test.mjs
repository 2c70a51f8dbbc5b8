// npm test: everything, from a clean checkout on. The last line is the result and stands alone.
import "./node-version.cjs";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { prepareCheckout } from "./checkout.mjs";
import { CHECKS } from "./checks.mjs";
import { createChildren } from "./children.mjs";
import { prepareFolder } from "./data-dir.mjs";
import { findSchemaEngine, requireNoDrift } from "./drift.mjs";
import { removeAbandonedPostgres } from "./postgres.mjs";
import { neutralEnvironment, startProduct } from "./product.mjs";
import { createProgress } from "./progress.mjs";
import { ROOT } from "./root.mjs";
import { countPlaywright, countVitest, readCount } from "./tally.mjs";

const STOP_GRACE_MS = 60_000;
const ADMIN = { ADMIN_EMAIL: "admin@contoh.id", ADMIN_PASSWORD: "sepeda-hijau-di-dermaga-7" };
/** How many registrations the list is used with; E2E_REGISTRATIONS=1000000 takes some minutes. */
const SCALE_REGISTRATIONS = process.env.E2E_REGISTRATIONS || "100000";
const KEPT_LOGS = join(ROOT, "test-results/logs");

const progress = createProgress();
const children = createChildren(() => {});
const reports = mkdtempSync(join(tmpdir(), "mitra-test-"));
const total = { passed: 0, failed: 0 };
let isInterrupted = false;
/** @type {import("./children.mjs").Children | null} */
let preparation = null;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);

await runAll().catch(reportFailure);
await children.end("all", { graceMs: STOP_GRACE_MS });
await removeAbandonedPostgres();
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 || isInterrupted ? 1 : 0);

async function runAll() {
  progress.say(`\n  ${progress.bold("Mitra, all checks")}\n`);
  await prepare("packages");
  for (const { name, run } of CHECKS) await countStep(name, () => run(children));
  requireGoingOn();
  await runVitest();
  requireGoingOn();
  await countStep("Chaos, short form", runChaos);
  requireGoingOn();
  await checkDrift();
  requireGoingOn();
  await prepare("build");
  rmSync(KEPT_LOGS, { recursive: true, force: true });
  const browser = await progress.step("Browser", (note) => findBrowser({ children, note }));
  await runStories(browser);
  requireGoingOn();
  await runScaleStories(browser);
}

function requireGoingOn() {
  if (isInterrupted) throw new Error("Interrupted.");
}

/** @param {import("./checkout.mjs").Stage} upTo */
function prepare(upTo) {
  return prepareCheckout({
    progress,
    upTo,
    withTools: true,
    onChildren: (steps) => {
      preparation = steps;
    },
  });
}

/**
 * A step that passes or fails as one; what went wrong is said, and the next step follows.
 *
 * @param {string} name
 * @param {(note: (detail: string) => void) => Promise<unknown>} work
 */
async function countStep(name, work) {
  try {
    await progress.step(name, work);
    total.passed++;
  } catch (error) {
    reportFailure(error);
  }
}

/** @param {unknown} error */
function reportFailure(error) {
  total.failed++;
  progress.say(`\n${error instanceof Error ? error.message : error}\n`);
}

async function runVitest() {
  const file = join(reports, "vitest.json");
  const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  await runTests({ name: "Unit, integration", program: "vitest/vitest.mjs", args, file, count: countVitest });
}

/** @param {(detail: string) => void} note */
async function runChaos(note) {
  const program = [join(ROOT, "scripts/chaos.mjs"), "--short"];
  const said = await children.run("chaos", process.execPath, program, {
    cwd: ROOT,
    env: neutralEnvironment(),
  });
  note(said.trim().split("\n").slice(-2).join(": "));
}

async function checkDrift() {
  const engine = findSchemaEngine();
  if (engine) await countStep("Schema drift", () => requireNoDrift(children, engine));
  else progress.say("  - Schema drift         left out: Prisma's schema engine is not on this machine");
}

/** @param {string} browser */
async function runStories(browser) {
  /** @type {import("./product.mjs").Product[]} */
  const products = [];
  try {
    const [proven, unproven] = await progress.step("Two instances", () =>
      Promise.all([start("proven", ADMIN), start("unproven", { ...ADMIN, DOKU_REPLAY: "unproven" })]),
    );
    products.push(proven, unproven);
    await runPlaywright({ name: "Stories", project: "stories", browser, proven, unproven });
  } finally {
    await stopAll(products);
  }
}

/** The list that is full, after the others: filling it is work for both processors. @param {string} browser */
async function runScaleStories(browser) {
  /** @type {import("./product.mjs").Product[]} */
  const products = [];
  const figure = Number(SCALE_REGISTRATIONS).toLocaleString("en");
  try {
    const full = await progress.step("A third instance", () => start("full", ADMIN));
    products.push(full);
    await progress.step(`Seed, ${figure}`, () => seed(full));
    await runPlaywright({ name: "Stories, full", project: "scale", browser, proven: full, unproven: full });
  } finally {
    await stopAll(products);
  }
}

/** @param {string} name @param {Record<string, string>} env */
function start(name, env) {
  // The user of PostgreSQL must come through it to the data folders inside.
  prepareFolder(reports);
  return startProduct({ children, name, dataDir: join(reports, name), env });
}

/** @param {readonly import("./product.mjs").Product[]} products */
async function stopAll(products) {
  for (const product of products) await countStep(`Stop, ${product.name}`, () => product.stop());
}

/** @param {import("./product.mjs").Product} product */
function seed({ name }) {
  const program = [join(ROOT, "scripts/seed.mjs")];
  const args = [...program, "--registrations", SCALE_REGISTRATIONS];
  const env = { ...neutralEnvironment(), MITRA_DATA_DIR: join(reports, name) };
  return children.run("seed", process.execPath, args, { cwd: ROOT, env });
}

/** @param {{ name: string, project: string, browser: string, proven: import("./product.mjs").Product, unproven: import("./product.mjs").Product }} run */
async function runPlaywright({ name, project, browser, proven, unproven }) {
  const file = join(reports, `${project}.json`);
  const env = {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    MITRA_ADMIN_EMAIL: ADMIN.ADMIN_EMAIL,
    MITRA_ADMIN_PASSWORD: ADMIN.ADMIN_PASSWORD,
    ...addressesOf("MITRA", proven),
    ...addressesOf("MITRA_UNPROVEN", unproven),
  };
  // A folder each: a run of Playwright first empties the one it writes to.
  const args = ["test", "--project", project, "--output", `test-results/${project}`];
  const failedBefore = total.failed;
  await runTests({ name, program: "@playwright/test/cli.js", args, file, count: countPlaywright, env });
  if (total.failed > failedBefore) keepLogs(proven === unproven ? [proven] : [proven, unproven]);
}

/** @param {string} prefix @param {import("./product.mjs").Product} product */
function addressesOf(prefix, { url, standInUrl, databaseUrl }) {
  return {
    [`${prefix}_URL`]: url,
    [`${prefix}_STAND_IN_URL`]: standInUrl,
    [`${prefix}_DATABASE_URL`]: databaseUrl,
  };
}

/**
 * Runs a test runner, shows what it says if it fails, and adds its count.
 *
 * @template Report
 * @param {{ name: string, program: string, args: string[], file: string, count: (report: Report) => import("./tally.mjs").Count, env?: Record<string, string> }} run
 */
async function runTests({ name, program, args, file, count, env = {} }) {
  const options = { cwd: ROOT, env: { ...neutralEnvironment(), NO_COLOR: "1", ...env } };
  await progress
    .step(name, async (note) => {
      const failure = await children
        .run(name, process.execPath, [join(ROOT, "node_modules", program), ...args], {
          ...options,
          tailLines: 200,
        })
        .then(
          () => null,
          (error) => error,
        );
      const counted = readCount({ file, hasSucceeded: !failure, count });
      total.passed += counted.passed;
      total.failed += counted.failed;
      note(`${counted.passed} passed${counted.failed ? `, ${counted.failed} failed` : ""}`);
      if (failure) throw failure;
    })
    .catch((error) => progress.say(`\n${error.message}\n`));
}

/** @param {import("./product.mjs").Product[]} products */
function keepLogs(products) {
  mkdirSync(KEPT_LOGS, { recursive: true });
  for (const product of products) product.keepLogs(KEPT_LOGS);
  progress.say(`  What the product logged meanwhile: ${KEPT_LOGS}`);
}

/** Ends what runs now, so that the steps fail one after another and everything is put away. */
function interrupt() {
  isInterrupted = true;
  void preparation?.end("all", { graceMs: STOP_GRACE_MS });
  void children.end("all", { graceMs: STOP_GRACE_MS });
}

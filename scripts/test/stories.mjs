// The stories: the product started as a person starts it, and Playwright against it.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../checkout/root.mjs";
import { prepareFolder } from "../settings/data-dir.mjs";
import { StartProblem } from "../terminal/progress.mjs";
import { neutralEnvironment, startProduct } from "./product.mjs";
import { countPlaywright } from "./tally.mjs";

const ADMIN = { ADMIN_EMAIL: "admin@contoh.id", ADMIN_PASSWORD: "sepeda-hijau-di-dermaga-7" };
/** How many registrations the list is used with; E2E_REGISTRATIONS=1000000 takes some minutes. */
const SCALE_REGISTRATIONS = process.env.E2E_REGISTRATIONS || "100000";
const KEPT_LOGS = join(ROOT, "test-results/logs");
/** What goes well is most of a log, and what stories are refused on purpose most of the rest. */
const ORDINARY_LINE = /"level":"(trace|debug|info)"|"security":true|^$/;
const SHOWN_LINES = 15;
const SHOWN_SIGNS = 600;
const PLAYWRIGHT = "@playwright/test/cli.js";
/** They wait for a person, also where the stories are only to be listed, and need a browser that has windows. */
export const OPENS_A_WINDOW = /^--(ui|debug|headed)\b/;

/**
 * @typedef {import("./test-run.mjs").TestRun} TestRun
 * @typedef {import("./product.mjs").Product} Product
 * @typedef {{ projects: readonly string[], args: readonly string[], hasLedger: boolean, isShown: boolean }} Choice
 *   `projects` and `args` are Playwright's; an instance that proves no replays is started only where a chosen story runs on it
 */

/** Every story but the full list, and behind them the comparison with the stand-in's ledger. @type {Choice} */
export const ALL_STORIES = { projects: ["stories", "unproven"], args: [], hasLedger: true, isShown: false };
/** The list that is full. @type {Choice} */
export const FULL_LIST = { projects: ["scale"], args: [], hasLedger: false, isShown: false };

/**
 * The stories that a person named, by Playwright's own arguments: a part of the file's name, or a title behind `-g`.
 * The full list has an instance to fill, so it is meant only where no other story is.
 *
 * @param {TestRun} run
 * @param {readonly string[]} args
 * @returns {Promise<Choice>}
 */
export async function chooseStories(run, args) {
  if (args.length === 0) return { ...ALL_STORIES, isShown: true };
  for (const choice of [ALL_STORIES, FULL_LIST]) {
    const projects = await listProjects(run, choice.projects, args);
    // Without the ledger, which compares what the whole run has made.
    if (projects.length > 0) return { projects, args, hasLedger: false, isShown: true };
  }
  throw new StartProblem(
    `No story matches ${args.join(" ")}. Name a file in e2e/ (npm run e2e -- register) or a title (npm run e2e -- -g "double click").`,
  );
}

/**
 * Those of the projects that have a story so named.
 *
 * @param {TestRun} run
 * @param {readonly string[]} projects
 * @param {readonly string[]} args
 * @returns {Promise<string[]>}
 */
async function listProjects({ children, reports }, projects, args) {
  const file = join(reports, "list.json");
  const named = args.filter((arg) => !OPENS_A_WINDOW.test(arg));
  const list = ["test", "--list", "--pass-with-no-tests", "--no-deps", ...projectsOf(projects), ...named];
  const nowhere = { url: "http://127.0.0.1", standInUrl: "http://127.0.0.1", databaseUrl: "", logs: "" };
  const env = {
    ...neutralEnvironment(),
    ...playwrightEnvironment({ file, browser: "", proven: nowhere, unproven: nowhere }),
  };
  const program = join(ROOT, "node_modules", PLAYWRIGHT);
  await children.run("playwright", process.execPath, [program, ...list], { cwd: ROOT, env });
  const chosen = new Set();
  JSON.parse(readFileSync(file, "utf8"), (key, value) => {
    if (key === "projectName") chosen.add(value);
    return value;
  });
  return projects.filter((project) => chosen.has(project));
}

/** @param {readonly string[]} projects */
const projectsOf = (projects) => projects.map((project) => `--project=${project}`);

/** What an earlier run of stories has kept. */
export function removeKeptLogs() {
  rmSync(KEPT_LOGS, { recursive: true, force: true });
}

/**
 * Starts the instances that the chosen stories need, runs the stories, and stops the instances.
 *
 * @param {TestRun} run
 * @param {string} browser
 * @param {Choice} choice
 */
export async function runStories(run, browser, choice) {
  /** @type {Product[]} */
  const products = [];
  try {
    products.push(...(await startInstances(run, choice)));
    const [proven, unproven = proven] = products;
    if (proven && unproven) await runPlaywright(run, { browser, choice, proven, unproven });
  } finally {
    // Of a person who named stories the stories are counted; for npm test a clean end is a test of its own.
    const isTest = !choice.isShown;
    for (const product of products)
      await run.countStep(`Stop, ${product.name}`, () => product.stop(), { isTest });
  }
}

/** @param {TestRun} run @param {Choice} choice @returns {Promise<Product[]>} */
async function startInstances(run, { projects }) {
  const { progress } = run;
  if (projects.includes("scale")) {
    const full = await progress.step("An instance to fill", () => start(run, "full", ADMIN));
    const figure = Number(SCALE_REGISTRATIONS).toLocaleString("en");
    await progress.step(`Seed, ${figure}`, () => seed(run, full));
    return [full];
  }
  const proven = () => start(run, "proven", ADMIN);
  if (!projects.includes("unproven")) return [await progress.step("One instance", proven)];
  const unproven = () => start(run, "unproven", { ...ADMIN, DOKU_REPLAY: "unproven" });
  return progress.step("Two instances", () => Promise.all([proven(), unproven()]));
}

/** @param {TestRun} run @param {string} name @param {Record<string, string>} env */
function start({ children, reports }, name, env) {
  // The user of PostgreSQL must come through it to the data folders inside.
  prepareFolder(reports);
  return startProduct({ children, name, dataDir: join(reports, name), env });
}

/** @param {TestRun} run @param {Product} product */
function seed({ children, reports }, { name }) {
  const args = [join(ROOT, "scripts/seed.mjs"), "--registrations", SCALE_REGISTRATIONS];
  const env = { ...neutralEnvironment(), MITRA_DATA_DIR: join(reports, name) };
  return children.run("seed", process.execPath, args, { cwd: ROOT, env });
}

/** @param {TestRun} run @param {{ browser: string, choice: Choice, proven: Product, unproven: Product }} stories */
async function runPlaywright(run, { browser, choice, proven, unproven }) {
  const { projects, hasLedger, isShown } = choice;
  const folder = projects[0] ?? "";
  const file = join(run.reports, `${folder}.json`);
  const ledger = hasLedger ? { MITRA_CLOSING_LEDGER: "true" } : {};
  const env = { ...playwrightEnvironment({ file, browser, proven, unproven }), ...ledger };
  // A folder each: a run of Playwright first empties the one it writes to.
  const output = ["--output", `test-results/${folder}`];
  // The page at every step costs a tenth of the processor: for whoever named the story, to look into it.
  const trace = isShown ? [] : ["--trace", "off"];
  // Beside everything else a story may wait for longer than it can; what does is told, not hidden.
  const retries = isShown ? [] : ["--retries", "1"];
  const args = ["test", ...projectsOf(projects), ...output, ...trace, ...retries, ...choice.args];
  const failedBefore = run.total.failed;
  const name = projects.includes("scale") ? "Stories, full" : "Stories";
  await run.runTests({ name, program: PLAYWRIGHT, args, file, count: countPlaywright, env, isShown });
  if (run.total.failed > failedBefore) keepLogs(run, [...new Set([proven, unproven])]);
}

/** @typedef {Pick<Product, "url" | "standInUrl" | "databaseUrl" | "logs">} Addresses */

/** @param {{ file: string, browser: string, proven: Addresses, unproven: Addresses }} stories */
function playwrightEnvironment({ file, browser, proven, unproven }) {
  return {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    MITRA_ADMIN_EMAIL: ADMIN.ADMIN_EMAIL,
    MITRA_ADMIN_PASSWORD: ADMIN.ADMIN_PASSWORD,
    ...addressesOf("MITRA", proven),
    ...addressesOf("MITRA_UNPROVEN", unproven),
  };
}

/** @param {string} prefix @param {Addresses} product */
function addressesOf(prefix, { url, standInUrl, databaseUrl, logs }) {
  return {
    [`${prefix}_URL`]: url,
    [`${prefix}_STAND_IN_URL`]: standInUrl,
    [`${prefix}_DATABASE_URL`]: databaseUrl,
    [`${prefix}_LOGS`]: logs,
  };
}

/**
 * Says where they are, and of each the last that is out of the ordinary: where this runs by itself nobody can open them.
 *
 * @param {TestRun} run
 * @param {readonly Product[]} products
 */
function keepLogs({ progress }, products) {
  mkdirSync(KEPT_LOGS, { recursive: true });
  for (const product of products) {
    product.keepLogs(KEPT_LOGS);
    for (const line of readTroubles(join(KEPT_LOGS, product.name))) progress.say(`  ${product.name} ${line}`);
  }
  progress.say(`  What the product logged meanwhile: ${KEPT_LOGS}`);
}

/** The last lines of each log in a folder that tell of something else than ordinary work. @param {string} folder */
export function readTroubles(folder) {
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => !ORDINARY_LINE.test(line))
      .slice(-SHOWN_LINES)
      .map((line) => `${basename(file, ".log")}: ${line.slice(0, SHOWN_SIGNS)}`),
  );
}

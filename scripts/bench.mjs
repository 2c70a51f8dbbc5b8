// npm run bench -- <name> [options]: runs bench/<name>.bench.ts; without a name it lists them.
import "./node-version.cjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { typescript } from "./start/programs.mjs";
import { runInForeground } from "./terminal/foreground.mjs";
import { createProgress } from "./terminal/progress.mjs";

const ENDING = ".bench.ts";
const [name, ...args] = process.argv.slice(2);
const names = readdirSync(join(ROOT, "bench"))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .sort();

if (name && names.includes(name)) {
  await prepareCheckout({ progress: createProgress(process.stderr), upTo: "packages", withTools: true });
  const program = typescript(`bench/${name}${ENDING}`, args);
  process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT });
} else {
  console.log(`Benchmarks: ${names.join(", ")}\nRun one with: npm run bench -- ${names[0] ?? "name"}`);
  process.exitCode = name ? 1 : 0;
}

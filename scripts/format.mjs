// npm run format: puts format and imports right, and what else Biome can mend by itself.
import "./node-version.cjs";
import { join } from "node:path";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { runInForeground } from "./terminal/foreground.mjs";
import { createProgress, StartProblem } from "./terminal/progress.mjs";

try {
  await prepareCheckout({ progress: createProgress(), upTo: "packages", withTools: true });
  const program = [join(ROOT, "node_modules/@biomejs/biome/bin/biome"), "check", "--write"];
  process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT });
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
}

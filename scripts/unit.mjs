// npm run unit -- [path …] [--watch]: unit and database tests, all of them or those below a path.
import "./node-version.cjs";
import { join } from "node:path";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { removeAbandonedPostgres } from "./postgres/postgres.mjs";
import { runInForeground } from "./terminal/foreground.mjs";
import { createProgress, StartProblem } from "./terminal/progress.mjs";
import { neutralEnvironment } from "./test/product.mjs";

try {
  await prepareCheckout({ progress: createProgress(process.stderr), upTo: "packages", withTools: true });
  const args = process.argv.slice(2);
  const isWatching = args.some((arg) => arg === "--watch" || arg === "-w");
  const program = [join(ROOT, "node_modules/vitest/vitest.mjs"), ...(isWatching ? [] : ["run"]), ...args];
  const options = { cwd: ROOT, env: neutralEnvironment() };
  process.exitCode = await runInForeground(process.execPath, program, options);
  await removeAbandonedPostgres();
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
}

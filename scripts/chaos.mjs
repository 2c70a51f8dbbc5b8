// npm run chaos -- [--short] [--registrations N] [--seed N]: processes and the database are killed at random, and nothing may be lost or made twice.
import "./node-version.cjs";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { typescript } from "./start/programs.mjs";
import { runInForeground } from "./terminal/foreground.mjs";
import { createProgress } from "./terminal/progress.mjs";

await prepareCheckout({ progress: createProgress(process.stderr), upTo: "packages", withTools: true });
const program = typescript("scripts/chaos/run.ts", process.argv.slice(2));
process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT });

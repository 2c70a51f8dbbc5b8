// npm run simulate -- [--registrations N] [--seed N] [--mode R|N] [--trial N] [--beside-postgresql N]: lives of registrations with an adversary who owns time, processes and DOKU.
import "./node-version.cjs";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { ROOT } from "./checkout/root.mjs";
import { typescript } from "./start/programs.mjs";
import { runInForeground } from "./terminal/foreground.mjs";
import { createProgress } from "./terminal/progress.mjs";

await prepareCheckout({ progress: createProgress(process.stderr), upTo: "packages", withTools: true });
const program = typescript("scripts/simulate/run.ts", process.argv.slice(2));
// What it says itself is what there is to read, not what the product logs meanwhile.
const env = { ...process.env, LOG_LEVEL: "silent" };
process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT, env });

// npm run chaos -- [--short] [--registrations N] [--seed N]: processes and the database are killed at random, and nothing may be lost or made twice.
import "./node-version.cjs";
import { prepareCheckout } from "./checkout.mjs";
import { runInForeground } from "./foreground.mjs";
import { typescript } from "./programs.mjs";
import { createProgress } from "./progress.mjs";
import { ROOT } from "./root.mjs";

await prepareCheckout({ progress: createProgress(process.stderr), upTo: "packages", withTools: true });
const program = typescript("scripts/chaos/run.ts", process.argv.slice(2));
process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT });

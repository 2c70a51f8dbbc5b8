// npm run chaos -- [--short] [--registrations N] [--seed N]: processes and the database are killed at random, and nothing may be lost or made twice.
import { prepareCheckout, ROOT } from "./checkout.mjs";
import { runInForeground } from "./foreground.mjs";
import { typescript } from "./programs.mjs";
import { createProgress } from "./progress.mjs";

await prepareCheckout({ progress: createProgress(process.stderr), needsBuild: false });
const program = typescript("scripts/chaos/run.ts", process.argv.slice(2));
process.exitCode = await runInForeground(process.execPath, program, { cwd: ROOT });

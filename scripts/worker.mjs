// npm run worker: one worker, as many of them as a deployment wants.
import { prepareCheckout, ROOT } from "./checkout.mjs";
import { createChildren } from "./children.mjs";
import { exitWith, withCommandEnvironment } from "./command-environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { typescript } from "./programs.mjs";
import { createProgress } from "./progress.mjs";
import { requireSoundEnvironment } from "./readiness.mjs";

/** @param {NodeJS.ProcessEnv} env */
async function work(env) {
  await prepareCheckout({ progress: createProgress(process.stderr), needsBuild: false });
  await requireSoundEnvironment(
    createChildren(() => {}),
    env,
  );
  return runInForeground(process.execPath, typescript("lib/worker/main.ts"), { cwd: ROOT, env });
}

exitWith(withCommandEnvironment(work));

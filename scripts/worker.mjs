// npm run worker: one worker, as many of them as a deployment wants.
import { useBuild } from "./builds.mjs";
import { prepareCheckout, ROOT } from "./checkout.mjs";
import { createChildren } from "./children.mjs";
import { exitWith, withCommandEnvironment } from "./command-environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { worker } from "./programs.mjs";
import { createProgress } from "./progress.mjs";
import { requireSoundEnvironment } from "./readiness.mjs";

/** @param {NodeJS.ProcessEnv} env */
async function work(env) {
  const distDir = await prepareCheckout({ progress: createProgress(process.stderr), needsBuild: true });
  if (distDir) useBuild(ROOT, distDir);
  await requireSoundEnvironment(
    createChildren(() => {}),
    env,
  );
  return runInForeground(process.execPath, worker(distDir), { cwd: ROOT, env });
}

exitWith(withCommandEnvironment(work));

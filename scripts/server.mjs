// npm run server: the production web server alone, for deployments that run its parts apart.
import { useBuild } from "./builds.mjs";
import { prepareCheckout, ROOT } from "./checkout.mjs";
import { createChildren } from "./children.mjs";
import { exitWith, withCommandEnvironment } from "./command-environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { webServer } from "./programs.mjs";
import { createProgress } from "./progress.mjs";
import { describeSignIn, prepareDatabase, requireSoundEnvironment } from "./readiness.mjs";
import { readAddress } from "./settings.mjs";

/** @param {NodeJS.ProcessEnv} env */
async function serve(env) {
  const progress = createProgress();
  const children = createChildren(() => {});
  await requireSoundEnvironment(children, env);
  const distDir = await prepareCheckout({ progress, needsBuild: true });
  if (distDir) useBuild(ROOT, distDir);
  const { admin } = await prepareDatabase(children, { env, isMigrating: false });
  if (admin.kind !== "exists") progress.say(describeSignIn(admin).join(": "));
  return runInForeground(process.execPath, webServer("start", readAddress(env)), {
    cwd: ROOT,
    env: { ...env, NODE_ENV: "production", MITRA_DIST_DIR: distDir ?? "" },
  });
}

exitWith(withCommandEnvironment(serve));

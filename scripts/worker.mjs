// npm run worker: one worker, as many of them as a deployment wants.
import "./node-version.cjs";
import { inProduction, requireDatabaseAddress } from "./start/production.mjs";
import { requireSoundEnvironment } from "./start/readiness.mjs";

await inProduction(async ({ programs, env, children }) => {
  requireDatabaseAddress(env);
  await requireSoundEnvironment(children, { programs, env });
  return `${programs}/worker.cjs`;
});

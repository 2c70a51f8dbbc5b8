// npm run server: one web server of a deployment.
import "./node-version.cjs";
import { createRequire } from "node:module";
import { inProduction, requireDatabaseAddress } from "./start/production.mjs";
import { describeSignIn, prepareDatabase, requireSoundEnvironment } from "./start/readiness.mjs";

await inProduction(async ({ release, programs, env, children }) => {
  requireDatabaseAddress(env);
  await requireSoundEnvironment(children, { programs, env });
  const { admin } = await prepareDatabase(children, { programs, env, offer: "nothing" });
  // From here on all that is said is a line of the log.
  createRequire(import.meta.url)(`${programs}/json-console.cjs`);
  if (admin.kind !== "exists") console.log(describeSignIn(admin).join(": "));
  return `${release}/server.js`;
});

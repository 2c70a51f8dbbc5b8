// npm run server: one web server of a deployment.
import "./node-version.cjs";
import { createRequire } from "node:module";
import { inProduction, requireDatabaseAddress } from "./production.mjs";
import { describeSignIn, prepareDatabase, requireSoundEnvironment } from "./readiness.mjs";

await inProduction(async ({ release, programs, env, children }) => {
  requireDatabaseAddress(env);
  await requireSoundEnvironment(children, { programs, env });
  const { admin } = await prepareDatabase(children, { programs, env, offer: "nothing" });
  if (admin.kind !== "exists") process.stderr.write(`${describeSignIn(admin).join(": ")}\n`);
  // From here on all that Next says is a line of the log.
  createRequire(import.meta.url)(`${programs}/json-console.cjs`);
  return `${release}/server.js`;
});

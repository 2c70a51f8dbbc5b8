// npm run migrate: brings the schema up to date, once per version and before its servers and workers start.
import "./node-version.cjs";
import { inProduction, requireDatabaseAddress } from "./start/production.mjs";

await inProduction(async ({ programs, env }) => {
  requireDatabaseAddress(env);
  return `${programs}/migrate.mjs`;
});

// npm run migrate: brings the schema up to date, once per version and before its servers and workers start.
import "./node-version.cjs";
import { inProduction, requireDatabaseAddress } from "./production.mjs";
import { program } from "./programs.mjs";

await inProduction(async ({ programs, env }) => {
  requireDatabaseAddress(env);
  return program(programs, "migrate");
});

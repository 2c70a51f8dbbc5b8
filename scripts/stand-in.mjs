// node scripts/stand-in.mjs: the stand-in for DOKU as a service of its own, for trying a deployment out. It knows the
// credential in DOKU_CLIENT_ID and DOKU_SECRET_KEY, listens on HOSTNAME and PORT, and forgets what it made when it ends.
import "./node-version.cjs";
import { inProduction } from "./production.mjs";
import { standIn } from "./programs.mjs";

await inProduction(async ({ programs, env }) => {
  env.STAND_IN_SECRET = env.DOKU_SECRET_KEY;
  const { HOSTNAME = "", PORT, DOKU_CLIENT_ID = "" } = env;
  return standIn(programs, { host: HOSTNAME, port: Number(PORT), clientId: DOKU_CLIENT_ID, ledger: null });
});

// node scripts/stand-in.mjs: the stand-in for DOKU as a service of its own, for trying a deployment out. It knows the
// credential in DOKU_CLIENT_ID and DOKU_SECRET_KEY, listens on HOSTNAME and PORT, and forgets what it made when it ends.
import "./node-version.cjs";
import { inProduction } from "./start/production.mjs";
import { standInArguments } from "./start/programs.mjs";

await inProduction(async ({ programs, env }) => {
  const { HOSTNAME = "", PORT = "", DOKU_CLIENT_ID = "", DOKU_SECRET_KEY } = env;
  env.STAND_IN_SECRET = DOKU_SECRET_KEY;
  process.argv.splice(
    2,
    process.argv.length,
    ...standInArguments({ host: HOSTNAME, port: PORT, clientId: DOKU_CLIENT_ID, ledger: null }),
  );
  return `${programs}/stand-in.mjs`;
});

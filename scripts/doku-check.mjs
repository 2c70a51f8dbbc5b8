// npm run doku:check: whether DOKU accepts the Client-Id, the secret and this machine's clock, asked without creating anything.
import "./node-version.cjs";
import { runCommand } from "./start/command-environment.mjs";

// The lines of the log are for servers; here each sentence is said once.
await runCommand("doku-check", process.argv.slice(2), { needsDatabase: false, env: { LOG_LEVEL: "silent" } });

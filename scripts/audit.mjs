// npm run audit: checks the audit log against its seals.
import "./node-version.cjs";
import { runCommand } from "./start/command-environment.mjs";

await runCommand("audit", process.argv.slice(2));

// npm run user -- reset <email>, or first-admin: one-time links for somebody who cannot sign in.
import "./node-version.cjs";
import { runCommand } from "./start/command-environment.mjs";

await runCommand("user", process.argv.slice(2));

// npm run seed: made-up registrations, to see how the product looks and feels when it is full.
import "./node-version.cjs";
import { runCommand } from "./start/command-environment.mjs";

await runCommand("seed", process.argv.slice(2));

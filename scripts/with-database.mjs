// Runs a TypeScript program of the product: node scripts/with-database.mjs scripts/user.ts reset rina@contoh.id
import { ROOT } from "./checkout.mjs";
import { exitWith, withCommandEnvironment } from "./command-environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { typescript } from "./programs.mjs";

const [entry = "", ...args] = process.argv.slice(2);
exitWith(
  withCommandEnvironment((env) =>
    runInForeground(process.execPath, typescript(entry, args), { cwd: ROOT, env }),
  ),
);

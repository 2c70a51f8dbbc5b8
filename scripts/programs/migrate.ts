import { withPlainSslMode } from "@/lib/database-address";
import { readProcessEnv, SettingsError } from "@/lib/env";
import { applyMigrations } from "@/lib/migrate";
import { runProgram } from "./run-program";

/** Needs nothing but the database's address, so that a deployment can run it apart from the product. */
async function main(): Promise<number> {
  const reading = readProcessEnv();
  const problems = reading.ok ? [] : reading.problems.filter((line) => line.startsWith("DATABASE_"));
  if (problems.length > 0) throw new SettingsError(problems);
  const address = process.env.DATABASE_DIRECT_URL?.trim() || String(process.env.DATABASE_URL).trim();
  const applied = await applyMigrations(withPlainSslMode(address), { log: console.log });
  console.log(
    applied.length === 0 ? "The database is up to date." : `Migrations applied: ${applied.length}.`,
  );
  return 0;
}

void runProgram(main);

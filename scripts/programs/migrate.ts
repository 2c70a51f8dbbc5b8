import { withPlainSslMode } from "@/lib/database-address";
import { applyMigrations } from "@/lib/migrate";
import { explainDatabaseError } from "./database-problem";

/** Needs nothing but the database's address, so that a deployment can run it apart from the product. */
async function main(): Promise<void> {
  const address = process.env.DATABASE_DIRECT_URL?.trim() || process.env.DATABASE_URL?.trim();
  if (!address) throw new Error("DATABASE_URL is missing.");
  const applied = await applyMigrations(withPlainSslMode(address), { log: console.log });
  console.log(
    applied.length === 0 ? "The database is up to date." : `Migrations applied: ${applied.length}.`,
  );
}

main().catch((error: unknown) => {
  console.error(explainDatabaseError(error));
  process.exitCode = 1;
});

import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { applyMigrations, requireCurrentSchema } from "@/lib/migrate";
import { ensureFirstAdmin } from "@/lib/users/first-admin";
import { explainDatabaseError } from "./database-problem";
import { explainWeakPassword } from "./weak-password";

/**
 * What a start needs of the database, in one process: `--migrate` brings the schema up to date, without
 * it an old schema is refused; then somebody is able to sign in, with `--offer-link` by a one-time link
 * if need be. Writes one line of JSON.
 */
async function main(): Promise<void> {
  const isMigrating = process.argv.includes("--migrate");
  let applied: string[] = [];
  if (isMigrating) applied = await applyMigrations(env().databaseDirectUrl, { log: () => {} });
  else await requireCurrentSchema(database().pool);
  const admin = await ensureFirstAdmin({ offersLink: process.argv.includes("--offer-link") });
  await database().pool.end();
  if (admin.kind === "weak_password") {
    console.log(JSON.stringify({ problem: explainWeakPassword(admin.problem) }));
    process.exitCode = 1;
    return;
  }
  console.log(JSON.stringify({ applied, admin }));
}

main().catch((error: unknown) => {
  console.log(JSON.stringify({ problem: explainDatabaseError(error) }));
  process.exitCode = 1;
});

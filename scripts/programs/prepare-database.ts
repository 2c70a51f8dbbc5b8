import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { applyMigrations, requireCurrentSchema } from "@/lib/migrate";
import type { FirstAdmin } from "@/lib/users/first-admin";
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
  const admin = await findOrMakeAdmin();
  await database().pool.end();
  if (admin.kind === "weak_password") {
    console.log(JSON.stringify({ problem: explainWeakPassword(admin.problem) }));
    process.exitCode = 1;
    return;
  }
  console.log(JSON.stringify({ applied, admin }));
}

/** Where somebody can sign in already Prisma's engine is not loaded, which takes longer than all the rest of a start. */
async function findOrMakeAdmin(): Promise<FirstAdmin> {
  const text = `select from "user" where password_hash is not null limit 1`;
  if ((await database().pool.query(text)).rowCount === 1) return { kind: "exists" };
  const { ensureFirstAdmin } = await import("@/lib/users/first-admin");
  return ensureFirstAdmin({ offersLink: process.argv.includes("--offer-link") });
}

main().catch((error: unknown) => {
  console.log(JSON.stringify({ problem: explainDatabaseError(error) }));
  process.exitCode = 1;
});

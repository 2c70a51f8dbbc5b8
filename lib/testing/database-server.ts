import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/lib/migrate";
import { startThrowAwayPostgres } from "@/scripts/postgres/postgres.mjs";

/** The migrated database that each test file's own one is copied from. */
export const TEMPLATE_DATABASE = "mitra_template";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test server's maintenance database. */
    databaseServerUrl: string;
  }
}

/** Starts one PostgreSQL for the whole run and migrates the template once. */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowAwayPostgres();
  try {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(`create database ${TEMPLATE_DATABASE}`);
    await admin.end();
    await applyMigrations(withDatabase(server.url, TEMPLATE_DATABASE), { log: () => {} });
    project.provide("databaseServerUrl", server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return () => server.stop();
}

/** The same server's address with another database's name. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

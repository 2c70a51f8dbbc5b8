import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase } from "@/lib/db";
import type { PrismaClient } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { limitSessions } from "@/lib/session-limits";
import { TEMPLATE_DATABASE, withDatabase } from "@/lib/testing/database-server";

export type TestDatabase = Database & { prisma: PrismaClient; url: string };

/**
 * Gives the calling test file (named `*.db.test.ts`) a clean, migrated database of its own. It is what
 * `database()` answers in this file; it goes with the whole server at the end of the run.
 *
 * Call it once at the top level; the returned object may be used from the first hook on.
 */
export function useTestDatabase(): TestDatabase {
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const url = withDatabase(inject("databaseServerUrl"), name);
  const opened = openDatabase(url);
  const prisma = prismaClient(opened.pool);

  beforeAll(async () => {
    await createDatabase(name, url);
    globalThis.mitraDatabase = opened;
  });

  afterAll(async () => {
    globalThis.mitraDatabase = undefined;
    await prisma.$disconnect();
    await opened.pool.end();
  });

  return { ...opened, prisma, url };
}

async function createDatabase(name: string, url: string): Promise<void> {
  await connected(inject("databaseServerUrl"), (client) =>
    client.query(`create database ${name} template ${TEMPLATE_DATABASE}`),
  );
  // They are the role's in one database, so a copy of that database has none.
  await connected(url, (client) => limitSessions(client));
}

async function connected(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

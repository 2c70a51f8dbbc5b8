import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { database } from "@/lib/db";
import { PrismaClient } from "@/lib/generated/prisma/client";

/** Prisma gives up on a free connection after two seconds; a person would rather wait than be sent away. */
const TRANSACTION_PATIENCE = { maxWait: 10_000, timeout: 15_000 };

// Bundles of one process may each have their own copy of this module; a pool has one client.
declare global {
  var mitraPrismaClients: WeakMap<pg.Pool, PrismaClient> | undefined;
}

/**
 * Prisma over the process's pool, which hand-written SQL shares, or over another.
 *
 * Apart from `lib/db.ts`, since its engine takes 125 MB: a worker, whose SQL is all written by hand, does
 * without, and whatever a worker imports must not import this file.
 */
export function prismaClient(pool: pg.Pool = database().pool): PrismaClient {
  globalThis.mitraPrismaClients ??= new WeakMap();
  const known = globalThis.mitraPrismaClients.get(pool);
  if (known) return known;
  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: TRANSACTION_PATIENCE,
  });
  globalThis.mitraPrismaClients.set(pool, client);
  return client;
}

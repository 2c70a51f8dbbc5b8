import type { PoolClient, QueryResultRow } from "pg";
import { database } from "@/lib/db";

/** A statement of hand-written SQL with its values. */
export type Statement = { text: string; values: readonly unknown[] };

const QUERY_CANCELED = "57014";

// Compiling a plan to machine code takes longer than the longest of these reads may.
const begin = (timeoutMs: number) =>
  `begin read only; set local statement_timeout = ${Math.max(1, Math.round(timeoutMs))}; set local jit = off`;

/**
 * Reads within a time limit that the database itself keeps, so that a hard question holds neither a page nor a
 * connection. Null where the time was up.
 */
export async function readWithin<Row extends QueryResultRow>(
  timeoutMs: number,
  { text, values }: Statement,
): Promise<Row[] | null> {
  const tx = await database().pool.connect();
  try {
    await tx.query(begin(timeoutMs));
    const { rows } = await tx.query<Row>(text, [...values]);
    await end(tx, "commit");
    return rows;
  } catch (error) {
    await end(tx, "rollback");
    if (error instanceof Error && "code" in error && error.code === QUERY_CANCELED) return null;
    throw error;
  }
}

/** A connection that cannot even end its transaction is broken: the pool must not hand it out again. */
async function end(tx: PoolClient, how: "commit" | "rollback"): Promise<void> {
  try {
    await tx.query(how);
    tx.release();
  } catch (error) {
    tx.release(error instanceof Error ? error : true);
  }
}

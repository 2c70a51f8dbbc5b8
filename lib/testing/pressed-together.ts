import type { Pool } from "pg";
import { expect } from "vitest";
import { inTransaction } from "@/lib/db";

/**
 * Has several people press at the same moment: a row of `table` is held until all of them wait for it, so that each has
 * read what stood there before any of them wrote. What came of each.
 */
export async function pressTogether<Answer>(
  pool: Pool,
  { table, id }: { table: string; id: string },
  presses: readonly (() => Promise<Answer>)[],
): Promise<PromiseSettledResult<Answer>[]> {
  const pressed = await inTransaction(pool, async (tx) => {
    await tx.query(`select from ${tx.escapeIdentifier(table)} where id = $1 for no key update`, [id]);
    const pressing = Promise.allSettled(presses.map((press) => press()));
    const countWaiting = async () => {
      // Not by the transaction, which would see the first answer again.
      const { rows } = await pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity
          where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return rows[0]?.waiting;
    };
    await expect.poll(countWaiting, { timeout: 20_000 }).toBe(presses.length);
    return { pressing };
  });
  return pressed.pressing;
}

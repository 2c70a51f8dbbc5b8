import type { ClientBase, Pool } from "pg";
import { expect } from "vitest";
import { inTransaction } from "@/lib/db";

/**
 * Has several people press at the same moment: what `hold` locks is held until all of them wait for it, so that each has
 * read what stood there before any of them wrote. What came of each.
 */
export async function pressTogether<Answer>(
  pool: Pool,
  hold: (tx: ClientBase) => Promise<unknown>,
  presses: readonly (() => Promise<Answer>)[],
): Promise<PromiseSettledResult<Answer>[]> {
  const pressed = await inTransaction(pool, async (tx) => {
    await hold(tx);
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

import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { inTransaction } from "@/lib/db";
import { logger } from "@/lib/logger";
import { SESSION_IDLE_SECONDS } from "@/lib/users/session-times";
import { KEEP_ENDED_DAYS } from "@/lib/users/sessions";
import { removeOld } from "@/lib/worker/remove-old";

const INTERVAL_MS = 3_600_000;
/** Rows that go in one transaction: nobody waits long for any of them. */
const BATCH = 500;
/** Long enough to tell somebody why their link does not work. */
const KEEP_LINK_DAYS = 7;

/** What nobody can use any more, whatever is set: each a table, and which of its rows. */
const WASTE = {
  setupLinks: `
    delete from setup_token where id in (
      select id from setup_token where least(used_at, expires_at) < now() - make_interval(days => ${KEEP_LINK_DAYS})
       limit ${BATCH} for update skip locked)`,
  sessions: `
    delete from session where id in (
      select id from session
       where least(ended_at, expires_at, last_seen_at + make_interval(secs => ${SESSION_IDLE_SECONDS}))
             < now() - make_interval(days => ${KEEP_ENDED_DAYS})
       limit ${BATCH} for update skip locked)`,
} as const;

export type Removed = Record<keyof typeof WASTE, number>;

/** Removes what is waste, in batches, with an audit entry of how much it was. Several may do it at once. */
export async function removeWaste(pool: Pool): Promise<Removed> {
  const total: Removed = { setupLinks: 0, sessions: 0 };
  for (let isMore = true; isMore; ) {
    const removed = await inTransaction(pool, removeBatch);
    total.setupLinks += removed.setupLinks;
    total.sessions += removed.sessions;
    isMore = removed.setupLinks === BATCH || removed.sessions === BATCH;
  }
  if (total.setupLinks + total.sessions > 0) logger.info(total, "removed what is over");
  return total;
}

async function removeBatch(tx: PoolClient): Promise<Removed> {
  const setupLinks = (await tx.query(WASTE.setupLinks)).rowCount ?? 0;
  const sessions = (await tx.query(WASTE.sessions)).rowCount ?? 0;
  if (setupLinks + sessions > 0)
    await recordAuditSql(tx, {
      actor: SYSTEM_ACTOR,
      action: "retention.removed",
      details: { setupLinks, sessions },
    });
  return { setupLinks, sessions };
}

/**
 * Removes waste, and what is older than `keepDays`, at the start and each hour until the returned function is called. A
 * database that is away is waited for.
 */
export function startRetention(pool: Pool, keepDays: number | null): () => void {
  let isRemoving = false;
  const remove = async () => {
    // The first time there may be more than an hour's work.
    if (isRemoving) return;
    isRemoving = true;
    try {
      await removeWhatIsOver(pool, keepDays);
    } catch (error) {
      logger.warn({ err: error }, "what is over stays for now");
    } finally {
      isRemoving = false;
    }
  };
  const timer = setInterval(remove, INTERVAL_MS);
  timer.unref();
  void remove();
  return () => clearInterval(timer);
}

/** One pass: waste, and what is older than `keepDays` by the database's clock, by which it was noted when things ended. */
export async function removeWhatIsOver(pool: Pool, keepDays: number | null): Promise<void> {
  await removeWaste(pool);
  const { rows } = await pool.query<{ now: Date }>("select clock_timestamp() as now");
  if (rows[0]) await removeOld(pool, { keepDays, now: rows[0].now });
}

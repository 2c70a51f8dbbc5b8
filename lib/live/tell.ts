import type { PoolClient } from "pg";
import { LIVE_CHANNEL } from "./news";

/**
 * Tells open pages that something changed which stands beside a registration and leaves its row as it is, such as a note.
 * It is told when the caller's transaction is committed, and only while somebody looks.
 */
export async function tellChanged(tx: PoolClient, registrationId: string): Promise<void> {
  await tx.query("select pg_notify($1, 'changed:' || $2::text) where is_live_watched()", [
    LIVE_CHANNEL,
    registrationId,
  ]);
}

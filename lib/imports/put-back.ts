/**
 * Whether a backup was put back after the batch `i` came in, under a credential `c` that does not know a request again:
 * rows that stand there as not sent may have been, and would make a second business. For a query on both.
 */
export const BATCH_PUT_BACK_SQL = `
  (c.replay = 'unproven' and exists (select from database_restore d where d.noticed_at >= i.created_at))`;

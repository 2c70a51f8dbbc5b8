/**
 * Whether a byte of the registration `r` may ever have left us, for the SELECT of a query on `registration r`: with an
 * attempt that we know of, or with one that a backup does not know which was put back after it was queued, or made
 * where it is a draft: that may have been queued since.
 */
export const EVER_SENT_SQL = `
  (exists (select from attempt a where a.registration_id = r.id and a.bytes_written is distinct from false)
   or exists (select from database_restore d where d.noticed_at >= coalesce(r.queued_at, r.created_at)))`;

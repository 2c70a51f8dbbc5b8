/**
 * Whether a backup was put back after the registration `r` was queued, or made where it is a draft: what became of it
 * since that backup nobody knows. For the SELECT of a query on `registration r`.
 */
export const PUT_BACK_SQL = `
  exists (select from database_restore d where d.noticed_at >= coalesce(r.queued_at, r.created_at))`;

/**
 * Whether a byte of the registration `r` may ever have left us, for the SELECT of a query on `registration r`: with an
 * attempt that we know of, or with one that a backup does not know which was put back.
 */
export const EVER_SENT_SQL = `
  (exists (select from attempt a where a.registration_id = r.id and a.bytes_written is distinct from false)
   or ${PUT_BACK_SQL})`;

/** Whether a business of the registration `r` is known, for the SELECT of a query on `registration r`. */
export const HAS_BUSINESS_SQL = `exists (select from business b where b.registration_id = r.id)`;

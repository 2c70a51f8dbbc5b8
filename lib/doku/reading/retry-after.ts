/** The longest wait we take from DOKU; a larger one is a mistake or an attack. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;

// RFC 9110 knows three spellings. `Date.parse` alone would also take "1.5" or "soon 2026" for a date.
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/**
 * `Retry-After` as milliseconds from `now`, bounded to 15 minutes: whole seconds or an HTTP date.
 * A date that has passed is 0; anything else, a negative number too, is null.
 */
export function readRetryAfterMs(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  if (!HTTP_DATE.test(text)) return null;
  // The oldest spelling carries no zone, and means GMT.
  const instantMs = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  if (Number.isNaN(instantMs)) return null;
  return Math.min(Math.max(instantMs - now.getTime(), 0), MAX_RETRY_AFTER_MS);
}

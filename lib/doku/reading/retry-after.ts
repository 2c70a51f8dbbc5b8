/** The longest wait we take from DOKU; a larger one is a mistake or an attack. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;

// RFC 9110 knows three spellings. `Date.parse` alone would also take "1.5" or "soon 2026" for a date.
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/**
 * `Retry-After` as milliseconds from `now`, bounded to 15 minutes: whole seconds or an HTTP date. Where an answer has it
 * more than once, because a gateway added its own, the latest holds: whoever waits for that has waited for all.
 *
 * Null where it names no time to come. So is 0, which gateways round a part of a second to, and a date that has
 * passed, as every date has where our clock is ahead: whoever went by it would send again at once, and again.
 */
export function readRetryAfterMs(
  header: string | readonly string[] | null | undefined,
  now: Date,
): number | null {
  const texts = [header ?? []].flat().flatMap((text) => text.split(LIST));
  const delays = texts.map((text) => readOneMs(text.trim(), now)).filter((delay) => delay !== null);
  return delays.length > 0 ? Math.max(...delays) : null;
}

/** Proxies write what came twice into one line; the comma within a date stands before no weekday and no lone figure. */
const LIST = /,(?=\s*(?:\d+\s*(?:,|$)|[A-Z][a-z]+,? ))/;

function readOneMs(text: string, now: Date): number | null {
  if (/^\d+$/.test(text)) return toCome(Number(text) * 1_000);
  if (!HTTP_DATE.test(text)) return null;
  // The oldest spelling carries no zone, and means GMT.
  const instantMs = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(instantMs) ? null : toCome(instantMs - now.getTime());
}

function toCome(delayMs: number): number | null {
  return delayMs > 0 ? Math.min(delayMs, MAX_RETRY_AFTER_MS) : null;
}

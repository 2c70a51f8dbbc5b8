export const LOWEST_RATE_LIMIT = 1;
export const HIGHEST_RATE_LIMIT = 1_000;

export type RateLimitReading =
  /** Sends a second; null is no limit. */
  { kind: "ok"; rateLimit: number | null } | { kind: "out_of_range" };

/** A rate limit as typed: a whole number from 1 to 1,000 written in digits only, or nothing for no limit. Pure. */
export function readRateLimit(text: string): RateLimitReading {
  const typed = text.trim();
  if (typed === "") return { kind: "ok", rateLimit: null };
  // Digits only: whether "1.000" is one or a thousand depends on who wrote it.
  const rateLimit = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  const isInRange = rateLimit >= LOWEST_RATE_LIMIT && rateLimit <= HIGHEST_RATE_LIMIT;
  return isInRange ? { kind: "ok", rateLimit } : { kind: "out_of_range" };
}

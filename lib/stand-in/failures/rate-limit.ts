import * as z from "zod";

/** How many calls of one Client-Id are let through in any second. */
export const rateLimitSchema = z.strictObject({
  perSecond: z.int().min(1).max(100_000),
  retryAfterSeconds: z.int().min(0).default(1),
});

export type RateLimit = z.infer<typeof rateLimitSchema>;

const WINDOW_MS = 1_000;

export type RateLimiter = {
  /** False if the limit is met within the second that ends now. Calls that are not let through do not count. */
  admit(limit: RateLimit, clientId: string, arrivedMs: number): boolean;
  reset(): void;
};

/** Watches each of these clients by itself; of others nothing is known, so nothing is kept. */
export function createRateLimiter(clientIds: Iterable<string>): RateLimiter {
  const admittedMs = new Map([...clientIds].map((id): [string, number[]] => [id, []]));
  return {
    admit({ perSecond }, clientId, arrivedMs) {
      const latest = admittedMs.get(clientId);
      if (latest === undefined) return true;
      while (latest[0] !== undefined && latest[0] <= arrivedMs - WINDOW_MS) latest.shift();
      if (latest.length >= perSecond) return false;
      latest.push(arrivedMs);
      return true;
    },
    reset() {
      for (const latest of admittedMs.values()) latest.length = 0;
    },
  };
}

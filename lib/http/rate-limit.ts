import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { database } from "@/lib/db";

export type RateLimitRule = { name: string; points: number; windowSeconds: number };

export type RateLimitEnding = { kind: "counted" } | { kind: "wait"; waitMs: number };

export type RateLimit = {
  /** Counts one use of `key`, unless its points are used up: then it says how long to wait. */
  count(key: string): Promise<RateLimitEnding>;
  /** Takes one use back, for what turned out harmless. */
  giveBack(key: string): Promise<void>;
  /** Forgets all uses of `key`. */
  forget(key: string): Promise<void>;
};

/**
 * A limit shared by all replicas through the `rate_limit` table: `points` uses of a key in a window
 * that starts with its first use. Counting is one statement, so parallel requests cannot pass
 * together. Keys are stored hashed: they may name people.
 */
export function createRateLimit(rule: RateLimitRule): RateLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: database().pool,
    storeType: "pool",
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: rule.name,
    points: rule.points,
    duration: rule.windowSeconds,
  });
  return {
    async count(key) {
      try {
        await limiter.consume(hashOf(key));
        return { kind: "counted" };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { kind: "wait", waitMs: refusal.msBeforeNext };
      }
    },
    async giveBack(key) {
      await limiter.reward(hashOf(key));
    },
    async forget(key) {
      await limiter.delete(hashOf(key));
    },
  };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

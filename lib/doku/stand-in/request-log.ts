import type { FailureKeyword } from "./failures";
import type { Check } from "./refusal";

/** One call as it arrived and how it was answered. Holds no secret, no signature and no body. */
export type RequestEntry = {
  at: string;
  method: string;
  /** The path, without a query. */
  path: string;
  clientId: string | null;
  requestId: string | null;
  /** Null when no answer was given. */
  status: number | null;
  /** The check that decided the answer, or null when all passed. */
  check: Check | null;
  /** The failure that struck it, or null. */
  failure: FailureKeyword | null;
  /** The business it made, or was answered with. */
  businessId: string | null;
  /** Length of the request's body. */
  bytes: number;
  bodySha256: string;
};

/** The newest calls, up to a limit. */
export type RequestLog = {
  add(entry: RequestEntry): void;
  /** Oldest first. */
  entries(): RequestEntry[];
  /** How many were received since the start or the last reset. */
  total(): number;
  reset(): void;
};

export function createRequestLog(capacity: number): RequestLog {
  const ring: RequestEntry[] = [];
  let total = 0;
  return {
    add(entry) {
      ring[total % capacity] = entry;
      total += 1;
    },
    entries() {
      const oldest = total > capacity ? total % capacity : 0;
      return [...ring.slice(oldest), ...ring.slice(0, oldest)];
    },
    total: () => total,
    reset() {
      ring.length = 0;
      total = 0;
    },
  };
}

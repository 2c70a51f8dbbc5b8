import type { Check } from "@/lib/stand-in/checks/refusal";
import type { FailureKeyword } from "@/lib/stand-in/failures/failures";
import type { CallName } from "@/lib/stand-in/failures/switches";

/** One call as it arrived and how it was answered. Holds no secret, no signature and no body. */
export type RequestEntry = {
  at: string;
  /**
   * When its head arrived: milliseconds with fractions, on a clock that never steps and starts near the time of day.
   * Entries stand in the order in which they were decided, which may be another.
   */
  arrivedMs: number;
  /** Which of DOKU's calls its address is; a registration, where it is none that is known. */
  call: "registration" | CallName;
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

/** Every call counted, and the newest kept, up to a limit. */
export type RequestLog = {
  add(entry: RequestEntry): void;
  /** The newest, at most `count` and as many as are kept; oldest first. */
  newest(count: number): RequestEntry[];
  /** Since the start or the last reset: how many were received, and how many each failure struck. */
  counts(): { requests: number; failures: Partial<Record<FailureKeyword, number>> };
  reset(): void;
};

export function createRequestLog(capacity: number): RequestLog {
  const ring: RequestEntry[] = [];
  let failures: Partial<Record<FailureKeyword, number>> = {};
  let total = 0;
  return {
    add(entry) {
      ring[total % capacity] = entry;
      total += 1;
      if (entry.failure !== null) failures[entry.failure] = (failures[entry.failure] ?? 0) + 1;
    },
    newest(count) {
      const oldest = total > capacity ? total % capacity : 0;
      const all = [...ring.slice(oldest), ...ring.slice(0, oldest)];
      return all.slice(Math.max(all.length - count, 0));
    },
    counts: () => ({ requests: total, failures }),
    reset() {
      ring.length = 0;
      failures = {};
      total = 0;
    },
  };
}

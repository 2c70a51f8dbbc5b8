import { type AttemptEnding, endWithoutAnswer } from "@/lib/doku/outcome";
import type { Reason } from "@/lib/doku/reason";

/** How an attempt ended that left in whole, with nothing known but the reason and what is handed in. */
export function makeEnding(reason: Reason, known: Partial<AttemptEnding> = {}): AttemptEnding {
  return {
    ...endWithoutAnswer({ reason, bytesWritten: true, latencyMs: 12 }),
    ...(reason === "accepted" ? { httpStatus: 200, signature: "verified" as const } : {}),
    requestTimestamp: "2026-11-12T07:05:09Z",
    ...known,
  };
}

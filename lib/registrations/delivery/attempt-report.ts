import type { AttemptEnding } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { metrics } from "@/lib/metrics";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";
import type { NextStep } from "@/lib/registrations/life/next-step";

/**
 * One log line and one count for an attempt that is recorded. Ids, codes and figures only: DOKU's words
 * may quote what the merchant typed, and stand in the masked answer alone.
 */
export function reportAttempt(claim: EndedClaim, ending: AttemptEnding, next?: NextStep | null): void {
  const { environment } = claim;
  const { outcome, latencyMs } = ending;
  logger.info(
    {
      registrationId: claim.registrationId,
      requestId: claim.requestId,
      attempt: claim.attemptNumber,
      environment,
      credentialId: claim.credentialId,
      holder: claim.holder,
      outcome,
      reason: ending.reason,
      httpStatus: ending.httpStatus,
      errorCode: ending.errorCode,
      latencyMs,
      signature: ending.signature,
      status: next?.status,
      nextRunAt: next?.runAt,
    },
    "attempt ended",
  );
  metrics().countAttempt({ outcome, environment, latencyMs });
}

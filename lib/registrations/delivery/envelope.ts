import type { ClientBase } from "pg";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate/gate";
import { HAS_BUSINESS_SQL } from "@/lib/registrations/ever-sent";
import type { EndedAttempt, NextStepFacts } from "@/lib/registrations/life/next-step";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/life/retry-policy";

/** What is known of an envelope: what its next step is decided from. */
export type Envelope = Pick<NextStepFacts, "attempts" | "queuedAt" | "giveUpAt" | "replay" | "hasBusiness">;

// The credential's replay mode as it is by now: the setting may have changed while the call was under way. Time during
// which the credential sent nothing does not count against a registration.
const READ_ENVELOPES = `
  select r.id, r.queued_at as "queuedAt", c.replay,
         ${HAS_BUSINESS_SQL} as "hasBusiness",
         coalesce(r.give_up_at, r.queued_at + make_interval(secs => $2))
           + (${BLOCKED_MS_SQL} - r.blocked_base_ms) * interval '1 millisecond' as "giveUpAt",
         a.outcome, a.started_at as "startedAt", a.retry_after_ms as "retryAfterMs",
         a.reason is not distinct from 'process_stopped' as "processStopped",
         a.reason is not distinct from 'claim_over' as "claimOver"
    from registration r
    join credential c on c.id = r.credential_id
    join attempt a on a.registration_id = r.id and a.request_id = r.request_id
   where r.id = any($1::uuid[]) and a.outcome is not null
   order by a.number`;

/**
 * Reads the envelopes that registrations have now, with their ended attempts, oldest first, and the dates that bound
 * their patience. The answered function throws for a registration without an ended attempt.
 */
export async function readEnvelopes(
  tx: ClientBase,
  registrationIds: readonly string[],
): Promise<(registrationId: string) => Envelope> {
  const envelopes = new Map<string, Envelope & { attempts: EndedAttempt[] }>();
  if (registrationIds.length > 0) {
    const { rows } = await tx.query<EndedAttempt & Omit<Envelope, "attempts"> & { id: string }>(
      READ_ENVELOPES,
      [registrationIds, GIVE_UP_AFTER_MS / 1_000],
    );
    for (const { id, queuedAt, giveUpAt, replay, hasBusiness, ...attempt } of rows) {
      const envelope = envelopes.get(id) ?? { attempts: [], queuedAt, giveUpAt, replay, hasBusiness };
      envelope.attempts.push(attempt);
      envelopes.set(id, envelope);
    }
  }
  return (registrationId) => {
    const envelope = envelopes.get(registrationId);
    if (!envelope) throw new Error("the envelope has no ended attempt");
    return envelope;
  };
}

/** Ends the attempts whose processes never said how they ended as *unknown*: they may have arrived. How many those are. */
export async function endAbandoned(
  tx: ClientBase,
  registrationIds: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update attempt set ended_at = $2, outcome = 'unknown', reason = 'process_stopped'
      where registration_id = any($1::uuid[]) and outcome is null`,
    [registrationIds, now],
  );
  return rowCount ?? 0;
}

import type { ClientBase } from "pg";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { causeOf } from "@/lib/registrations/cause";
import type { EndedAttempt, NextStep } from "@/lib/registrations/next-step";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/retry-policy";
import type { ReplayMode } from "@/lib/registrations/status";

type EnvelopeRow = {
  queued_at: Date;
  give_up_at: Date | null;
  outcome: EndedAttempt["outcome"];
  started_at: Date;
  retry_after_ms: number | null;
  process_stopped: boolean;
  claim_over: boolean;
  extra_patience_ms: string;
  replay: ReplayMode;
};

/**
 * The ended attempts of the envelope a registration has now, oldest first, with the dates that bound its patience, and
 * whether its credential may replay by now: the setting may have changed while the call was under way.
 */
export async function readEnvelopeAttempts(
  tx: ClientBase,
  registrationId: string,
): Promise<{ attempts: EndedAttempt[]; queuedAt: Date; giveUpAt: Date; replay: ReplayMode }> {
  const { rows } = await tx.query<EnvelopeRow>(
    `select r.queued_at, r.give_up_at, c.replay, a.outcome, a.started_at, a.retry_after_ms,
            a.reason is not distinct from 'process_stopped' as process_stopped,
            a.reason is not distinct from 'claim_over' as claim_over,
            ${BLOCKED_MS_SQL} - r.blocked_base_ms as extra_patience_ms
       from registration r
       join credential c on c.id = r.credential_id
       join attempt a on a.registration_id = r.id and a.request_id = r.request_id
      where r.id = $1 and a.outcome is not null
      order by a.number`,
    [registrationId],
  );
  const first = rows[0];
  if (!first) throw new Error("the envelope has no ended attempt");
  return {
    attempts: rows.map((row) => ({
      outcome: row.outcome,
      startedAt: row.started_at,
      retryAfterMs: row.retry_after_ms,
      processStopped: row.process_stopped,
      claimOver: row.claim_over,
    })),
    queuedAt: first.queued_at,
    replay: first.replay,
    // Time during which its credential sent nothing does not count against a registration.
    giveUpAt: new Date(
      (first.give_up_at ?? later(first.queued_at)).getTime() + Number(first.extra_patience_ms),
    ),
  };
}

function later(queuedAt: Date): Date {
  return new Date(queuedAt.getTime() + GIVE_UP_AFTER_MS);
}

/** Assignments of every UPDATE with which somebody takes a row in hand: what comes late of a claim counts no more. */
export const LET_GO = "claim_holder = null, claim_until = null, claim_epoch = claim_epoch + 1";

export type StateWrite = {
  registrationId: string;
  /** The write counts only while this is still the row's epoch. */
  epoch: number;
  next: NextStep;
  /** How the attempt ended, or null where the process that made it died. */
  ending: Pick<AttemptEnding, "outcome" | "reason" | "message" | "problemField"> | null;
};

/**
 * Writes the decided state and lets go of the claim. False, and nothing written, where somebody else has had a hand on
 * the row since, or where it is INVITED, which nothing but INVITED follows.
 */
export async function applyNextStep(tx: ClientBase, write: StateWrite): Promise<boolean> {
  const refusal = write.ending?.outcome === "refused" ? write.ending : null;
  const result = await tx.query(
    `update registration
        set status = $3, next_run_at = $4, next_kind = null, ${LET_GO},
            last_outcome = $5, death_count = case when $8 then 0 else death_count end, problem = coalesce($6, case when $3 = 'INVITED'::registration_status then null else problem end),
            problem_field = case when $6::text is null then problem_field else $7 end,
            invited_at = case when $3 = 'INVITED'::registration_status then coalesce(invited_at, clock_timestamp()) else invited_at end,
            cause = $9, updated_at = clock_timestamp()
      where id = $1 and claim_epoch = $2 and (status <> 'INVITED' or $3 = 'INVITED'::registration_status)`,
    [
      write.registrationId,
      write.epoch,
      write.next.status,
      write.next.runAt,
      write.ending?.outcome ?? "unknown",
      refusal?.message ?? null,
      refusal?.problemField ?? null,
      write.ending !== null,
      // Until a planned replay has run, nobody needs to do anything.
      write.next.runAt === null ? causeOf(write.next.status, write.ending) : null,
    ],
  );
  return result.rowCount === 1;
}

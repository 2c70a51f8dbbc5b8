import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { Locale } from "@/lib/i18n/locale";
import type { MailEnding } from "@/lib/mail/mail-ending";
import { NUDGE_FACTS_SQL, type NudgeFacts } from "./nudge-facts";
import type { NudgeChannel, NudgeState } from "./nudge-view";

/** A reminder that is about to leave. */
export type NewNudge = {
  id: string;
  facts: NudgeFacts;
  channel: NudgeChannel;
  state: Extract<NudgeState, "handed_over" | "sending">;
  locale: Locale;
  wasOverridden: boolean;
  actorId: string;
  jobId: string | null;
};

/** The facts of a registration whose row this transaction holds from now on; undefined where there is none. */
export async function lockNudgeFacts(
  tx: PoolClient,
  registrationId: string,
  environment: Environment,
): Promise<NudgeFacts | undefined> {
  // Before the facts are read, so that they are those which the one who was at it before has left.
  await tx.query("select from registration where id = $1 for no key update", [registrationId]);
  const { rows } = await tx.query<NudgeFacts>(NUDGE_FACTS_SQL, [registrationId, environment]);
  return rows[0];
}

/** Writes a reminder down and that the merchant was reminded, in the caller's transaction, which has the row locked. */
export async function writeNudge(tx: PoolClient, nudge: NewNudge): Promise<void> {
  const { id, facts, channel, state, locale, wasOverridden, actorId, jobId } = nudge;
  await tx.query(
    `insert into nudge (id, registration_id, channel, state, locale, at, was_overridden, actor_id, job_id)
     values ($1, $2, $3::nudge_channel, $4::nudge_state, $5, $6, $7, $8, $9)`,
    [id, facts.id, channel, state, locale, facts.now, wasOverridden, actorId, jobId],
  );
  await tx.query("update registration set nudged_at = $2, stirred_at = $2, updated_at = $2 where id = $1", [
    facts.id,
    facts.now,
  ]);
}

/**
 * Writes down what became of an e-mail. One that failed reminded nobody: the merchant is as quiet as before, unless
 * something else has stirred meanwhile. One of which nobody knows stays as it is, with the time when we gave up.
 */
export function endNudge(
  pool: Pool,
  { nudgeId, facts, ending }: { nudgeId: string; facts: NudgeFacts; ending: MailEnding },
): Promise<void> {
  return inTransaction(pool, (tx) => endNudgeIn(tx, { nudgeId, facts, ending }));
}

/** The same in the caller's transaction. */
export async function endNudgeIn(
  tx: PoolClient,
  { nudgeId, facts, ending }: { nudgeId: string; facts: NudgeFacts; ending: MailEnding },
): Promise<void> {
  await tx.query(
    `update nudge set state = $2::nudge_state, reason = $3, ended_at = clock_timestamp()
      where id = $1 and state = 'sending'`,
    [nudgeId, STATE_OF[ending.kind], "reason" in ending ? ending.reason : null],
  );
  if (ending.kind !== "failed") return;
  await tx.query(
    `update registration
        set nudged_at = case when nudged_at = $2 then $3::timestamptz else nudged_at end,
            stirred_at = case when stirred_at = $2 then $4::timestamptz else stirred_at end
      where id = $1 and (nudged_at = $2 or stirred_at = $2)`,
    [facts.id, facts.now, facts.nudgedAt, facts.stirredAt],
  );
}

const STATE_OF = {
  sent: "sent",
  unsure: "sending",
  failed: "failed",
} as const satisfies Record<MailEnding["kind"], NudgeState>;

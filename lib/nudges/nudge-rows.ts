import type { Pool, PoolClient } from "pg";
import { inTransaction } from "@/lib/db";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { Locale } from "@/lib/i18n/locale";
import { tellChanged } from "@/lib/live/tell";
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
  const isFailed = ending.kind === "failed";
  // Of two that fail at once the second sees what became of the first.
  if (isFailed) await tx.query("select from registration where id = $1 for no key update", [facts.id]);
  await tx.query(
    `update nudge set state = $2::nudge_state, reason = $3, ended_at = clock_timestamp()
      where id = $1 and state = 'sending'`,
    [nudgeId, STATE_OF[ending.kind], "reason" in ending ? ending.reason : null],
  );
  if (isFailed) await tx.query(TAKE_BACK, [facts.id, facts.now, facts.nudgedAt, facts.stirredAt]);
  await tellChanged(tx, facts.id);
}

// The reminder before it may have failed meanwhile too: then what counts is the last one that did not.
const TAKE_BACK = `
  with failed as (select at from nudge where registration_id = $1 and state = 'failed'),
  held as (
    select case when $3::timestamptz in (select at from failed)
                then (select max(at) from nudge where registration_id = $1 and state <> 'failed' and at < $2)
                else $3 end as nudged_at)
  update registration r
     set nudged_at = case when r.nudged_at = $2 then held.nudged_at else r.nudged_at end,
         stirred_at = case when r.stirred_at is distinct from $2 then r.stirred_at
                           when $4::timestamptz in (select at from failed) then greatest(held.nudged_at, r.progress_since)
                           else $4 end
    from held where r.id = $1 and (r.nudged_at = $2 or r.stirred_at = $2)`;

const STATE_OF = {
  sent: "sent",
  unsure: "sending",
  failed: "failed",
} as const satisfies Record<MailEnding["kind"], NudgeState>;

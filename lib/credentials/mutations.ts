import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { UNBLOCK } from "@/lib/credentials/gate/gate";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import { makeWaitingDue } from "@/lib/registrations/life/state";

// A credential that is resumed counts as untested, so one of the waiting registrations tries first. Of the pause that was
// read: somebody may have resumed it meanwhile, and DOKU have refused it since.
const RESUME = `
  update credential
     set paused_at = null, paused_reason = null, usable_at = null, fault_count = 0, breaker_until = null,
         slow_until = null, look_refused_at = null, look_refused_reason = null, ${UNBLOCK}, updated_at = clock_timestamp()
   where id = $1 and paused_at = $2::timestamptz`;

/**
 * Lets a paused credential send again and makes everything that waited for it due; one registration
 * goes first, and if DOKU refuses it the credential is paused again. Nothing happens if it is not paused. Audited with a
 * word of its own where a person goes on although a test was refused.
 */
export async function resumeCredential(
  actor: UserActor,
  credentialId: string,
  { isAgainstTest = false }: { isAgainstTest?: boolean } = {},
): Promise<void> {
  requireCan(actor, "credentials.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{
      environment: Environment;
      pausedAt: string | null;
    }>(`select environment, paused_at::text as "pausedAt" from credential where id = $1`, [credentialId]);
    const credential = rows[0];
    if (!credential) throw new AppError("not_found");
    if (!credential.pausedAt) return;
    // Registrations before the credential: the order in which an ending locks them too.
    await makeWaitingDue(tx, credentialId);
    const resumed = await tx.query(RESUME, [credentialId, credential.pausedAt]);
    if (resumed.rowCount === 0) return;
    await enqueueDrain(tx, credentialId);
    await recordAuditSql(tx, {
      actor,
      action: "credential.resumed",
      environment: credential.environment,
      subjectId: credentialId,
      ...(isAgainstTest ? { details: { isAgainstTest } } : {}),
    });
  });
}

// What was handed out lies at most a second ahead; places further away were spaced by the limit before.
const SET_RATE_LIMIT = `
  update credential
     set rate_limit = $2::int, updated_at = clock_timestamp(),
         next_slot_at = least(next_slot_at, clock_timestamp() + make_interval(secs => 1 + 1.0 / $2::int))
   where id = $1`;

/**
 * Sets how many registrations a second are sent with the credential, over all processes; null is no
 * limit. In force with the next send. The figure must be one that `rateLimitSchema` made. The same
 * figure again changes nothing and is not audited.
 */
export async function changeRateLimit(
  actor: UserActor,
  { credentialId, rateLimit }: { credentialId: string; rateLimit: number | null },
): Promise<void> {
  requireCan(actor, "credentials.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{
      environment: Environment;
      rateLimit: number | null;
    }>(`select environment, rate_limit as "rateLimit" from credential where id = $1 for no key update`, [
      credentialId,
    ]);
    const credential = rows[0];
    if (!credential) throw new AppError("not_found");
    if (credential.rateLimit === rateLimit) return;
    await tx.query(SET_RATE_LIMIT, [credentialId, rateLimit]);
    // What waits for a far place looks again.
    await enqueueDrain(tx, credentialId);
    await recordAuditSql(tx, {
      actor,
      action: "credential.rate_limit_changed",
      environment: credential.environment,
      subjectId: credentialId,
      details: { from: credential.rateLimit, to: rateLimit },
    });
  });
}

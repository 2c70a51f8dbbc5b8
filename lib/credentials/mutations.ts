import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { UNBLOCK } from "@/lib/credentials/gate";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { enqueueDrain } from "@/lib/registrations/queue";

const MAKE_WAITING_DUE = `
  update registration set next_run_at = clock_timestamp()
   where credential_id = $1 and next_run_at is not null and status in ('QUEUED', 'UNCONFIRMED')`;

// A credential that is resumed counts as untested, so one of the waiting registrations tries first.
const RESUME = `
  update credential
     set paused_at = null, paused_reason = null, usable_at = null, fault_count = 0, breaker_until = null,
         slow_until = null, ${UNBLOCK}, updated_at = clock_timestamp()
   where id = $1`;

/**
 * Lets a paused credential send again and makes everything that waited for it due; one registration
 * goes first, and if DOKU refuses it the credential is paused again. Nothing happens if it is not paused.
 */
export async function resumeCredential(actor: UserActor, credentialId: string): Promise<void> {
  requireCan(actor, "credentials.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{
      environment: "simulator" | "sandbox" | "production";
      pausedAt: Date | null;
    }>(`select environment, paused_at as "pausedAt" from credential where id = $1`, [credentialId]);
    const credential = rows[0];
    if (!credential) throw new AppError("not_found");
    if (!credential.pausedAt) return;
    // Registrations before the credential: the order in which an ending locks them too.
    await tx.query(MAKE_WAITING_DUE, [credentialId]);
    await tx.query(RESUME, [credentialId]);
    await enqueueDrain(tx, credentialId, new Date());
    await recordAuditSql(tx, {
      actor,
      action: "credential.resumed",
      environment: credential.environment,
      subjectId: credentialId,
    });
  });
}

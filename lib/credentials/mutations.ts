import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { JOB_MAX_ATTEMPTS, SUBMIT_TASK } from "@/lib/registrations/queue";

/** The oldest waiting row goes first; the rest follow when its answer would have paused the credential again. */
const FOLLOW_SECONDS = 3;

/**
 * Lets a paused credential send again and makes everything that waited for it due. The time it was
 * paused does not count against any registration's patience. Nothing happens if it is not paused.
 */
export async function resumeCredential(actor: UserActor, credentialId: string): Promise<void> {
  requireCan(actor, "credentials.manage");
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{
      environment: "simulator" | "sandbox" | "production";
      pausedAt: Date | null;
    }>(`select environment, paused_at as "pausedAt" from credential where id = $1 for no key update`, [
      credentialId,
    ]);
    const credential = rows[0];
    if (!credential) throw new AppError("not_found");
    if (!credential.pausedAt) return;
    await tx.query(
      "update credential set paused_at = null, paused_reason = null, updated_at = now() where id = $1",
      [credentialId],
    );
    await tx.query(
      `with waiting as (
         update registration
            set next_run_at = clock_timestamp(), give_up_at = give_up_at + (clock_timestamp() - $2::timestamptz)
          where credential_id = $1 and next_run_at is not null and status in ('QUEUED', 'UNCONFIRMED')
          returning id, created_at)
       select graphile_worker.add_job($3, json_build_object('registrationId', id), job_key => id::text,
                max_attempts => $4, run_at => now() + make_interval(secs => case when place = 1 then 0 else $5 end))
         from (select id, row_number() over (order by created_at, id) as place from waiting) ordered`,
      [credentialId, credential.pausedAt, SUBMIT_TASK, JOB_MAX_ATTEMPTS, FOLLOW_SECONDS],
    );
    await recordAuditSql(tx, {
      actor,
      action: "credential.resumed",
      environment: credential.environment,
      subjectId: credentialId,
    });
  });
}

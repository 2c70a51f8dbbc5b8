import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { RUN_BULK_JOB } from "@/lib/bulk/queue";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { mailFrom } from "@/lib/mail/mailer";

/**
 * Has a job of reminders go on with those whom it left out because they may have been reminded before the database was put
 * back: a person has said that they are to be, and is who reminds them. Pressing twice is done once. Throws AppError
 * `not_found`, `removed` where its items are kept no longer, or `not_possible_now` without a mail server and while it runs.
 */
export async function remindLeftOut(actor: UserActor, jobId: string): Promise<void> {
  requireCan(actor, "registrations.write");
  if (mailFrom() === null) throw new AppError("not_possible_now");
  const { environment } = env().doku;
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ status: string; isAsked: boolean; isRemoved: boolean }>(
      `select status, put_back_at is not null as "isAsked", items_removed_at is not null as "isRemoved"
         from bulk_job where id = $1 and environment = $2 and kind = 'nudge' for no key update`,
      [jobId, environment],
    );
    const [job] = rows;
    if (!job) throw new AppError("not_found");
    if (!job.isAsked) return;
    if (job.isRemoved) throw new AppError("removed");
    if (job.status !== "finished") throw new AppError("not_possible_now");
    const { rowCount } = await tx.query(
      "update bulk_item set outcome = null, ended_at = null where job_id = $1 and outcome = 'maybe_reminded'",
      [jobId],
    );
    const total = rowCount ?? 0;
    if (total === 0) return;
    await tx.query(
      `update bulk_job
          set status = 'running', finished_at = null, put_back_at = null, created_by_id = $3, skipped = skipped - $2::int
        where id = $1`,
      [jobId, total, actor.id],
    );
    await recordAuditSql(tx, {
      ...{ actor, action: "bulk.left_out_reminded", environment, subjectId: jobId },
      details: { total },
    });
    await RUN_BULK_JOB.enqueue(tx, { jobId });
  });
}

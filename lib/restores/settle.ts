import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { resumeBulkJobs } from "@/lib/bulk/resume";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { lockRestoredImports, resumeBatch } from "@/lib/imports/sending/send";

/**
 * Lets everything go on that was paused because the database was put back, after a person has looked at it, and takes
 * the banner away. What a person stopped or resumed by itself stays as it is, and what was set aside stays for them to
 * settle one by one. Nothing happens where it was done before.
 *
 * `restoreId` is the restore that they have looked at. Throws AppError `changed_meanwhile` where there is a newer one.
 */
export async function settleRestore(actor: UserActor, restoreId: string): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    // Waits for whoever is just noticing another one.
    await tx.query("lock table origin in row share mode");
    const newest = await lockOpenRestores(tx);
    if (newest === null) return;
    if (newest !== restoreId) throw new AppError("changed_meanwhile");
    await tx.query(CLOSE, [actor.id]);
    const imports = await lockRestoredImports(tx);
    for (const batch of imports) await resumeBatch(tx, actor, batch);
    const bulkJobs = await resumeBulkJobs(tx, actor);
    await recordAuditSql(tx, {
      actor,
      action: "database.restore_settled",
      environment: env().doku.environment,
      subjectId: restoreId,
      details: { imports: imports.length, bulkJobs },
    });
  });
}

const CLOSE =
  "update database_restore set settled_at = clock_timestamp(), settled_by_id = $1 where settled_at is null";

/** The newest that nobody has looked at, or null. Of several people who press at once the first one gets it. */
async function lockOpenRestores(tx: PoolClient): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    "select id from database_restore where settled_at is null order by position desc for no key update",
  );
  return rows[0]?.id ?? null;
}

import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { requireBatch } from "@/lib/imports/checked-batch";
import type { FileFacts } from "@/lib/imports/file-facts";
import { READ_IMPORT } from "@/lib/imports/queue";

/**
 * Has another sheet of the same file read in place of the one that was: its rows, and what was done to them, are
 * replaced. Only while nothing of it was sent.
 *
 * Throws AppError `not_allowed`, `not_found`, `bad_input` where the file has no such sheet that was left unread, or
 * `not_possible_now`.
 */
export async function chooseSheet(
  actor: UserActor,
  { importId, sheet }: { importId: string; sheet: string },
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const batch = await requireBatch(tx, importId);
    if (batch.status !== "mapping" && batch.status !== "checked") throw new AppError("not_possible_now");
    const { rows } = await tx.query<{ facts: FileFacts | null }>("select facts from import where id = $1", [
      importId,
    ]);
    if (!rows[0]?.facts?.others.some(({ name }) => name === sheet)) throw new AppError("bad_input");
    await tx.query("delete from import_row where import_id = $1", [importId]);
    await tx.query(
      `update import set status = 'reading', sheet = $2, facts = null, headings = '{}', fields = '{}', row_count = 0,
              checked_count = 0 where id = $1`,
      [importId, sheet],
    );
    await recordAuditSql(tx, {
      actor,
      action: "import.sheet_chosen",
      environment: batch.environment,
      subjectId: importId,
      details: {},
    });
    await READ_IMPORT.enqueue(tx, { importId });
  });
}

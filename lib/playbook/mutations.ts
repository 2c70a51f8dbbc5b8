import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";

/** An entry as `playbookTexts` made it. `knownAt` is null for a cause that nobody has explained yet. */
export type PlaybookEntry = { cause: string; meaning: string; fix: string; knownAt: Date | null };

// The time is cut to what is stored, so that it is equal when it comes back from the form.
const WRITE = `
  insert into playbook_entry as p (cause, meaning, fix, author_id, updated_at)
  values ($1, $2, $3, $4, clock_timestamp())
  on conflict (cause) do update
    set meaning = excluded.meaning, fix = excluded.fix, author_id = excluded.author_id, updated_at = excluded.updated_at
  where p.updated_at = $5
  returning xmax = 0 as "isNew"`;

/**
 * Writes down what a cause means and how it is fixed, for everyone who meets it next. Throws AppError
 * `changed_meanwhile` where somebody else wrote it since, so that nobody's words are lost unseen.
 */
export async function writePlaybookEntry(actor: UserActor, entry: PlaybookEntry): Promise<void> {
  requireCan(actor, "playbook.write");
  const { cause, meaning, fix, knownAt } = entry;
  await inTransaction(database().pool, async (tx) => {
    const { rows } = await tx.query<{ isNew: boolean }>(WRITE, [cause, meaning, fix, actor.id, knownAt]);
    if (!rows[0]) throw new AppError("changed_meanwhile");
    await recordAuditSql(tx, {
      actor,
      action: rows[0].isNew ? "playbook.entry_written" : "playbook.entry_changed",
      subjectId: cause,
    });
  });
}

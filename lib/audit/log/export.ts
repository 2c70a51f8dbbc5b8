import { type AuditEntryRow, ENTRY_NAMES, entryOf, NAMED_ENTRY, whereOf } from "@/lib/audit/log/entries";
import type { AuditLogEntry } from "@/lib/audit/log/entry-view";
import { type AuditFilter, writeAuditFilter } from "@/lib/audit/log/filter";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { type Reading, readByCursor } from "@/lib/export/reading";

/** Reads all entries that match, newest first, for a file. Throws AppError `not_allowed` without `audit.read`. */
export async function readAuditForExport(
  actor: UserActor,
  filter: AuditFilter,
  now: Date,
): Promise<Reading<AuditLogEntry>> {
  requireCan(actor, "audit.read");
  const { led, looked, values } = whereOf(filter, now, actor.timeZone);
  const matching = `select id, at from audit_entry where ${led}${looked && ` and ${looked}`}`;
  const { batches, ...reading } = await readByCursor<AuditEntryRow>({
    matching,
    rows: `select ${NAMED_ENTRY} from (${matching}) matching join audit_entry entry using (id) ${ENTRY_NAMES}
            order by matching.at desc, matching.id desc`,
    values,
  });
  return { ...reading, batches: entriesOf(batches) };
}

async function* entriesOf(batches: AsyncIterable<AuditEntryRow[]>): AsyncGenerator<AuditLogEntry[]> {
  for await (const rows of batches) yield rows.map(entryOf);
}

/** Writes down who takes which part of the log away. */
export async function recordAuditExport(
  actor: UserActor,
  { filter, entries }: { filter: AuditFilter; entries: number },
): Promise<void> {
  await inTransaction(database().pool, (tx) =>
    recordAuditSql(tx, {
      actor,
      action: "audit.exported",
      details: { filter: writeAuditFilter(filter), entries },
    }),
  );
}

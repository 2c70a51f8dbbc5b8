import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import type { ExportRequest } from "@/lib/export/columns";
import { keptQuery, type ListFilter } from "@/lib/registrations/list/filter";

/** Writes down who takes what away: the filter without what was searched for, which may be personal data, and the number of rows. */
export async function recordExport(
  actor: UserActor,
  {
    filter,
    format,
    columns,
    unmasked,
    ids,
    rows,
  }: Pick<ExportRequest, "format" | "columns" | "unmasked" | "ids"> & { filter: ListFilter; rows: number },
): Promise<void> {
  await inTransaction(database().pool, (tx) =>
    recordAuditSql(tx, {
      actor,
      action: "registrations.exported",
      environment: env().doku.environment,
      details: {
        filter: keptQuery({ ...filter, query: "", columns: null }),
        searched: filter.query !== "",
        selected: ids.length > 0,
        rows,
        format,
        columns: [...columns],
        unmasked,
      },
    }),
  );
}

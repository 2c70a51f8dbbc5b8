import type { ClientBase } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { requireBatch } from "@/lib/imports/checked-batch";
import { READ_IMPORT } from "@/lib/imports/queue";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import { judgeFields } from "@/lib/spreadsheet/rows/column-fields";
import { type HeadingField, isHeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { headingKey, matchHeadings } from "@/lib/spreadsheet/rows/headings";

export type MatchResult = { kind: "matched" } | { kind: "missing" | "doubled"; fields: RegistrationField[] };

/**
 * Says for each heading, in their order, which field it fills, and has all rows checked with that; the person's next
 * file is matched alike. Also for a checked batch of which nothing was sent, whose rows are then checked anew. `opened` is
 * how they were matched when the person came to it; nothing happens while they are checked as the person says.
 *
 * Throws AppError `not_allowed`, `not_found`, `bad_input` where the headings are others, `changed_meanwhile` where somebody
 * matched them otherwise since, or has another sheet read, or `not_possible_now`.
 */
export async function matchColumns(
  actor: UserActor,
  {
    importId,
    fields: given,
    opened,
  }: { importId: string; fields: readonly string[]; opened?: readonly string[] | undefined },
): Promise<MatchResult> {
  requireCan(actor, "registrations.write");
  const fields = given.filter(isHeadingField);
  const { missing, doubled } = judgeFields(fields);
  return inTransaction(database().pool, async (tx) => {
    const batch = await requireBatch(tx, importId);
    if (batch.status === "checking" && isSame(given, batch.fields)) return { kind: "matched" };
    if (batch.status !== "mapping" && batch.status !== "checked") throw new AppError("not_possible_now");
    if (opened && !isSame(opened, batch.fields)) throw new AppError("changed_meanwhile");
    if (fields.length !== given.length || fields.length !== batch.headings.length)
      throw new AppError("bad_input");
    if (missing.length > 0) return { kind: "missing", fields: missing };
    if (doubled.length > 0) return { kind: "doubled", fields: doubled };
    await tx.query("update import set fields = $2, status = 'checking', checked_count = 0 where id = $1", [
      importId,
      fields,
    ]);
    await rememberHeadings(tx, actor.id, { headings: batch.headings, fields });
    await recordAuditSql(tx, {
      actor,
      action: "import.mapped",
      environment: batch.environment,
      subjectId: importId,
      details: { columns: fields.filter((field) => field !== "").length },
    });
    await READ_IMPORT.enqueue(tx, { importId });
    return { kind: "matched" };
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((field, place) => field === other[place]);
}

/** Keeps where the person thinks otherwise than the names we know, and forgets what they think no longer. */
async function rememberHeadings(
  tx: ClientBase,
  userId: string,
  { headings, fields }: { headings: readonly string[]; fields: readonly HeadingField[] },
): Promise<void> {
  const known = matchHeadings(headings, new Map()).fields;
  const decided = new Map<string, string>();
  headings.forEach((heading, column) => {
    const field = fields[column] ?? "";
    const key = headingKey(heading);
    if (field !== known[column] && field !== "ours" && field !== "row_key" && key !== "")
      decided.set(key, field);
  });
  await tx.query("delete from import_heading where user_id = $1 and heading = any($2)", [
    userId,
    headings.map(headingKey),
  ]);
  await tx.query(
    `insert into import_heading (user_id, heading, field) select $1, heading, field from unnest($2::text[], $3::text[]) as t(heading, field)
     on conflict (user_id, heading) do update set field = excluded.field`,
    [userId, [...decided.keys()], [...decided.values()]],
  );
}

import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { can, requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type Batch, requireBatch } from "@/lib/imports/checked-batch";
import { rewriteFindings } from "@/lib/imports/checking/findings";
import type { Replaceable } from "@/lib/imports/import-view";

/** So many rows of the earlier file are looked for first; a file of another kind has hardly one of them. */
const SAMPLE = 200;
const FORGOTTEN_AFTER = "30 days";

// By who a row is, or by what says who the merchant is: each is a hash join, which one with OR would not be.
const MATCHED = (limit: string) => `
  old as materialized (
    select position, row_key, representative_email_key as email, phone_e164 as phone from import_row
     where import_id = c.id and state in ('problems', 'warnings', 'ready') order by position ${limit}
  ), new as materialized (
    select row_key, representative_email_key as email, phone_e164 as phone from import_row where import_id = b.id
  ), matched as (
    select position from old join new using (row_key)
    union select position from old join new using (email) where email <> ''
    union select position from old join new using (phone) where phone <> ''
  )
  select (select count(*)::int from old) as open, (select count(*)::int from matched) as matched`;

/** A row `e` that is not as its file has it. */
const EDITED = `(e.left_out <> e.is_hidden or e.accepted_reason is not null or e.kinds @? '$.* ? (@.kind == "typed")')`;

const CANDIDATES = `
  select c.id, c.file_name as "fileName", c.created_at as "createdAt", whole.open - whole.matched as missing,
         (select count(*)::int from import_row e where e.import_id = c.id and ${EDITED}) as edited
    from import b
    join import c on c.environment = b.environment and c.created_by_id = b.created_by_id and c.status = 'checked'
     and c.created_at < b.created_at and c.created_at > b.created_at - interval '${FORGOTTEN_AFTER}'
    cross join lateral (with ${MATCHED(`limit ${SAMPLE}`)}) sample
    cross join lateral (
      select w.* from (select) one cross join lateral (with ${MATCHED("")}) w
       where sample.open > 0 and sample.matched * 2 >= sample.open) whole
   where b.id = $1 and b.created_by_id = $2 and b.status = 'checked' and whole.matched * 2 >= whole.open
   order by c.created_at desc limit 1`;

/**
 * The earlier upload by the same person that was not sent and has mostly the same rows, as a file has that was
 * corrected and handed in again; null where there is none, or the person may send nothing.
 */
export async function findReplaceable(actor: UserActor, importId: string): Promise<Replaceable | null> {
  if (!can(actor, "registrations.write")) return null;
  const { rows } = await database().pool.query<Omit<Replaceable, "createdAt"> & { createdAt: Date }>(
    CANDIDATES,
    [importId, actor.id],
  );
  const [found] = rows;
  return found ? { ...found, createdAt: found.createdAt.toISOString() } : null;
}

/**
 * Ends an earlier upload in favour of a later one: nothing of it is sent any more, and the rows of the later one do not
 * warn of it. Nothing happens where that was done. Throws AppError `not_allowed`, `not_found`, or `not_possible_now`
 * where one of them is not the person's, not checked, or sent meanwhile.
 */
export async function replaceImport(
  actor: UserActor,
  { importId, replacedId }: { importId: string; replacedId: string },
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    // In the order of their ids, as everything that locks two of a kind.
    const [first, second] = [importId, replacedId].toSorted();
    const locked = [await requireBatch(tx, first ?? ""), await requireBatch(tx, second ?? "")];
    const batch = locked.find(({ id }) => id === importId);
    const earlier = locked.find(({ id }) => id === replacedId);
    if (!batch || !earlier || batch === earlier) throw new AppError("not_found");
    if (earlier.status === "stopped" && (await isReplacedBy(tx, earlier, batch))) return;
    const isTheirs = [batch, earlier].every(
      (each) => each.createdById === actor.id && each.status === "checked",
    );
    if (!isTheirs) throw new AppError("not_possible_now");
    await tx.query(
      "update import set status = 'stopped', finished_at = clock_timestamp(), replaced_by_id = $2 where id = $1",
      [earlier.id, batch.id],
    );
    await recordAuditSql(tx, {
      actor,
      action: "import.replaced",
      environment: batch.environment,
      subjectId: earlier.id,
      details: { by: batch.id },
    });
    await rewriteFindings(tx, batch, await positionsThatWarn(tx, batch));
  });
}

async function isReplacedBy(tx: PoolClient, earlier: Batch, batch: Batch): Promise<boolean> {
  const { rowCount } = await tx.query("select from import where id = $1 and replaced_by_id = $2", [
    earlier.id,
    batch.id,
  ]);
  return rowCount === 1;
}

async function positionsThatWarn(tx: PoolClient, { id }: Batch): Promise<number[]> {
  const { rows } = await tx.query<{ position: number }>(
    `select position from import_row where import_id = $1 and warnings @> '[{"code": "in_other_batch"}]'`,
    [id],
  );
  return rows.map(({ position }) => position);
}

import type { ClientBase } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type Batch, requireBatch } from "@/lib/imports/checked-batch";
import { checkRow } from "@/lib/imports/checking/check";
import { rowColumns } from "@/lib/imports/checking/check-columns";
import { rewriteFindings, sharingRows } from "@/lib/imports/checking/findings";
import { SAYS_NOTHING_SQL } from "@/lib/imports/checking/findings-sql";
import type { ImportRowView, ImportStatus, RowFinding } from "@/lib/imports/import-view";
import { readRow } from "@/lib/imports/queries";
import { showRow } from "@/lib/imports/queries-masked";
import { rowPrint } from "@/lib/imports/row-print";
import { MAX_CELL_LENGTH } from "@/lib/imports/upload-limits";
import { cleanCell } from "@/lib/spreadsheet/cells/cell";
import { type RowKinds, withKind } from "@/lib/spreadsheet/cells/cell-kind";
import { columnOf } from "@/lib/spreadsheet/rows/heading-field";
import { removeUntyped } from "@/lib/text/characters";

const REASON_MAX_LENGTH = 500;

/** While nobody hands its rows out. */
const CORRECTABLE: readonly ImportStatus[] = ["checked", "canary_done", "paused"];

/**
 * Writes a cell anew (`column` from 0, in the order of the headings) and checks its row again, and the rows that share
 * something with what it said before or says now. Who the row is stays. Warnings that were accepted have to be again.
 * `was` is what the person saw there, with or without what nobody types.
 *
 * Throws AppError `not_allowed`, `not_found`, `bad_input`, `changed_meanwhile` where somebody else has written something
 * else there, or `not_possible_now` where the batch is being sent, or the row was sent or is done.
 */
export async function editCell(
  actor: UserActor,
  input: { importId: string; position: number; column: number; text: string; was?: string | undefined },
): Promise<ImportRowView> {
  return changeRow(actor, input, {
    async change(tx, batch, row) {
      const text = cleanCell(input.text);
      const column = batch.headings.length > input.column && input.column >= 0 ? input.column : null;
      if (column === null || text.length > MAX_CELL_LENGTH) throw new AppError("bad_input");
      const there = row.cells[column] ?? "";
      const seen = input.was === undefined ? there : cleanCell(input.was);
      const isTheirs = removeUntyped(there) !== removeUntyped(seen);
      if (isTheirs && there !== text) throw new AppError("changed_meanwhile");
      const cells = Array.from(batch.headings, (_, place) =>
        place === column ? text : (row.cells[place] ?? ""),
      );
      const kinds = withKind(row.kinds, column, { kind: "typed" });
      const shape = row.warnings.filter((finding) => staysTold(finding, batch.fields, column));
      const { fields, environment } = batch;
      const checked = checkRow(cells, { fields, environment, kinds, shape });
      await tx.query(
        `update import_row set cells = $3, kinds = $4, state = $5, problems = $6, warnings = $7, reference_key = $8,
                name_key = $9, representative_email_key = $10, invited_user_email_key = $11, phone_e164 = $12,
                accepted_reason = null
          where import_id = $1 and position = $2`,
        [batch.id, row.position, cells, JSON.stringify(kinds), ...rowColumns([checked]).slice(1).flat()],
      );
      return true;
    },
    details: { column: input.column + 1 },
  });
}

/** What a check of the row by itself does not say again: the shape of its line, and what its other cells said before. */
function staysTold({ field, code }: RowFinding, fields: Batch["fields"], edited: number): boolean {
  switch (code) {
    case "row_too_short":
    case "row_too_long":
      return true;
    case "form_lost":
    case "changed_since":
      return field !== null && columnOf(fields, field) !== edited;
    default:
      return false;
  }
}

/**
 * Leaves a row out, or takes it back, and checks again the rows that share something with it. Nothing happens where that
 * was done. Throws as `editCell`.
 */
export async function leaveOutRow(
  actor: UserActor,
  input: { importId: string; position: number; isLeftOut: boolean },
): Promise<ImportRowView> {
  return changeRow(actor, input, {
    async change(tx, batch, row) {
      const { rowCount } = await tx.query(
        "update import_row set left_out = $3 where import_id = $1 and position = $2 and left_out <> $3",
        [batch.id, row.position, input.isLeftOut],
      );
      return rowCount === 1;
    },
    details: { leftOut: input.isLeftOut },
  });
}

/**
 * Takes in the rows that the file hides, as if it showed them, and checks again what they share with others. Those
 * that a person left out otherwise stay out. How many there were. Throws AppError as `editCell`.
 */
export async function takeHiddenRowsIn(
  actor: UserActor,
  { importId }: { importId: string },
): Promise<{ taken: number }> {
  requireCan(actor, "registrations.write");
  return inTransaction(database().pool, async (tx) => {
    const batch = await requireCorrectable(tx, importId);
    const { rowCount } = await tx.query(
      `update import_row set left_out = false
        where import_id = $1 and is_hidden and left_out and state not in ('sent', 'done')`,
      [batch.id],
    );
    const taken = rowCount ?? 0;
    if (taken === 0) return { taken };
    const { rows } = await tx.query<{ position: number }>(
      "select position from import_row where import_id = $1 and state not in ('sent', 'done')",
      [batch.id],
    );
    await rewriteFindings(
      tx,
      batch,
      rows.map(({ position }) => position),
    );
    await recordRowChange(tx, actor, batch, { hiddenRows: taken });
    return { taken };
  });
}

type CurrentRow = Pick<ImportRowView, "position" | "state" | "warnings"> & {
  cells: string[];
  kinds: RowKinds;
};

type RowChange = {
  /** Answers whether there was anything to change. */
  change: (tx: ClientBase, batch: Batch, row: CurrentRow) => Promise<boolean>;
  details: Record<string, number | boolean>;
};

async function changeRow(
  actor: UserActor,
  { importId, position }: { importId: string; position: number },
  { change, details }: RowChange,
): Promise<ImportRowView> {
  requireCan(actor, "registrations.write");
  return inTransaction(database().pool, async (tx) => {
    const batch = await requireCorrectable(tx, importId);
    const row = await requireOpenRow(tx, importId, position);
    const before = await sharingRows(tx, importId, position);
    if (await change(tx, batch, row)) {
      const after = await sharingRows(tx, importId, position);
      await rewriteFindings(tx, batch, [...new Set([...before, ...after])]);
      await recordRowChange(tx, actor, batch, { row: position, ...details });
    }
    return showRow(actor, await readRow(tx, importId, position), batch.fields);
  });
}

async function requireCorrectable(tx: ClientBase, importId: string): Promise<Batch> {
  const batch = await requireBatch(tx, importId);
  if (!CORRECTABLE.includes(batch.status)) throw new AppError("not_possible_now");
  return batch;
}

async function requireOpenRow(tx: ClientBase, importId: string, position: number): Promise<CurrentRow> {
  const { rows } = await tx.query<CurrentRow>(
    "select position, state, warnings, cells, kinds from import_row where import_id = $1 and position = $2",
    [importId, position],
  );
  const [row] = rows;
  if (!row) throw new AppError("not_found");
  if (row.state === "sent" || row.state === "done") throw new AppError("not_possible_now");
  return row;
}

async function recordRowChange(
  tx: ClientBase,
  actor: UserActor,
  { id, environment }: Batch,
  details: Record<string, number | boolean>,
): Promise<void> {
  await recordAuditSql(tx, { actor, action: "import.row_changed", environment, subjectId: id, details });
}

export type AcceptResult = { accepted: number } | { kind: "reason_missing" };

const TO_ACCEPT = `
  select position, warnings @? '$[*].code ? (@ starts with "registered_" || @ starts with "row_repeats_" || @ == "in_other_batch")'
                     as "asksReason"
    from import_row
   where import_id = $1 and not left_out
     and (state = 'warnings' and ($2::int is null or position = $2)
          or state = 'skipped' and position = $2 and not ${SAYS_NOTHING_SQL("warnings")})`;

/**
 * Accepts the warnings of one row, which the person saw with this `print`, or (`position` null) of every row that has
 * nothing but warnings: `count` of them, as they saw. A row that repeats another to the letter is accepted by its
 * position only. Where a row may be registered already, a reason is asked for. Throws AppError as `editCell`;
 * `changed_meanwhile` where there are more or fewer rows, or the one says something else by now.
 */
export async function acceptWarnings(
  actor: UserActor,
  input: {
    importId: string;
    position: number | null;
    count?: number | undefined;
    print?: string | undefined;
    reason: string;
  },
): Promise<AcceptResult> {
  requireCan(actor, "registrations.write");
  const reason = input.reason.trim().slice(0, REASON_MAX_LENGTH);
  return inTransaction(database().pool, async (tx) => {
    const batch = await requireCorrectable(tx, input.importId);
    const { rows } = await tx.query<{ position: number; asksReason: boolean }>(TO_ACCEPT, [
      batch.id,
      input.position,
    ]);
    if (input.position === null && input.count !== undefined && input.count !== rows.length)
      throw new AppError("changed_meanwhile");
    if (input.position !== null && input.print !== undefined)
      await requireAsSeen(tx, actor, batch, { position: rows[0]?.position ?? null, print: input.print });
    if (reason === "" && rows.some(({ asksReason }) => asksReason)) return { kind: "reason_missing" };
    const positions = rows.map(({ position }) => position);
    // What is said of merchants that may be registered twice is not said of a mistyped address accepted beside them.
    const withReason = rows.filter(({ asksReason }) => asksReason || input.position !== null);
    if (positions.length === 0) return { accepted: 0 };
    await tx.query(
      `update import_row set accepted_reason = case when position = any($4) then $3 else '' end, state = case when state = 'warnings' then 'ready' else state end
        where import_id = $1 and position = any($2)`,
      [batch.id, positions, reason, withReason.map(({ position }) => position)],
    );
    // One that repeats another to the letter may now bear its reference twice.
    if (input.position !== null) await rewriteFindings(tx, batch, positions);
    await recordAuditSql(tx, {
      actor,
      action: "import.warnings_accepted",
      environment: batch.environment,
      subjectId: batch.id,
      details: { rows: positions.length },
    });
    return { accepted: positions.length };
  });
}

/** Null where there is nothing to accept of it any more. */
async function requireAsSeen(
  tx: ClientBase,
  actor: UserActor,
  { id, fields }: Batch,
  { position, print }: { position: number | null; print: string },
): Promise<void> {
  const row = position === null ? null : showRow(actor, await readRow(tx, id, position), fields);
  if (row === null || rowPrint(row) !== print) throw new AppError("changed_meanwhile");
}

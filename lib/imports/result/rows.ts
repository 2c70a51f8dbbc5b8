import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isBatchId } from "@/lib/imports/checked-batch";
import type { ImportStatus, RowState } from "@/lib/imports/import-view";
import { listImportRows } from "@/lib/imports/queries";
import {
  type GivenBatch,
  isLeftToDo,
  type ResultWords,
  resultCells,
  theirHeadings,
} from "@/lib/imports/result/cells";
import { seesContacts, showLabel } from "@/lib/registrations/sight";
import { ownHeadings } from "@/lib/spreadsheet/rows/headings";

/** Rows that are in memory at once. */
const BATCH = 500;

/** All rows, or only those that a person has to do something about. */
export type ResultFileKind = "all" | "problems";

/** A spreadsheet of the kind that was handed in, for `writeSheet`. */
export type ResultFile = {
  fileName: string;
  format: "csv" | "xlsx";
  delimiter: string;
  headings: string[];
  /** Read page by page, so that a slow reader holds nothing of the database. */
  rows: AsyncGenerator<string[][]>;
  /** Rows that were hidden and left out for it stay hidden: uploaded again, they are not sent either. */
  isHidden: (cells: readonly unknown[]) => boolean;
};

/**
 * Gives a batch back: their own columns in their own order, then what became of each row and what is left to do. Uploaded
 * again, it runs only what is not finished. Whoever may not see personal data finds it masked. Who takes it away is
 * written down before the first row leaves.
 *
 * Throws AppError `not_allowed`, `not_found`, `not_possible_now` while the batch is not checked, or `removed` where what its
 * rows say is kept no longer; also between two pages, so that a file that was begun breaks off.
 */
export async function readResultFile(
  actor: UserActor,
  importId: string,
  kind: ResultFileKind,
  words: ResultWords,
): Promise<ResultFile> {
  requireCan(actor, "registrations.export");
  const kept = await readBatch(importId);
  const batch = {
    ...kept,
    fileName: showLabel(actor, kept.fileName),
    headings: kept.headings.map((heading) => showLabel(actor, heading)),
  };
  if (NOT_YET.includes(batch.status)) throw new AppError("not_possible_now");
  if (batch.isRemoved) throw new AppError("removed");
  await inTransaction(database().pool, (tx) =>
    recordAuditSql(tx, {
      actor,
      action: "import.downloaded",
      environment: env().doku.environment,
      subjectId: importId,
      details: { rows: kind, unmasked: seesContacts(actor) },
    }),
  );
  // Rows that were pasted come from no file; a workbook opens everywhere.
  const format = batch.fileName === "" ? "xlsx" : batch.format;
  const hidden = new WeakSet<readonly unknown[]>();
  return {
    fileName: `${nameOf(batch.fileName, kind)}.${format}`,
    format,
    delimiter: batch.delimiter ?? ",",
    headings: [...theirHeadings(batch), ...ownHeadings(batch.headings, batch.fields)],
    rows: readRows(actor, batch, { kind, words, hidden }),
    isHidden: (cells) => hidden.has(cells),
  };
}

const NOT_YET: readonly ImportStatus[] = ["reading", "mapping", "checking", "refused"];

type FileFacts = GivenBatch & {
  id: string;
  fileName: string;
  format: "csv" | "xlsx";
  delimiter: string | null;
  isRemoved: boolean;
};

async function readBatch(importId: string): Promise<FileFacts> {
  if (!isBatchId(importId)) throw new AppError("not_found");
  const { rows } = await database().pool.query<FileFacts>(
    `select i.id, i.status, i.headings, i.fields, i.file_name as "fileName", i.format, i.delimiter, c.replay,
            i.rows_removed_at is not null as "isRemoved"
       from import i join credential c on c.id = i.credential_id where i.id = $1 and i.environment = $2`,
    [importId, env().doku.environment],
  );
  const [batch] = rows;
  if (!batch) throw new AppError("not_found");
  return batch;
}

async function* readRows(
  actor: UserActor,
  batch: FileFacts,
  { kind, words, hidden }: { kind: ResultFileKind; words: ResultWords; hidden: WeakSet<readonly unknown[]> },
): AsyncGenerator<string[][]> {
  const states = kind === "all" ? null : LEFT_STATES;
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof listImportRows>> = await listImportRows(actor, batch.id, {
      states,
      after,
      limit: BATCH,
    });
    const rows = kind === "all" ? page.rows : page.rows.filter((row) => isLeftToDo(row, batch));
    const given = rows.map((row) => {
      const cells = resultCells(row, batch, words);
      if (row.isHidden && row.state === "skipped") hidden.add(cells);
      return cells;
    });
    if (given.length > 0) yield given;
    after = page.next;
  }
}

/** What a row that is left to do may stand in. */
const LEFT_STATES: readonly RowState[] = ["problems", "warnings", "ready", "done", "sent"];

const NAME_LIMIT = 100;

/** `merchants-results` for `merchants.csv`; a result file that was handed in again keeps its name. */
function nameOf(fileName: string, kind: ResultFileKind): string {
  const base = fileName.replace(/\.[^.]*$/, "").replace(/-(results|to-fix)$/, "");
  const safe = base.replace(/[^\p{L}\p{N} ._()-]/gu, "_").trim();
  return `${[...safe].slice(0, NAME_LIMIT).join("") || "mitra"}-${kind === "all" ? "results" : "to-fix"}`;
}

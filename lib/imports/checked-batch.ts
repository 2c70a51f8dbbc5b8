import type { ClientBase, Pool } from "pg";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { ImportStatus } from "@/lib/imports/import-view";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** A batch as those see it who read, check and correct its rows. */
export type Batch = {
  id: string;
  environment: Environment;
  status: ImportStatus;
  createdById: string;
  fileName: string;
  bytes: number;
  rowCount: number;
  checkedCount: number;
  headings: readonly string[];
  fields: readonly HeadingField[];
  /** The sheet of a workbook that a person chose. */
  sheet: string | null;
};

const READ_BATCH = `
  select id, environment, status, created_by_id as "createdById", file_name as "fileName", bytes, row_count as "rowCount",
         checked_count as "checkedCount", coalesce(headings, '{}') as headings, coalesce(fields, '{}') as fields, sheet
    from import where id = $1`;

/** Null where there is none of this id. */
export async function loadBatch(pool: Pool | ClientBase, importId: string): Promise<Batch | null> {
  const { rows } = await pool.query<Batch>(READ_BATCH, [importId]);
  return rows[0] ?? null;
}

/** The same, while nobody else changes the batch or hands out its rows until the transaction ends. */
export async function lockBatch(tx: ClientBase, importId: string): Promise<Batch | null> {
  const { rows } = await tx.query<Batch>(`${READ_BATCH} for no key update`, [importId]);
  return rows[0] ?? null;
}

/** The batch of a page or an action, locked. Throws AppError `not_found`, also for one of another environment. */
export async function requireBatch(tx: ClientBase, importId: string): Promise<Batch> {
  const batch = isBatchId(importId) ? await lockBatch(tx, importId) : null;
  if (batch?.environment !== env().doku.environment) throw new AppError("not_found");
  return batch;
}

const ID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text from an address can be the id of a batch. */
export function isBatchId(text: string): boolean {
  return ID_FORM.test(text);
}

import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { RowState } from "@/lib/imports/import-view";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { HEADINGS } from "@/lib/testing/import-files";
import { makeMerchant } from "@/lib/testing/registrations";

export type MadeRow = { cells: string[]; rowKey: string; state: RowState };

/** The columns of a batch that is made here: those of the template, then one of theirs. */
export const MADE_HEADINGS = [...HEADINGS, "Kota"] as const;
export const MADE_FIELDS: readonly HeadingField[] = [...REGISTRATION_FIELDS, ""];

/** A checked row of a merchant unlike any other; its reference is left for us to make. */
export function makeRow(overrides: Partial<Parameters<typeof makeMerchant>[0]> = {}): MadeRow {
  const input = makeMerchant({ partnerReference: "", ...overrides });
  const cells = [...REGISTRATION_FIELDS.map((field) => input[field]), "Bandung"];
  return { cells, rowKey: randomUUID(), state: "ready" };
}

/** A batch that has been read and checked, with these rows. Returns its id. */
export async function makeImport(
  pool: Pool,
  {
    createdById,
    credentialId,
    environment = "simulator",
    rows,
  }: {
    createdById: string;
    credentialId: string;
    environment?: Environment;
    rows: MadeRow[];
  },
): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into import (id, environment, credential_id, created_by_id, file_name, format, bytes, status, delimiter, headings,
            fields, row_count, checked_count)
     values ($1, $7, $2, $3, 'merchants.csv', 'csv', 1000, 'checked', ';', $4, $5, $6, $6)`,
    [id, credentialId, createdById, MADE_HEADINGS, MADE_FIELDS, rows.length, environment],
  );
  const numbered = rows.map((row, index) => ({ ...row, position: index + 1 }));
  await pool.query(
    `insert into import_row (import_id, position, cells, row_key, state)
     select $1, r.position, array(select jsonb_array_elements_text(r.cells)), r."rowKey", r.state::import_row_state
       from jsonb_to_recordset($2::jsonb) as r(position int, cells jsonb, "rowKey" uuid, state text)`,
    [id, JSON.stringify(numbered)],
  );
  return id;
}

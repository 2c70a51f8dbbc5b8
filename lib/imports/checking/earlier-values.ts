import type { ClientBase } from "pg";
import type { Batch } from "@/lib/imports/checked-batch";
import { STATE_SQL } from "@/lib/imports/checking/findings-sql";
import { hasLostForm } from "@/lib/imports/checking/lost-form";
import type { RowFinding } from "@/lib/imports/import-view";
import { normalisePhone } from "@/lib/registrations/input/phone";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { columnOf, type HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { cleanLine } from "@/lib/text/characters";
import { normaliseEmail } from "@/lib/text/email";

const PAGE = 500;

/** A row that names its key, and the same row as it was last given back. */
type Again = {
  position: number;
  cells: string[];
  earlierCells: string[];
  earlierFields: HeadingField[];
};

const ROWS_AGAIN = `
  select r.position, r.cells, e.cells as "earlierCells", e.fields as "earlierFields"
    from import_row r
    join import b on b.id = r.import_id
    join lateral (
      select k.cells, i.fields from import_row k join import i on i.id = k.import_id
       where k.row_key = r.row_key and k.import_id <> r.import_id and i.environment = b.environment
         and i.created_at <= b.created_at
       order by i.created_at desc limit 1) e on true
   where r.import_id = $1 and r.position > $2 and r.state <> 'done' and lower(r.cells[$3::int]) = r.row_key::text
   order by r.position limit ${PAGE}`;

const ADD_WARNINGS = `
  update import_row r set warnings = r.warnings || g.warnings, state = ${STATE_SQL("r.problems", "r.warnings || g.warnings")}
    from jsonb_to_recordset($2::jsonb) as g(position int, warnings jsonb)
   where r.import_id = $1 and r.position = g.position`;

/**
 * Tells of each row that comes back from a result file (its key is in column `keyColumn`, from 0) what it says otherwise
 * than before. Where that looks like the work of a spreadsheet program, a person is asked, and may have the old value.
 */
export async function tellOfEarlierValues(tx: ClientBase, batch: Batch, keyColumn: number): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await tx.query<Again>(ROWS_AGAIN, [batch.id, after, keyColumn + 1]);
    const told = rows.flatMap((row) => {
      const warnings = compareRow(row, batch.fields);
      return warnings.length > 0 ? [{ position: row.position, warnings }] : [];
    });
    if (told.length > 0) await tx.query(ADD_WARNINGS, [batch.id, JSON.stringify(told)]);
    after = rows.at(-1)?.position ?? after;
    if (rows.length < PAGE) return;
  }
}

function compareRow(
  { cells, earlierCells, earlierFields }: Again,
  fields: readonly HeadingField[],
): RowFinding[] {
  return REGISTRATION_FIELDS.flatMap((field): RowFinding[] => {
    const place = columnOf(fields, field);
    const earlier = columnOf(earlierFields, field);
    if (place < 0 || earlier < 0 || (field === "invitedUserEmail" && fields[place] === "bothEmails"))
      return [];
    const finding = compareValues(field, earlierCells[earlier] ?? "", cells[place] ?? "");
    return finding ? [finding] : [];
  });
}

/** What is to be said of a value that was another one before; null where it comes to the same. Pure. */
function compareValues(field: RegistrationField, before: string, now: string): RowFinding | null {
  const was = cleanLine(before);
  if (was === cleanLine(now) || meaningOf(field, before) === meaningOf(field, now)) return null;
  if (hasLostForm(was, now)) return { field, code: "form_lost", params: { was, suggestion: was } };
  const params = { was, before: was === "" ? "empty" : "filled" };
  return { field, code: "changed_since", params };
}

function meaningOf(field: RegistrationField, text: string): string {
  if (field === "phoneNumber") {
    const phone = normalisePhone(text, "ID");
    return phone.ok ? phone.e164 : text;
  }
  if (field === "representativeEmail" || field === "invitedUserEmail") {
    const email = normaliseEmail(text);
    return email.ok ? email.address : text;
  }
  return cleanLine(text);
}

import type { CheckedRow } from "@/lib/imports/checking/check";

/** A row's columns that a check writes; `unchecked` where its columns are not known yet. */
export type RowColumns = Omit<CheckedRow, "state"> & { state: CheckedRow["state"] | "unchecked" };

/** The columns in the order of `rowColumns`. */
export const ROW_COLUMNS = [
  "row_key",
  "state",
  "problems",
  "warnings",
  "reference_key",
  "name_key",
  "representative_email_key",
  "invited_user_email_key",
  "phone_e164",
] as const;

/** What checks found as one array a column: uuid, state, jsonb, jsonb and five texts. */
export function rowColumns(rows: readonly RowColumns[]): string[][] {
  return [
    rows.map(({ contentKey }) => contentKey),
    rows.map(({ state }) => state),
    rows.map(({ problems }) => findingsText(problems)),
    rows.map(({ warnings }) => findingsText(warnings)),
    rows.map(({ keys }) => keys.reference),
    rows.map(({ keys }) => keys.name),
    rows.map(({ keys }) => keys.representativeEmail),
    rows.map(({ keys }) => keys.invitedUserEmail),
    rows.map(({ keys }) => keys.phone),
  ];
}

function findingsText(findings: readonly unknown[]): string {
  return findings.length === 0 ? "[]" : JSON.stringify(findings);
}

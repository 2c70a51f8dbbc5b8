import type { Authority } from "@/lib/authority/permissions";
import { maskContacts, maskPhone } from "@/lib/doku/masking";
import { maskEmail } from "@/lib/i18n/mask";
import type { FileFacts } from "@/lib/imports/file-facts";
import {
  CELL_FINDING_CODES,
  type ImportRowView,
  ROW_FINDING_CODES,
  type RowFinding,
} from "@/lib/imports/import-view";
import { holdingOf, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import { seesContacts, showLabel, showNote, showWords } from "@/lib/registrations/sight";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

const HIDDEN = "•••";
/** Those that quote the row itself, as it is or was before. */
const QUOTING: ReadonlySet<string> = new Set([...CELL_FINDING_CODES, "form_lost", "changed_since"]);
const ABOUT_OTHERS: ReadonlySet<string> = new Set(ROW_FINDING_CODES.filter((code) => !QUOTING.has(code)));

/** A row as the database has it. */
export type KeptRow = Omit<ImportRowView, "acceptedReason" | "registration"> & {
  acceptedReason: string | null;
  registration:
    | (Omit<NonNullable<ImportRowView["registration"]>, "problem"> & { problem: string | null })
    | null;
};

/**
 * A row as its reader may see it. Who sees no contacts finds addresses and numbers masked, also where a finding or DOKU
 * quotes them; what stands in a column of theirs is not known, and hidden altogether. Pure.
 */
export function showRow(actor: Authority, row: KeptRow, fields: readonly HeadingField[]): ImportRowView {
  const { registration } = row;
  const shown = {
    ...row,
    acceptedReason: showNote(actor, row.acceptedReason),
    registration: registration && { ...registration, problem: showWords(actor, registration.problem) },
  };
  if (seesContacts(actor)) return shown;
  return {
    ...shown,
    cells: row.cells.map((text, column) => maskCell(text, fields[column])),
    problems: row.problems.map(maskFinding),
    warnings: row.warnings.map(maskFinding),
  };
}

/** What a file says beside its rows: sheets and columns may be called by a contact. Pure. */
export function showFacts(actor: Authority, facts: FileFacts): FileFacts {
  return {
    ...facts,
    sheet: facts.sheet && showLabel(actor, facts.sheet),
    others: facts.others.map((other) => ({ ...other, name: showLabel(actor, other.name) })),
    hiddenColumns: facts.hiddenColumns.map((heading) => showLabel(actor, heading)),
  };
}

/** The figures of a refusal, and the names in it. Pure. */
export function showParams(
  actor: Authority,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? showLabel(actor, value) : value,
    ]),
  );
}

/** Of those that a finding quotes: another merchant, whoever registered it, a file, and what was typed. */
const LABELS: ReadonlySet<string> = new Set(["name", "by", "file", "value", "text", "characters"]);

function maskCell(text: string, field: HeadingField | undefined): string {
  if (text === "") return text;
  switch (field) {
    case "row_key":
      return text;
    case "callingCode":
    case "ours":
    case "?":
    case "":
    case undefined:
      return HIDDEN;
    default:
      return maskHeld(text, field === "bothEmails" ? "representativeEmail" : field);
  }
}

function maskHeld(text: string, field: RegistrationField): string {
  switch (holdingOf(field)) {
    case "business":
    case "person":
      return maskContacts(text);
    case "email":
      return maskEmail(text);
    case "phone":
      return maskPhone(text);
    case "code":
      return text;
  }
}

function isContact(field: RegistrationField): boolean {
  return holdingOf(field) === "email" || holdingOf(field) === "phone";
}

/** A finding about a contact names the field, lengths and counts, but quotes nothing of it. */
function maskFinding<Finding extends RowFinding>(finding: Finding): Finding {
  if (!finding.params) return finding;
  const quotesContact = finding.field !== null && isContact(finding.field) && !ABOUT_OTHERS.has(finding.code);
  const params = Object.entries(finding.params).map(([name, value]) => {
    if (name === "field" || typeof value === "number") return [name, value];
    return [name, quotesContact ? HIDDEN : LABELS.has(name) ? maskContacts(value) : value];
  });
  return { ...finding, params: Object.fromEntries(params) };
}

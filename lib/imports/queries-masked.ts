import { maskAnswer, maskPhone } from "@/lib/doku/masking";
import { maskEmail } from "@/lib/i18n/mask";
import type { HeadingField } from "@/lib/imports/heading-field";
import { type ImportRowView, ROW_FINDING_CODES, type RowFinding } from "@/lib/imports/import-view";

const HIDDEN = "•••";
/** Those that quote what the row itself said before. */
const QUOTING: readonly string[] = ["form_lost", "changed_since"];
const ABOUT_OTHERS: ReadonlySet<string> = new Set(
  ROW_FINDING_CODES.filter((code) => !QUOTING.includes(code)),
);

/**
 * A row as someone sees it who may not see personal data: addresses and numbers masked, also where a finding or DOKU
 * quotes them. What stands in a column of theirs is not known, and hidden altogether. Pure.
 */
export function maskRow(row: ImportRowView, fields: readonly HeadingField[]): ImportRowView {
  const contacts = row.cells.filter((_, column) => isContact(fields[column]));
  return {
    ...row,
    cells: row.cells.map((text, column) => maskCell(text, fields[column])),
    problems: row.problems.map(maskFinding),
    warnings: row.warnings.map(maskFinding),
    registration: row.registration && {
      ...row.registration,
      problem: row.registration.problem && maskWords(row.registration.problem, contacts),
    },
  };
}

/** DOKU's words with what looks like an address or a number masked, and each of `known`. */
export function maskWords(words: string, known: readonly string[]): string {
  const others = known.filter((value) => value !== "");
  return maskAnswer({ text: words, json: undefined, sensitive: { secrets: [], names: [], others } });
}

function isContact(field: HeadingField | undefined): boolean {
  return (
    field === "representativeEmail" ||
    field === "invitedUserEmail" ||
    field === "bothEmails" ||
    field === "phoneNumber"
  );
}

function maskCell(text: string, field: HeadingField | undefined): string {
  if (text === "") return text;
  switch (field) {
    case "representativeEmail":
    case "invitedUserEmail":
    case "bothEmails":
      return maskEmail(text);
    case "phoneNumber":
      return maskPhone(text);
    case "businessName":
    case "representativeName":
    case "referralCode":
    case "partnerReference":
    case "row_key":
      return text;
    case "ours":
    case "?":
    case "":
    case undefined:
      return HIDDEN;
  }
}

/** A finding about a contact names the field, lengths and counts, but quotes nothing of it. */
function maskFinding<Finding extends RowFinding>(finding: Finding): Finding {
  if (finding.field === null || !isContact(finding.field) || ABOUT_OTHERS.has(finding.code)) return finding;
  if (!finding.params) return finding;
  const params = Object.entries(finding.params).map(([name, value]) => [
    name,
    name === "field" || typeof value === "number" ? value : HIDDEN,
  ]);
  return { ...finding, params: Object.fromEntries(params) };
}

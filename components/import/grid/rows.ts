import type { ColumnNames } from "@/components/import/field-names";
import { endSentence, type FindingWords, findingWords, headingWords } from "@/components/import/import-words";
import { type RefusalTranslators, refusalText } from "@/components/registrations/refusal-sentences";
import type { Translator } from "@/lib/i18n/translator";
import {
  type ImportRowView,
  type ImportStatus,
  type ImportView,
  LEFT_OUT_CODES,
  type RowFinding,
} from "@/lib/imports/import-view";
import { rowPrint } from "@/lib/imports/row-print";
import { choicesOf, isNote, withoutChoices } from "@/lib/registrations/input/problem";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { columnOf } from "@/lib/spreadsheet/rows/heading-field";
import type { GridColumn, GridFinding, GridRow } from "./view";

/** So many columns of theirs stand beside the fields; a table of two hundred is read nowhere. */
const OWN_COLUMNS_SHOWN = 8;
/** While nobody hands rows out. */
const CORRECTABLE: readonly ImportStatus[] = ["checked", "canary_done", "paused"];

/** The columns that the grid shows, in the order of the file, and how many it does not. */
export function gridColumns(
  t: Translator<"imports">,
  { headings, fields }: Pick<ImportView, "headings" | "fields">,
  names: ColumnNames,
): { columns: GridColumn[]; hidden: number } {
  const ours = fields.flatMap((field, index): GridColumn[] => {
    if (field === "ours" || field === "row_key") return [];
    const heading = headingWords(t, headings, index);
    const name = field === "" || field === "?" ? null : names[field];
    const isSame = name?.toLowerCase() === heading.replaceAll("_", " ").toLowerCase();
    return [
      { index, heading, field: isSame ? null : name, isOwn: field === "", isName: field === "businessName" },
    ];
  });
  const own = ours.filter(({ isOwn }) => isOwn);
  const unseen = new Set(own.slice(OWN_COLUMNS_SHOWN));
  return { columns: ours.filter((column) => !unseen.has(column)), hidden: unseen.size };
}

/** The rows as the grid shows them. */
export async function gridRows(
  { status, fields }: Pick<ImportView, "status" | "fields">,
  rows: readonly ImportRowView[],
  mayWrite: boolean,
): Promise<GridRow[]> {
  const [imports, problems, statusWords, style, refusals, form] = await Promise.all([
    getTranslator("imports"),
    getTranslator("problems"),
    getTranslator("status"),
    getTimeStyle(),
    getTranslator("refusals"),
    getTranslator("form"),
  ]);
  const words = { imports, problems, status: statusWords, style, now: new Date(), refusals, form };
  const mayMend = mayWrite && CORRECTABLE.includes(status);
  return rows.map((row) => toGridRow(row, { fields, words, mayMend }));
}

function toGridRow(
  row: ImportRowView,
  {
    fields,
    words,
    mayMend,
  }: { fields: ImportView["fields"]; words: FindingWords & RefusalTranslators; mayMend: boolean },
): GridRow {
  const { position, state, cells, registration } = row;
  const isOpen = state !== "sent" && state !== "done";
  const mend = mayMend && isOpen;
  const isRepeat = state === "skipped" && row.acceptedReason === null && repeats(row);
  const say = (tone: GridFinding["tone"]) => (finding: RowFinding) =>
    toFinding(finding, tone, { fields, words, mend });
  // What was accepted has been read; what DOKU says of a row that was sent stands with its registration.
  const warnings =
    state === "sent"
      ? []
      : row.warnings.filter((each) => !saysNothing(each) && (row.acceptedReason === null || isNote(each)));
  return {
    position,
    state,
    cells,
    findings: [
      ...(isOpen ? row.problems.map(say("problem")) : []),
      ...warnings.map((finding) => say(isNote(finding) ? "note" : "warning")(finding)),
      ...refusalOf(row, words),
    ],
    note: noteOf(row, words.imports, isRepeat),
    registration: registration && {
      id: registration.id,
      status: registration.status,
      sending: registration.sending,
      businessId: registration.businessId,
    },
    can: {
      edit: mend,
      leaveOut: mend && state !== "skipped",
      takeBack: mend && state === "skipped" && !isRepeat && !row.warnings.some(saysNothing),
      accept: mend && (state === "warnings" || isRepeat),
    },
    asksReason: row.warnings.some(({ code }) => asksReason(code)),
    print: rowPrint(row),
  };
}

function toFinding(
  finding: RowFinding,
  tone: GridFinding["tone"],
  { fields, words, mend }: { fields: ImportView["fields"]; words: FindingWords; mend: boolean },
): GridFinding {
  const column = finding.field === null ? -1 : columnOf(fields, finding.field);
  const id = finding.params?.id;
  const registrationId = typeof id === "string" ? id : null;
  const text = findingWords(finding, words);
  const mayMend = mend && column >= 0;
  const choices = mayMend ? [...choicesOf(finding), ...shownChoice(finding)] : [];
  const said = mayMend ? withoutChoices(text, finding) : text;
  return {
    column: column < 0 ? null : column,
    tone,
    text: choices.length > 0 || registrationId !== null ? endSentence(said) : said,
    choices,
    registrationId,
  };
}

/** What a cell shows in Excel, or was before its letters were spoilt, where that could be meant. */
function shownChoice({ code, field, params }: RowFinding): string[] {
  const shown = params?.shown;
  if (typeof shown !== "string" || shown === "" || /^#+$/.test(shown)) return [];
  // A day is no phone number and no address, however it is written.
  if (code === "cell_moment") return field === "phoneNumber" || isEmail(field) ? [] : [shown];
  return code === "cell_format" || code === "letters_spoilt" ? [shown] : [];
}

function isEmail(field: RowFinding["field"]): boolean {
  return field === "representativeEmail" || field === "invitedUserEmail";
}

function refusalOf({ registration }: ImportRowView, words: RefusalTranslators): GridFinding[] {
  if (!registration?.problem || registration.status === "INVITED") return [];
  const text = endSentence(refusalText({ words: registration.problem }, words));
  const tone = registration.status === "UNCONFIRMED" ? "warning" : "problem";
  return [{ column: null, tone, text, choices: [], registrationId: registration.id }];
}

function noteOf(row: ImportRowView, t: Translator<"imports">, isRepeat: boolean): string | null {
  const left = row.state === "skipped" ? row.warnings.find(saysNothing) : undefined;
  if (left) return t(`findings.${left.code}`);
  if (row.state === "skipped" && row.isHidden) return t("grid.hidden");
  if (row.state === "skipped") return t(isRepeat ? "grid.repeats" : "grid.leftOut");
  if (row.acceptedReason === null || row.state === "done") return null;
  return row.acceptedReason ? t("grid.accepted", { reason: row.acceptedReason }) : t("grid.acceptedPlain");
}

/** Whether it is why a row is left out: nothing of a merchant stands in it. */
function saysNothing(finding: RowFinding): finding is RowFinding & { code: (typeof LEFT_OUT_CODES)[number] } {
  return LEFT_OUT_CODES.some((code) => code === finding.code);
}

function repeats({ warnings }: ImportRowView): boolean {
  return warnings.some(({ code }) => code === "row_repeats_row");
}

/** Whatever says that a merchant may be registered twice is accepted with a reason only. */
function asksReason(code: string): boolean {
  return code.startsWith("registered_") || code.startsWith("row_repeats_") || code === "in_other_batch";
}

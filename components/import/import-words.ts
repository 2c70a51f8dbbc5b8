import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import type { Translator } from "@/lib/i18n/translator";
import type { FindingCode, ImportView, RowFinding, RowFindingCode } from "@/lib/imports/import-view";
import { ROW_FINDING_CODES } from "@/lib/imports/import-view";
import { STATUSES } from "@/lib/registrations/status";
import { SHEET_REFUSALS } from "@/lib/spreadsheet/bytes/refusal";

/** What a batch is called: its file, or that its rows were pasted. */
export function fileWords(t: Translator<"imports">, { fileName }: { fileName: string }): string {
  return fileName || t("pasted");
}

/** What a column is called; a heading may be empty. `column` counts from 0. */
export function headingWords(t: Translator<"imports">, headings: readonly string[], column: number): string {
  return headings[column] || t("grid.unnamed", { number: column + 1 });
}

/** Why a file could not be read, as a sentence. */
export function refusalWords(t: Translator<"imports">, refusal: ImportView["refusal"]): string {
  const code = SHEET_REFUSALS.find((known) => known === refusal?.code);
  return code ? t(`refusals.${code}`, refusal?.params ?? {}) : t("refusedUnknown");
}

/** A sentence behind which there is something to press: with a full stop, where it ends with no sign of its own. */
export function endSentence(sentence: string): string {
  return sentence === "" || /[.!?:…]["”’)]?$/.test(sentence) ? sentence : `${sentence}.`;
}

export type FindingWords = {
  imports: Translator<"imports">;
  problems: Translator<"problems">;
  status: Translator<"status">;
  style: TimeStyle;
  now: Date;
};

/** A problem or a warning of a row, as a sentence. */
export function findingWords({ field, code, params }: RowFinding, words: FindingWords): string {
  const said = { field: field ?? "", ...params, ...registrationParams(params, words) };
  return isRowFinding(code) ? words.imports(`findings.${code}`, said) : words.problems(code, said);
}

function isRowFinding(code: FindingCode): code is RowFindingCode {
  return ROW_FINDING_CODES.some((known) => known === code);
}

/** What is kept as a time and as a code is said as a day and as a word. */
function registrationParams(
  params: RowFinding["params"],
  { status, style, now }: FindingWords,
): Record<string, string> {
  const code = STATUSES.find((known) => known === params?.status);
  const at = new Date(String(params?.date ?? ""));
  return {
    ...(code && { status: status(code) }),
    ...(!Number.isNaN(at.getTime()) && { date: formatDay(at, now, style) }),
  };
}

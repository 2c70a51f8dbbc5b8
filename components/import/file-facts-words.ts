import type { Translator } from "@/lib/i18n/translator";
import type { RowRanges } from "@/lib/imports/file-facts";
import type { ImportView } from "@/lib/imports/import-view";
import type { OtherSheet } from "@/lib/spreadsheet/xlsx/sheet-facts";

type Words = Translator<"imports">;
/** What of a batch says how much of its file it has. */
export type FileSide = Pick<ImportView, "facts" | "leftOut">;

/** So many sheets are named. */
const SHEETS_NAMED = 5;

/** How many sheets and rows of the file somebody may miss here. */
export function countUnread({ facts, leftOut }: FileSide): number {
  return (facts?.others.length ?? 0) + leftOut.hidden;
}

/** Whether anything of the file stays here, be it that nobody misses it. */
export function leavesOut(file: FileSide): boolean {
  return countUnread(file) + file.leftOut.empty + file.leftOut.notes > 0;
}

/** What is told of a file beside its rows, a sentence or two for each thing. Pure. */
export function fileSentences(t: Words, { facts, leftOut }: FileSide): { key: string; text: string }[] {
  const { others = [], hidden, mergedBlocks = 0, hiddenColumns = [], takenApart } = facts ?? {};
  return [
    ...(takenApart ? [{ key: "apart", text: t("facts.takenApart", { lines: takenApart }) }] : []),
    ...(others.length > 0 ? [{ key: "sheets", text: sheetWords(t, facts?.sheet ?? "", others) }] : []),
    ...(hidden && hidden.count > 0 ? [{ key: "hidden", text: hiddenWords(t, hidden, leftOut.hidden) }] : []),
    ...(leftOut.empty > 0 ? [{ key: "empty", text: t("facts.empty", { count: leftOut.empty }) }] : []),
    ...(leftOut.notes > 0 ? [{ key: "notes", text: t("facts.notes", { count: leftOut.notes }) }] : []),
    ...(mergedBlocks > 0 ? [{ key: "merged", text: t("facts.merged", { count: mergedBlocks }) }] : []),
    ...(hiddenColumns.length > 0
      ? [
          {
            key: "columns",
            text: t("facts.hiddenColumns", {
              count: hiddenColumns.length,
              columns: hiddenColumns.join(", "),
            }),
          },
        ]
      : []),
  ];
}

function sheetWords(t: Words, sheet: string, others: readonly OtherSheet[]): string {
  const named = others.slice(0, SHEETS_NAMED).map((other) => otherWords(t, other));
  const more = others.length - named.length;
  const list = [...named, ...(more > 0 ? [t("facts.moreSheets", { count: more })] : [])].join(", ");
  return `${t("facts.sheet", { sheet })} ${t("facts.others", { count: others.length })} ${list}.`;
}

/** A sheet by its name, with how many rows it has. */
export function otherWords(t: Words, { name, rows, isMore, isHidden }: OtherSheet): string {
  if (isHidden) return t(isMore ? "facts.otherHiddenMore" : "facts.otherHidden", { name, rows });
  return t(isMore ? "facts.otherMore" : "facts.other", { name, rows });
}

function hiddenWords(
  t: Words,
  { count, ranges }: { count: number; ranges: RowRanges },
  leftOut: number,
): string {
  const told = t("facts.hidden", { count, rows: rangeWords(t, count, ranges) });
  if (leftOut === 0) return told;
  return `${told} ${t(leftOut === count ? "facts.hiddenOut" : "facts.hiddenSome", { count: leftOut })}`;
}

/** `3, 5, 7–9`. Rows have the numbers that the spreadsheet program shows, which parts no thousands. */
function rangeWords(t: Words, count: number, ranges: RowRanges): string {
  const rows = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
  const named = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return named < count ? t("facts.moreRows", { rows }) : rows;
}

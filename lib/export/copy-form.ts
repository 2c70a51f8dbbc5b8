import { looksLikeFormula } from "@/lib/spreadsheet/cells/written-cell";

/** `rows` with tabs between their cells, as a spreadsheet takes them; `lines` with a name and an id, as a chat does. */
export const COPY_FORMS = ["rows", "lines"] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

/** So many rows are copied at most; more is a file's. */
export const MAX_COPIED = 1_000;

/** Cells as a spreadsheet takes them from the clipboard: nothing in them parts or joins cells or rows, or is taken for a formula. */
export function tabLine(cells: readonly string[]): string {
  return cells
    .map((cell) => {
      const text = cell.replace(/[\t\r\n]+/g, " ");
      if (looksLikeFormula(text)) return `'${text}`;
      return text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join("\t");
}

/** `Kopi Senja – BSN-0001`: what DOKU calls it, or how it stands where DOKU calls it nothing yet. */
export function chatLine(name: string, idOrStatus: string): string {
  return `${name} – ${idOrStatus}`;
}

import * as z from "zod/mini";
import { MAX_CHOSEN } from "@/lib/bulk/kinds";
import { LIST_COLUMNS, LIST_QUERY_MAX_LENGTH, type ListColumn } from "@/lib/registrations/list/filter";
import { text } from "@/lib/text/input";

/** Personal data that the list does not show; masked unless the person may and says otherwise. */
const CONTACT_COLUMNS = ["representative_email", "phone", "invited_email"] as const;
export type ContactColumn = (typeof CONTACT_COLUMNS)[number];

/** What the list shows of a row, also what has no column of its own there; the words are `list.columns.<code>`. */
export type ShownColumn = ListColumn | "since";

/** What a file can hold; the words of the heading of a contact are `export.columns.<code>`. */
export const EXPORT_COLUMNS = [...LIST_COLUMNS, "since", ...CONTACT_COLUMNS] as const;
export type ExportColumn = ShownColumn | ContactColumn;

const BESIDE: Partial<Record<ListColumn, readonly ShownColumn[]>> = {
  merchant: ["representative"],
  progress: ["who", "since"],
  business: ["reference"],
  reference: ["business"],
  followup: ["followup_note"],
};

/** What the list shows of a row: in some of its cells stand other facts, unless those have columns of their own. */
export function shownColumns(columns: readonly ListColumn[]): ShownColumn[] {
  return columns.flatMap((column): ShownColumn[] => {
    const beside = BESIDE[column] ?? [];
    return [column, ...beside.filter((other) => !columns.some((known) => known === other))];
  });
}

export const EXPORT_FORMATS = ["xlsx", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Rows that fit into one sheet of Excel under the heading. A CSV file has no such end. */
export const XLSX_MAX_ROWS = 1_048_575;

/** What the form of the dialog hands in: the list's query string, columns in the order of the file, and whether contacts are to be readable. */
export const exportRequestSchema = z.object({
  query: text(LIST_QUERY_MAX_LENGTH),
  format: z.enum(EXPORT_FORMATS),
  columns: z.array(z.enum(EXPORT_COLUMNS)).check(z.minLength(1), z.maxLength(EXPORT_COLUMNS.length)),
  unmasked: z.boolean(),
  /** The rows that were selected; none means all that the query shows. */
  ids: z.array(z.uuid()).check(z.maxLength(MAX_CHOSEN)),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export function isContactColumn(column: ExportColumn): column is ContactColumn {
  return CONTACT_COLUMNS.some((contact) => contact === column);
}

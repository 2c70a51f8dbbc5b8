import * as z from "zod/mini";
import { MAX_CHOSEN } from "@/lib/bulk/kinds";
import { LIST_COLUMNS, LIST_QUERY_MAX_LENGTH, type ListColumn } from "@/lib/registrations/list/filter";
import { text } from "@/lib/text/input";

/** Personal data that the list does not show; masked unless the person may and says otherwise. */
const CONTACT_COLUMNS = ["representative_email", "phone", "invited_email"] as const;
export type ContactColumn = (typeof CONTACT_COLUMNS)[number];

/** What a file can hold; the words of the heading are `export.columns.<code>`. */
export const EXPORT_COLUMNS = [...LIST_COLUMNS, ...CONTACT_COLUMNS] as const;
export type ExportColumn = ListColumn | ContactColumn;

const SECONDS: Partial<Record<ListColumn, ListColumn>> = {
  merchant: "representative",
  progress: "who",
  business: "reference",
  reference: "business",
  followup: "followup_note",
};

/** What the list shows of a row: in some of its cells stands a second fact, unless that has a column of its own. */
export function shownColumns(columns: readonly ListColumn[]): ListColumn[] {
  return columns.flatMap((column) => {
    const second: ListColumn | undefined = SECONDS[column];
    return second && !columns.includes(second) ? [column, second] : [column];
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

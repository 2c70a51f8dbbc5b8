import {
  type ListColumn,
  type ListFilter,
  readListFilter,
  usualColumns,
} from "@/lib/registrations/list/filter";

/** Remembers the columns that were chosen last, separated by dots: a comma has no place in a cookie. */
export const COLUMNS_COOKIE = "list_columns";

/** The columns of the address, or those that this browser remembers. */
export function columnsInForce(filter: ListFilter, cookie: string | undefined): ListFilter["columns"] {
  if (filter.columns !== null || !cookie) return filter.columns;
  return readListFilter({ status: filter.tab, columns: cookie.replaceAll(".", ",") }).filter.columns;
}

/** What the table shows, in order. The merchant is always first: it is what leads to the registration. */
export function columnsOf({ tab, columns }: Pick<ListFilter, "tab" | "columns">): readonly ListColumn[] {
  return ["merchant", ...(columns ?? usualColumns(tab)).filter((column) => column !== "merchant")];
}

import {
  DEFAULT_COLUMNS,
  type ListColumn,
  type ListFilter,
  readListFilter,
} from "@/lib/registrations/list/filter";

/** Remembers the columns that were chosen last, separated by dots: a comma has no place in a cookie. */
export const COLUMNS_COOKIE = "list_columns";

/** The columns of the address, or those that this browser remembers. */
export function columnsInForce(filter: ListFilter, cookie: string | undefined): ListFilter["columns"] {
  if (filter.columns !== null || !cookie) return filter.columns;
  return readListFilter({ columns: cookie.replaceAll(".", ",") }).filter.columns;
}

/** What the table shows, in order. The merchant is always first: it is what leads to the registration. */
export function columnsOf(columns: ListFilter["columns"]): readonly ListColumn[] {
  return ["merchant", ...(columns ?? DEFAULT_COLUMNS).filter((column) => column !== "merchant")];
}

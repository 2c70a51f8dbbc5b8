import * as z from "zod/mini";
import { STATUSES } from "@/lib/registrations/status";

/** The tabs of the list: one per status, everything that is not archived, and the archive. */
export const LIST_TABS = ["all", ...STATUSES, "archived"] as const;
export type ListTab = (typeof LIST_TABS)[number];

const QUERY_MAX_LENGTH = 254;

const listFilterSchema = z.object({
  status: z.catch(z.enum(LIST_TABS), "all"),
  q: z.catch(z.string().check(z.trim(), z.maxLength(QUERY_MAX_LENGTH)), ""),
  cursor: z.catch(z.nullable(z.string().check(z.maxLength(100))), null),
});

export type ListFilter = { tab: ListTab; query: string; cursor: ListCursor | null };

/** A place in the list, newest first: the rows older or newer than this one. */
export type ListCursor = { direction: "older" | "newer"; createdAt: string; id: string };

/** Reads the list's state from the address. What it does not understand it leaves out. */
export function readListFilter(params: Record<string, string | string[] | undefined>): ListFilter {
  const { status, q, cursor } = listFilterSchema.parse({
    status: first(params.status),
    q: first(params.q) ?? "",
    cursor: first(params.cursor) ?? null,
  });
  return { tab: status, query: q, cursor: cursor ? decodeCursor(cursor) : null };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

const CURSOR_FORM = /^([on])(\d{13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** `o` or `n`, milliseconds since 1970, and the row's id. */
export function encodeCursor({ direction, createdAt, id }: ListCursor): string {
  return `${direction === "older" ? "o" : "n"}${Date.parse(createdAt)}.${id}`;
}

/** Null for text that is not a cursor, so that an old link shows the first page. */
export function decodeCursor(text: string): ListCursor | null {
  const [, direction, milliseconds, id] = CURSOR_FORM.exec(text) ?? [];
  if (!direction || !milliseconds || !id) return null;
  return {
    direction: direction === "o" ? "older" : "newer",
    createdAt: new Date(Number(milliseconds)).toISOString(),
    id,
  };
}

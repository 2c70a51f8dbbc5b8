/** What the list is sorted by. */
export type ListTime = "created" | "updated";

/** A place in the list: the rows older or newer than this one, by this time. */
export type ListCursor = { by: ListTime; direction: "older" | "newer"; at: string; id: string };

const CURSOR_FORM = /^([on])([cu])(\d{13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** `o` or `n` (older, newer), `c` or `u` (created, updated), milliseconds since 1970, and the row's id. */
export function encodeCursor({ by, direction, at, id }: ListCursor): string {
  return `${direction === "older" ? "o" : "n"}${by === "created" ? "c" : "u"}${Date.parse(at)}.${id}`;
}

/** Null for text that is not a cursor, so that an old link shows the first page. */
export function decodeCursor(text: string): ListCursor | null {
  const [, direction, by, milliseconds, id] = CURSOR_FORM.exec(text) ?? [];
  if (!direction || !by || !milliseconds || !id) return null;
  return {
    by: by === "c" ? "created" : "updated",
    direction: direction === "o" ? "older" : "newer",
    at: new Date(Number(milliseconds)).toISOString(),
    id,
  };
}

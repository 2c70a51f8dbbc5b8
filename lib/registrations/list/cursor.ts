/** What the list is sorted by. */
export type ListTime = "created" | "updated";

/**
 * A place in the list: the rows older or newer than this one, by this time. `before` is how many rows stood before the
 * page to which it leads when it was made; null where nobody counted.
 */
export type ListCursor = {
  by: ListTime;
  direction: "older" | "newer";
  at: string;
  id: string;
  before: number | null;
};

const CURSOR_FORM =
  /^([on])([cu])(\d{13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(0|[1-9]\d{0,8}))?$/;

/** `o` or `n` (older, newer), `c` or `u` (created, updated), milliseconds since 1970, the row's id, and how many stood before. */
export function encodeCursor({ by, direction, at, id, before }: ListCursor): string {
  const place = `${direction === "older" ? "o" : "n"}${by === "created" ? "c" : "u"}${Date.parse(at)}.${id}`;
  return before === null ? place : `${place}.${before}`;
}

/** Null for text that is not a cursor, so that an old link shows the first page. */
export function decodeCursor(text: string): ListCursor | null {
  const [, direction, by, milliseconds, id, before] = CURSOR_FORM.exec(text) ?? [];
  if (!direction || !by || !milliseconds || !id) return null;
  return {
    by: by === "c" ? "created" : "updated",
    direction: direction === "o" ? "older" : "newer",
    at: new Date(Number(milliseconds)).toISOString(),
    id,
    before: before === undefined ? null : Number(before),
  };
}

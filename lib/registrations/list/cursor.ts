/** The times that the list is sorted by. */
export type ListTime = "created" | "updated";

/** What the list is sorted by: a time, or a text that has an index. */
export type ListKey = ListTime | "followup" | "name" | "reference";

const LETTERS = {
  created: "c",
  updated: "u",
  followup: "f",
  name: "m",
  reference: "r",
} as const satisfies Record<ListKey, string>;

/** Whether an order is one of texts. */
export function isText(key: ListKey): boolean {
  return key === "name" || key === "reference";
}

/** The time of a place in an order by text, where the row alone says where it is: an address holds no names. */
export const NO_TIME = "1970-01-01T00:00:00.000Z";

/**
 * A place in the list: the rows older or newer than this one, by this time. `before` is how many rows stood before the
 * page to which it leads when it was made; null where nobody counted.
 */
export type ListCursor = {
  by: ListKey;
  direction: "older" | "newer";
  at: string;
  id: string;
  before: number | null;
};

const CURSOR_FORM =
  /^([on])([cufmr])(\d{13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(0|[1-9]\d{0,8}))?$/;

/** `o` or `n` (older, newer), a letter for what it goes by, milliseconds since 1970, the row's id, and how many stood before. */
export function encodeCursor({ by, direction, at, id, before }: ListCursor): string {
  const ms = String(Date.parse(at)).padStart(13, "0");
  const place = `${direction === "older" ? "o" : "n"}${LETTERS[by]}${ms}.${id}`;
  return before === null ? place : `${place}.${before}`;
}

/** Null for text that is not a cursor, so that an old link shows the first page. */
export function decodeCursor(text: string): ListCursor | null {
  const [, direction, by, milliseconds, id, before] = CURSOR_FORM.exec(text) ?? [];
  const key = (Object.keys(LETTERS) as ListKey[]).find((known) => LETTERS[known] === by);
  if (!direction || !key || !milliseconds || !id) return null;
  return {
    by: key,
    direction: direction === "o" ? "older" : "newer",
    at: isText(key) ? NO_TIME : new Date(Number(milliseconds)).toISOString(),
    id,
    before: before === undefined ? null : Number(before),
  };
}

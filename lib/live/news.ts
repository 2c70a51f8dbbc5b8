/** The channel of PostgreSQL on which the database tells what changed (migration `live`). */
export const LIVE_CHANNEL = "mitra_live";

/** The ids of one piece of news at most; the trigger and the hub say `many` instead of more. */
export const MAX_NEWS_IDS = 20;

/** What the database tells of, one statement at a time. */
export type News =
  | { kind: "changed"; ids: readonly string[] }
  /** A new registration, whose id no open page can know. */
  | { kind: "added" }
  /** Too many to name, or nobody knows which because the listener was away. */
  | { kind: "many" }
  | { kind: "session_over"; sessionId: string };

/** What a browser is told. `ids` is null where any registration may have changed. */
export type LiveMessage = { ids: readonly string[] | null; added: boolean };

/** Reads a payload of the channel; one that this build does not know counts as `many`, so that nothing is missed. */
export function readNews(payload: string): News {
  const [kind, rest = ""] = payload.split(":", 2);
  if (kind === "session_over" && rest !== "") return { kind, sessionId: rest };
  if (kind === "added") return { kind };
  if (kind === "changed" && rest !== "") return { kind, ids: rest.split(",") };
  return { kind: "many" };
}

/** Adds a piece of news about registrations to what is still to be told. */
export function addNews(
  pending: LiveMessage | null,
  news: Exclude<News, { kind: "session_over" }>,
): LiveMessage {
  const { ids, added } = pending ?? { ids: [], added: false };
  switch (news.kind) {
    case "added":
      return { ids, added: true };
    case "many":
      return { ids: null, added };
    case "changed": {
      const together = ids === null ? null : [...new Set([...ids, ...news.ids])];
      return { ids: together && together.length > MAX_NEWS_IDS ? null : together, added };
    }
  }
}

/** Whether a page that shows the registrations `ids` shows something that changed. Null shows any. */
export function concerns(message: LiveMessage, ids: readonly string[] | null): boolean {
  if (ids === null) return true;
  return message.ids === null ? ids.length > 0 : message.ids.some((id) => ids.includes(id));
}

/** Reads what the server sent; anything else is no message. */
export function readLiveMessage(text: string): LiveMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("ids" in value)) return null;
    const ids = Array.isArray(value.ids) ? value.ids.filter((id) => typeof id === "string") : null;
    return { ids, added: "added" in value && value.added === true };
  } catch {
    return null;
  }
}

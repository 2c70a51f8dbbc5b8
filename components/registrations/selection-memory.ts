/** The rows that are selected: one by one, or whatever matches. */
export type Selected = { kind: "ids"; ids: readonly string[] } | { kind: "all" };

export const NOTHING_SELECTED: Selected = { kind: "ids", ids: [] };

const KEY = "mitra.selection";

/** One filter's selection is remembered by this tab; that of another filter is forgotten with it. */
export function readSelection(query: string): Selected {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (!isKept(kept) || kept.query !== query) return NOTHING_SELECTED;
    return kept.ids === "all" ? { kind: "all" } : { kind: "ids", ids: kept.ids };
  } catch {
    // What cannot be read or is not ours is nothing selected.
    return NOTHING_SELECTED;
  }
}

export function keepSelection(query: string, selected: Selected): void {
  sessionStorage.setItem(KEY, JSON.stringify({ query, ids: selected.kind === "all" ? "all" : selected.ids }));
}

export function forgetSelection(query: string): void {
  keepSelection(query, NOTHING_SELECTED);
}

type Kept = { query: string; ids: "all" | string[] };

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("query" in value) || !("ids" in value)) return false;
  const { query, ids } = value;
  return (
    typeof query === "string" &&
    (ids === "all" || (Array.isArray(ids) && ids.every((id) => typeof id === "string")))
  );
}

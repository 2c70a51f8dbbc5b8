import { forgetInTab, keepInTab, readFromTab } from "@/components/ui/tab-memory";
import { MAX_CHOSEN } from "@/lib/bulk/kinds";

/** The rows that are selected: one by one, or whatever matches. */
export type Selected = { kind: "ids"; ids: readonly string[] } | { kind: "all" };

export const NOTHING_SELECTED: Selected = { kind: "ids", ids: [] };

/**
 * The selection once rows of a page are checked or cleared: the other pages keep theirs, unless everything was selected.
 * Its end is cut off where it is too long.
 */
export function withRows(
  selected: Selected,
  { page, rows, isChecked }: { page: readonly string[]; rows: readonly string[]; isChecked: boolean },
): Selected {
  const [here, changed] = [new Set(page), new Set(rows)];
  const isAll = selected.kind === "all";
  const before = new Set(isAll ? page : selected.ids);
  const elsewhere = isAll ? [] : selected.ids.filter((id) => !here.has(id));
  const checked = page.filter((id) => (changed.has(id) ? isChecked : before.has(id)));
  return { kind: "ids", ids: [...elsewhere, ...checked].slice(0, MAX_CHOSEN) };
}

/** The rows of a page between two of them, both included; the last alone where the first is not there any more. */
export function rowsBetween(page: readonly string[], first: string | null, last: string): readonly string[] {
  const [from, to] = [first === null ? -1 : page.indexOf(first), page.indexOf(last)];
  return from < 0 || to < 0 ? [last] : page.slice(Math.min(from, to), Math.max(from, to) + 1);
}

const NAME = "selection";

/** One filter's selection is remembered for the person in this tab; that of another filter is forgotten with it. */
export function readSelection(personId: string, query: string): Selected {
  const kept = readFromTab(personId, NAME);
  if (!isKept(kept) || kept.query !== query) return NOTHING_SELECTED;
  return kept.ids === "all" ? { kind: "all" } : { kind: "ids", ids: kept.ids };
}

export function keepSelection(personId: string, query: string, selected: Selected): void {
  keepInTab(personId, NAME, { query, ids: selected.kind === "all" ? "all" : selected.ids });
}

export function forgetSelection(personId: string): void {
  forgetInTab(personId, NAME);
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

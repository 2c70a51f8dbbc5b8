import { keptQuery, type ListFilter, readListFilter } from "@/lib/registrations/list/filter";

/** A filter of the list that someone keeps under a name. */
export type SavedView = {
  id: string;
  name: string;
  /** The list's query string in its canonical form; relative dates stay relative. */
  query: string;
  isShared: boolean;
  /** Whether it belongs to the one who asks: only they may change it. */
  isOwn: boolean;
  ownerName: string;
  /** Whether the list of the one who asks opens with it. */
  isDefault: boolean;
  /** Whether it stands in the side bar of the one who asks. */
  isPinned: boolean;
};

/** As many views as the side bar has room for. */
export const MAX_PINS = 8;

/** A person keeps at most this many views. */
export const MAX_VIEWS = 100;

export const VIEW_PROBLEMS = ["nameMissing", "nameTooLong", "nameTaken", "tooMany"] as const;
export type ViewProblem = (typeof VIEW_PROBLEMS)[number];

/** The query as it is kept: what this build does not understand, the place and the view itself are left out. */
export function canonicalQuery(query: string): string {
  return keptQuery(readListFilter(new URLSearchParams(query)).filter);
}

/** The filter of a view, bearing its id; `dropped` names the filters of it that no longer exist. */
export function filterOfView({ id, query }: Pick<SavedView, "id" | "query">): {
  filter: ListFilter;
  dropped: string[];
} {
  const { filter, dropped } = readListFilter(new URLSearchParams(query));
  return { filter: { ...filter, view: id, cursor: null }, dropped };
}

/** Whether what is shown is something else than what the view keeps. */
export function differsFromView(filter: ListFilter, { query }: Pick<SavedView, "query">): boolean {
  return keptQuery(filter) !== canonicalQuery(query);
}

/** Whether an address names a view (or a place in it) and nothing of its own, and so shows what the view keeps. */
export function isViewAlone(params: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return Object.entries(params).every(
    ([name, value]) => name === "view" || name === "cursor" || value === undefined || value === "",
  );
}

import type { Route } from "next";
import { keptQuery, type ListFilter, writeListFilter } from "@/lib/registrations/list/filter";
import type { Whose } from "@/lib/registrations/list/whose";

/**
 * The list's address with its state. A bare address opens the person's default view, and one that names nothing
 * but a view shows that view: `isExplicit` says that no filter at all is meant, where that makes a difference.
 */
export function listAddress(filter: ListFilter, { isExplicit = false } = {}): Route {
  const params = writeListFilter(filter);
  const isBare = keptQuery(filter) === "";
  const named = isBare && (isExplicit || filter.view) ? [["status", "all"], ...params] : [...params];
  const search = new URLSearchParams(named).toString();
  return search ? `/registrations?${search}` : "/registrations";
}

/**
 * What the search's form sends beside its box. A merchant is looked for among everybody's: a search of one's own would say
 * that a colleague's is not there. An empty box must not lead to the view that a bare address, or the view alone, opens.
 */
export function searchFields(filter: ListFilter, { isExplicit }: { isExplicit: boolean }) {
  const owner = filter.owner === "me" ? null : filter.owner;
  const kept = [...writeListFilter({ ...filter, owner, query: "", cursor: null })];
  return filter.tab === "all" && (isExplicit || filter.view) ? [["status", "all"], ...kept] : kept;
}

/** The same filter without its chips; tab, search, sort, columns and whether it is one's own stay. */
export function withoutChips(filter: ListFilter): ListFilter {
  return {
    ...filter,
    owner: filter.owner === "me" ? filter.owner : null,
    credential: null,
    referral: null,
    cause: null,
    batch: null,
    progress: null,
    who: null,
    turn: null,
    created: null,
    updated: null,
    invited: null,
    since: null,
    cursor: null,
  };
}

/** The same filter once its search is cleared. It was one among everybody's; the list itself begins where the person does. */
export function withoutSearch(filter: ListFilter, whose: Whose): ListFilter {
  const cleared = { ...filter, query: "", cursor: null };
  const isSearchAlone =
    filter.owner === null && filter.view === null && keptQuery(withoutChips(filter)) === keptQuery(filter);
  return isSearchAlone && whose === "mine" ? { ...cleared, owner: "me" } : cleared;
}

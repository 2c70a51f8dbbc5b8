import type { UserActor } from "@/lib/authority/actor";
import { type AddressParameters, type ListFilter, readListFilter } from "@/lib/registrations/list/filter";
import { dropUnknown, type FilterNames, readFilterNames } from "./filter-choices";
import { readOpenedViews } from "./queries";
import { differsFromView, filterOfView, isViewAlone, type SavedView } from "./saved-view";

export type OpenedList = {
  filter: ListFilter;
  /** What the filter's ids stand for. */
  names: FilterNames;
  /** The names of filters that no longer exist and were left out. */
  dropped: string[];
  /** The saved view that is open, and whether what is shown differs from what it keeps. */
  view: SavedView | null;
  isChanged: boolean;
  /** Whether a bare address opens a view, so that "no filter" must be said. */
  hasDefaultView: boolean;
};

/**
 * What the list shows at an address: its filter, or that of the view it names, or that of the actor's default view
 * where it names nothing. What does not exist (any more) is left out and named.
 */
export async function openList(
  actor: UserActor,
  params: Exclude<AddressParameters, URLSearchParams>,
): Promise<OpenedList> {
  const read = readListFilter(params);
  const { asked, usual } = await readOpenedViews(actor, read.filter.view);
  const isGone = read.filter.view !== null && asked === null;
  const view = isViewAlone(params) && read.filter.view === null ? usual : asked;
  const given = isViewAlone(params) && view ? filterOfView(view) : { filter: read.filter, dropped: [] };
  const named = { ...given.filter, view: view?.id ?? null, cursor: read.filter.cursor };
  const names = await readFilterNames(actor, named);
  const known = dropUnknown(named, names);
  return {
    filter: known.filter,
    names,
    dropped: [...read.dropped, ...(isGone ? ["view"] : []), ...given.dropped, ...known.dropped],
    view,
    isChanged: view !== null && differsFromView(named, view),
    hasDefaultView: usual !== null,
  };
}

import type { UserActor } from "@/lib/authority/actor";
import { type AddressParameters, type ListFilter, readListFilter } from "@/lib/registrations/list/filter";
import type { Whose } from "@/lib/registrations/list/whose";
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
  /** Whether a bare address opens a view or one's own, so that "no filter" must be said. */
  isExplicit: boolean;
  /** Whose registrations the actor begins with. */
  whose: Whose;
};

/**
 * What the list shows at an address: its filter, or that of the view it names, or where it names nothing that of the
 * actor's default view, else what is `whose`. What does not exist (any more) is left out and named.
 */
export async function openList(
  actor: UserActor,
  params: Exclude<AddressParameters, URLSearchParams>,
  whose: Whose = "team",
): Promise<OpenedList> {
  const read = readListFilter(params);
  const { asked, usual } = await readOpenedViews(actor, read.filter.view);
  const isGone = read.filter.view !== null && asked === null;
  const isBare = isViewAlone(params);
  const view = isBare && read.filter.view === null ? usual : asked;
  const owner = isBare && whose === "mine" ? "me" : read.filter.owner;
  const given = isBare && view ? filterOfView(view) : { filter: { ...read.filter, owner }, dropped: [] };
  const named = { ...given.filter, view: view?.id ?? null, cursor: read.filter.cursor };
  const names = await readFilterNames(actor, named);
  const known = dropUnknown(named, names);
  return {
    filter: known.filter,
    names,
    dropped: [...read.dropped, ...(isGone ? ["view"] : []), ...given.dropped, ...known.dropped],
    view,
    isChanged: view !== null && differsFromView(named, view),
    isExplicit: usual !== null || whose === "mine",
    whose,
  };
}

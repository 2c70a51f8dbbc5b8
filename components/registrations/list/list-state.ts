import type { FilterNames } from "@/components/registrations/filter/words";
import type { ListFilter } from "@/lib/registrations/list/filter";
import type { Whose } from "@/lib/registrations/list/whose";
import type { SavedView } from "@/lib/views/saved-view";

/** The list as it was asked for: see `openList`. */
export type ListState = {
  filter: ListFilter;
  /** What the table shows, which this browser may remember; the addresses do not say it. */
  columns: ListFilter["columns"];
  names: FilterNames;
  dropped: readonly string[];
  view: SavedView | null;
  isChanged: boolean;
  isExplicit: boolean;
  whose: Whose;
  /** Whether the person is shown addresses and numbers, and finds merchants by them. */
  seesContacts: boolean;
};

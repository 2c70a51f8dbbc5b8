import type { Route } from "next";
import type { RowTab } from "@/components/import/grid/row-tab";
import type { ImportActions } from "@/components/import/import-actions";
import type { ImportRowView, ImportView, Replaceable } from "@/lib/imports/import-view";

export type ImportDetailProps = {
  batch: ImportView;
  /** One page of the rows of the tab; while columns are matched, the first rows. */
  rows: readonly ImportRowView[];
  /** Whether the person asked to match the columns of a checked batch anew. */
  isRematching: boolean;
  tab: RowTab;
  tabHref: (tab: RowTab) => Route;
  /** Neighbouring pages, or null. */
  first: Route | null;
  next: Route | null;
  mayWrite: boolean;
  /** An earlier upload of the same rows that was not sent. */
  replaceable: Replaceable | null;
  actions: ImportActions;
};

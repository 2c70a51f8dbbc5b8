import type { Route } from "next";
import { listAddress } from "@/components/registrations/filter/address";
import type { InsightFilter } from "@/lib/insights/insight-filter";
import type { DateRange } from "@/lib/registrations/list/date-range";
import { EMPTY_FILTER, type ListFilter } from "@/lib/registrations/list/filter";

/** The address of the registrations behind a figure: those of the charts, narrowed to what the figure counts. */
export type ListLink = (narrowed: {
  created?: DateRange;
  status?: ListFilter["tab"];
  owner?: string | null;
  cause?: string;
  progress?: ListFilter["progress"];
  referral?: string;
}) => Route;

export function listLinkOf({ range, mine }: InsightFilter): ListLink {
  return ({ created = range, status = "all", owner = mine ? "me" : null, ...narrowed }) =>
    listAddress({ ...EMPTY_FILTER, ...narrowed, tab: status, created, owner }, { isExplicit: true });
}

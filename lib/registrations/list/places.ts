import { type ListCursor, NO_TIME } from "@/lib/registrations/list/cursor";
import type { WalkPlan } from "@/lib/registrations/list/query";

/** The row at which a place is, and how many rows stand before the page to which it leads. */
type Edge = { at: Date | string; id: string; before: number | null };

/** The place beyond a row in a direction. */
export function cursorAt(
  { key }: WalkPlan,
  direction: ListCursor["direction"],
  { at, id, before }: Edge,
): ListCursor {
  return { by: key, direction, at: at instanceof Date ? at.toISOString() : NO_TIME, id, before };
}

/** How many rows stand before a page, as the way here counted them; who came back to the beginning is there, whatever came in meanwhile. */
export function rowsBefore({ place, isBackwards }: WalkPlan, { isLast }: { isLast: boolean }): number | null {
  if (place === null || (isBackwards && isLast)) return 0;
  return place.before;
}

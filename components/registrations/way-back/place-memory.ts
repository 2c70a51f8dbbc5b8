import type { Route } from "next";
import { forgetInTab, keepInTab, readFromTab } from "@/components/ui/tab-memory";

/** Where in the list a person is: filter, tab and page by the address, the scroll, and the row that was opened. */
export type ListPlace = { address: string; y: number; row: string | null };

const PLACE = "list-place";
const RETURNING = "list-returning";

/** This tab's own memory, since the address of a page must not say where somebody came from or searched for. */
export function keepPlace(personId: string, place: ListPlace): void {
  keepInTab(personId, PLACE, place);
}

/** The place in the list that was left last, or null. */
export function readPlace(personId: string): ListPlace | null {
  const kept = readFromTab(personId, PLACE);
  if (typeof kept !== "object" || kept === null) return null;
  const { address, y, row } = kept as Partial<Record<keyof ListPlace, unknown>>;
  if (typeof address !== "string" || !/^\/registrations(\?|$)/.test(address)) return null;
  return { address, y: typeof y === "number" ? y : 0, row: typeof row === "string" ? row : null };
}

/** The address of the list as it was left. */
export function listAddressOf(place: ListPlace | null): Route {
  return (place?.address ?? "/registrations") as Route;
}

/** Says that the way back was taken, so that the list opens where it was left, and not at its top. */
export function markReturning(personId: string): void {
  keepInTab(personId, RETURNING, true);
}

/** Whether it was, told once. */
export function takeReturning(personId: string): boolean {
  const isReturning = readFromTab(personId, RETURNING) === true;
  if (isReturning) forgetInTab(personId, RETURNING);
  return isReturning;
}

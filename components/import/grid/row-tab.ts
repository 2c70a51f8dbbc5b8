import type { ImportView, RowState } from "@/lib/imports/import-view";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** Which rows of a batch are shown; each is an address. `attention` are those that a person has to see to after sending. */
export const ROW_TABS = [
  "attention",
  "all",
  "problems",
  "warnings",
  "ready",
  "sent",
  "done",
  "skipped",
] as const;
export type RowTab = (typeof ROW_TABS)[number];

/** What a person has to see to at DOKU or with DOKU's words: no machine goes on with it. */
const ATTENTION: readonly RegistrationStatus[] = ["NEEDS_FIX", "UNCONFIRMED", "FAILED"];

type Counted = Pick<ImportView, "status" | "rowCount" | "rows" | "standing">;

/** The tab of the address; without one, what a person has to look at first. */
export function readRowTab(text: string | string[] | undefined, batch: Counted): RowTab {
  const asked = ROW_TABS.find((tab) => tab === text);
  if (asked) return asked;
  const isEnded = batch.status === "finished" || batch.status === "stopped";
  if (isEnded && countOf("attention", batch) > 0) return "attention";
  if (batch.status !== "checked") return "all";
  if (batch.rows.problems > 0) return "problems";
  return batch.rows.warnings > 0 ? "warnings" : "all";
}

/** How many rows a tab has. */
export function countOf(tab: RowTab, { rowCount, rows, standing }: Omit<Counted, "status">): number {
  switch (tab) {
    case "all":
      return rowCount;
    case "attention":
      return ATTENTION.reduce((sum, status) => sum + standing[status], 0);
    default:
      return rows[tab];
  }
}

/** Which rows a tab stands for, by their states or by how their registrations stand; null is every one. */
export function rowsOf(tab: RowTab): {
  states: readonly RowState[] | null;
  statuses: readonly RegistrationStatus[] | null;
} {
  if (tab === "attention") return { states: null, statuses: ATTENTION };
  return { states: tab === "all" ? null : [tab], statuses: null };
}

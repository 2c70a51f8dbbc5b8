import type { ImportView, RowState } from "@/lib/imports/import-view";

/** Which rows of a batch are shown; each is an address. */
export const ROW_TABS = ["all", "problems", "warnings", "ready", "sent", "done", "skipped"] as const;
export type RowTab = (typeof ROW_TABS)[number];

/** The tab of the address; without one, what a person has to look at first. */
export function readRowTab(
  text: string | string[] | undefined,
  { status, rows }: Pick<ImportView, "status" | "rows">,
): RowTab {
  const asked = ROW_TABS.find((tab) => tab === text);
  if (asked) return asked;
  if (status !== "checked") return "all";
  if (rows.problems > 0) return "problems";
  return rows.warnings > 0 ? "warnings" : "all";
}

/** The states that a tab stands for; null is every one. */
export function statesOf(tab: RowTab): readonly RowState[] | null {
  return tab === "all" ? null : [tab];
}

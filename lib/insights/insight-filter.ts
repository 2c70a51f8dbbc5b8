import type { Whose } from "@/lib/registrations/list/whose";

/** How far back the charts look, as a word of the list's address too. */
export const INSIGHT_RANGES = ["7d", "30d", "90d"] as const;
export type InsightRange = (typeof INSIGHT_RANGES)[number];

/** What the charts are about: `/insights?range=30d&owner=me`, or `owner=all`; without either it is what a person begins with. */
export type InsightFilter = { range: InsightRange; mine: boolean };

/** Reads the page's address; what it does not know is as if it were not there. */
export function readInsightFilter(params: URLSearchParams, whose: Whose): InsightFilter {
  const range = INSIGHT_RANGES.find((known) => known === params.get("range")) ?? "30d";
  const owner = params.get("owner");
  return { range, mine: owner === "me" || (owner !== "all" && whose === "mine") };
}

/** The query string that reads as the same, whoever reads it. */
export function writeInsightFilter({ range, mine }: InsightFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (range !== "30d") params.set("range", range);
  params.set("owner", mine ? "me" : "all");
  return params;
}

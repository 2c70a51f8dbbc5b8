/** How far back the charts look, as a word of the list's address too. */
export const INSIGHT_RANGES = ["7d", "30d", "90d"] as const;
export type InsightRange = (typeof INSIGHT_RANGES)[number];

/** What the charts are about: `/insights?range=30d&owner=me`. */
export type InsightFilter = { range: InsightRange; mine: boolean };

/** Reads the page's address; what it does not know is as if it were not there. */
export function readInsightFilter(params: URLSearchParams): InsightFilter {
  const range = INSIGHT_RANGES.find((known) => known === params.get("range")) ?? "30d";
  return { range, mine: params.get("owner") === "me" };
}

/** The query string that reads as the same; without what goes without saying. */
export function writeInsightFilter({ range, mine }: InsightFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (range !== "30d") params.set("range", range);
  if (mine) params.set("owner", "me");
  return params;
}

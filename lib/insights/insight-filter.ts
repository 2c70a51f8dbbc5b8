import type { Whose } from "@/lib/registrations/list/whose";

/** How far back the charts look, as a word of the list's address too. */
export const INSIGHT_RANGES = ["7d", "30d", "90d"] as const;
export type InsightRange = (typeof INSIGHT_RANGES)[number];

/** What a bar of the chart stands for. */
export const INSIGHT_STEPS = ["day", "week"] as const;
export type InsightStep = (typeof INSIGHT_STEPS)[number];

/** What the charts are about: `/insights?range=30d&by=week&owner=me`, or `owner=all`; without either it is what a person begins with. */
export type InsightFilter = { range: InsightRange; by: InsightStep; mine: boolean };

/** Ninety bars are read by nobody. */
export function usualStep(range: InsightRange): InsightStep {
  return range === "90d" ? "week" : "day";
}

/** Reads the page's address; what it does not know is as if it were not there. */
export function readInsightFilter(params: URLSearchParams, whose: Whose): InsightFilter {
  const range = INSIGHT_RANGES.find((known) => known === params.get("range")) ?? "30d";
  const by = INSIGHT_STEPS.find((known) => known === params.get("by")) ?? usualStep(range);
  const owner = params.get("owner");
  return { range, by, mine: owner === "me" || (owner !== "all" && whose === "mine") };
}

/** The query string that reads as the same, whoever reads it. */
export function writeInsightFilter({ range, by, mine }: InsightFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (range !== "30d") params.set("range", range);
  if (by !== usualStep(range)) params.set("by", by);
  params.set("owner", mine ? "me" : "all");
  return params;
}

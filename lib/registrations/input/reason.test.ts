import { describe, expect, it } from "vitest";
import { problemOf } from "@/lib/field-problem";
import { optionalReasonSchema, REASON_MAX_LENGTH, reasonSchema } from "./reason";

function problemsOf(reason: string, schema = reasonSchema) {
  return (schema.safeParse({ reason }).error?.issues ?? []).map((issue) => [issue.path, problemOf(issue)]);
}

describe("a reason as typed", () => {
  it("is asked for where there are only spaces, unless it may be left out", () => {
    expect(problemsOf("  \n ")).toEqual([[["reason"], { code: "missing" }]]);
    expect(optionalReasonSchema.parse({ reason: "  \n " })).toEqual({ reason: "" });
  });

  it("is kept without the space around it", () => {
    expect(reasonSchema.parse({ reason: " second branch \n" })).toEqual({ reason: "second branch" });
  });

  it("is counted in characters, not in halves of an emoji", () => {
    expect(problemsOf("☕️🏪")).toEqual([]);
    expect(problemsOf("🏪".repeat(REASON_MAX_LENGTH))).toEqual([]);
    const params = { count: REASON_MAX_LENGTH + 1, max: REASON_MAX_LENGTH };
    for (const schema of [reasonSchema, optionalReasonSchema]) {
      expect(problemsOf("🏪".repeat(REASON_MAX_LENGTH + 1), schema)).toEqual([
        [["reason"], { code: "too_long", params }],
      ]);
    }
  });
});

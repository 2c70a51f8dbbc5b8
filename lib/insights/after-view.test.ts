import { expect, test } from "vitest";
import { afterFunnelOf, noProgress, quietSteps } from "./after-view";

test.each([
  [3, ["3–7", "7–14", "14–30", "30–"]],
  [1, ["1–7", "7–14", "14–30", "30–"]],
  [7, ["7–14", "14–30", "30–"]],
  [30, ["30–"]],
])("quiet after %i days is counted in these ages: %j", (days, ages) => {
  expect(quietSteps(days).map(({ fromDays, untilDays }) => `${fromDays}–${untilDays ?? ""}`)).toEqual(ages);
});

test("each stage of the funnel is a part of the one before", () => {
  const counts = {
    ...noProgress(),
    NOT_CHECKED: 1,
    INVITED: 2,
    IN_PROGRESS: 4,
    ACTION_NEEDED: 8,
    IN_REVIEW: 16,
    REJECTED: 32,
    VERIFIED: 64,
    UNKNOWN_VALUE: 128,
  };
  expect(afterFunnelOf(counts)).toEqual({ invited: 255, begun: 124, handedIn: 112, verified: 64 });
});

import { describe, expect, it } from "vitest";
import { REASON_MAX_LENGTH, readReason } from "./reason";

describe("readReason", () => {
  it("asks for one where there are only spaces", () => {
    expect(readReason("  \n ")).toEqual({ kind: "missing" });
  });

  it("gives the words without the space around them", () => {
    expect(readReason(" second branch \n")).toEqual({ kind: "ok", reason: "second branch" });
  });

  it("counts characters, not halves of an emoji", () => {
    expect(readReason("☕️🏪".repeat(1)).kind).toBe("ok");
    expect(readReason("🏪".repeat(REASON_MAX_LENGTH)).kind).toBe("ok");
    expect(readReason("🏪".repeat(REASON_MAX_LENGTH + 1))).toEqual({
      kind: "too_long",
      count: REASON_MAX_LENGTH + 1,
    });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Progress } from "@/lib/generated/prisma/enums";
import { combine, type Meaning, type MeaningOf, type PlacedValue } from "./meaning";

const MEANINGS: Record<string, Meaning> = {
  UPDATING: "IN_PROGRESS",
  ACTIVE: "VERIFIED",
  REJECTED: "REJECTED",
  PROBATION: "IN_REVIEW",
  WAITING: "INVITED",
  MISSING_DOCUMENT: "ACTION_NEEDED",
  NONE: "says_nothing",
};
const meaningOf: MeaningOf = ({ raw }) => MEANINGS[raw] ?? null;
const values = (...raws: string[]): PlacedValue[] => raws.map((raw) => ({ place: "brands.status", raw }));

describe("what an answer says", () => {
  test.each<[string[], string | null, string | null]>([
    [[], null, null],
    [["NONE"], null, null],
    [["NONE", "NONE"], null, null],
    [["ACTIVE"], "VERIFIED", "ACTIVE"],
    [["ACTIVE", "NONE", "ACTIVE"], "VERIFIED", "ACTIVE"],
    [["ACTIVE", "UPDATING"], "IN_PROGRESS", "UPDATING"],
    [["ACTIVE", "WAITING"], "INVITED", "WAITING"],
    [["UPDATING", "WAITING"], "IN_PROGRESS", "UPDATING"],
    [["UPDATING", "PROBATION"], "IN_REVIEW", "PROBATION"],
    [["PROBATION", "BRAND_NEW"], "UNKNOWN_VALUE", "BRAND_NEW"],
    [["ONE", "TWO"], "UNKNOWN_VALUE", "ONE"],
    [["BRAND_NEW", "MISSING_DOCUMENT"], "ACTION_NEEDED", "MISSING_DOCUMENT"],
    [["ACTIVE", "MISSING_DOCUMENT", "REJECTED"], "REJECTED", "REJECTED"],
  ])("%j: %s by %s", (raws, progress, raw) => {
    expect(combine(values(...raws), meaningOf)).toEqual(progress === null ? null : { progress, raw });
  });

  test("does not depend on the order in which DOKU lists it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(MEANINGS), "BRAND_NEW")), (raws) => {
        const told = combine(values(...raws), meaningOf);
        expect(combine(values(...raws.toReversed()), meaningOf)?.progress).toBe(told?.progress);
      }),
    );
  });

  test("is verified only where all that say something say so", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.values(Progress)), { minLength: 1 }), (progresses) => {
        const told = combine(values(...progresses), ({ raw }) => Progress[raw as keyof typeof Progress]);
        expect(told?.progress === "VERIFIED").toBe(progresses.every((progress) => progress === "VERIFIED"));
      }),
    );
  });
});

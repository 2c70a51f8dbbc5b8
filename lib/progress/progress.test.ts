import { describe, expect, test } from "vitest";
import { RegistrationStatus } from "@/lib/generated/prisma/enums";
import { PROGRESSES, turnsOf, WHO, whoMustAct } from "./progress";

describe("who must act", () => {
  test.each([
    ["NOT_CHECKED", "merchant"],
    ["INVITED", "merchant"],
    ["IN_PROGRESS", "merchant"],
    ["ACTION_NEEDED", "merchant"],
    ["IN_REVIEW", "doku"],
    ["VERIFIED", "nobody"],
    ["REJECTED", "us"],
    ["UNKNOWN_VALUE", "us"],
  ] as const)("an invited merchant who is %s: %s", (progress, who) => {
    expect(whoMustAct({ status: "INVITED", archived: false, progress })).toBe(who);
    expect(whoMustAct({ status: "INVITED", archived: true, progress })).toBe("nobody");
  });

  test.each([
    ["DRAFT", "us"],
    ["QUEUED", "nobody"],
    ["NEEDS_FIX", "us"],
    ["UNCONFIRMED", "us"],
    ["FAILED", "us"],
  ] as const)("a registration that is %s: %s, whatever the progress", (status, who) => {
    for (const progress of PROGRESSES) expect(whoMustAct({ status, archived: false, progress })).toBe(who);
  });

  test("the turns of everybody are each status and progress once", () => {
    const turns = WHO.map(turnsOf);
    expect(turns.flatMap(({ progresses }) => progresses).sort()).toEqual([...PROGRESSES].sort());
    const others = Object.values(RegistrationStatus).filter((status) => status !== "INVITED");
    expect(turns.flatMap(({ statuses }) => statuses).sort()).toEqual(others.sort());
  });
});

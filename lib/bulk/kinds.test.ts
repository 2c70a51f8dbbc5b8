import { describe, expect, test } from "vitest";
import { STATUSES } from "@/lib/registrations/status";
import {
  BULK_KINDS,
  type BulkFacts,
  type BulkKind,
  type LeftReason,
  reasonNotToNudge,
  reasonToLeave,
} from "./kinds";

const FACTS: BulkFacts = {
  status: "FAILED",
  archived: false,
  replay: "proven",
  sending: false,
  wasPutBack: false,
};

const CASES: [Exclude<BulkKind, "nudge">, Partial<BulkFacts>, LeftReason | null][] = [
  ["retry", {}, null],
  ["retry", { status: "INVITED" }, "is_invited"],
  ["retry", { status: "NEEDS_FIX" }, "is_needs_fix"],
  ["retry", { status: "QUEUED" }, "is_queued"],
  ["retry", { archived: true }, "archived"],
  ["retry", { status: "QUEUED", sending: true }, "sending"],
  ["check", { status: "UNCONFIRMED" }, null],
  ["check", { status: "UNCONFIRMED", replay: "unproven" }, "replay_unproven"],
  ["check", { status: "DRAFT" }, "is_draft"],
  ["archive", { status: "INVITED" }, null],
  ["archive", { status: "UNCONFIRMED" }, "is_unconfirmed"],
  ["archive", { archived: true }, "archived"],
  ["restore", { archived: true }, null],
  ["restore", {}, "not_archived"],
  ["assign", { status: "UNCONFIRMED", sending: true }, null],
  ["follow_up", {}, null],
  ["follow_up", { status: "QUEUED", sending: true }, null],
  ["follow_up", { status: "DRAFT" }, "is_draft"],
  ["follow_up", { status: "INVITED", archived: true }, "archived"],
  ["clean", { status: "NEEDS_FIX" }, null],
  ["clean", {}, "is_failed"],
  ["clean", { status: "INVITED" }, "is_invited"],
  ["clean", { status: "NEEDS_FIX", archived: true }, "archived"],
  ["retry", { wasPutBack: true }, "put_back"],
  ["clean", { status: "NEEDS_FIX", wasPutBack: true }, "put_back"],
  ["check", { status: "UNCONFIRMED", wasPutBack: true }, null],
  ["archive", { wasPutBack: true }, null],
];

describe("what a bulk job leaves as it is, and why", () => {
  test.each(CASES)("%s with %o: %s", (kind, facts, expected) => {
    expect(reasonToLeave(kind, { ...FACTS, ...facts })).toBe(expected);
  });

  test("nothing that is being sent is touched, whoever its owner is to be", () => {
    for (const kind of BULK_KINDS.filter(
      (each) => each !== "assign" && each !== "nudge" && each !== "follow_up",
    ))
      for (const status of STATUSES)
        expect(reasonToLeave(kind, { ...FACTS, status, sending: true })).toBe("sending");
  });

  test.each<[[boolean, boolean, boolean], LeftReason | null]>([
    [[true, false, true], null],
    [[false, false, true], "not_their_turn"],
    [[false, true, false], "not_their_turn"],
    [[true, true, true], "cooling"],
    [[true, true, false], "cooling"],
    [[true, false, false], "no_email"],
  ])(
    "a reminder, where turn, cool-down and address are %j: %s",
    ([isTheirTurn, isCooling, hasEmail], reason) => {
      expect(reasonNotToNudge({ isTheirTurn, isCooling, hasEmail })).toBe(reason);
    },
  );
});

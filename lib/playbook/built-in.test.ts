import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOME_OF, REASONS } from "@/lib/doku/reason";
import { STATUSES } from "@/lib/registrations/status";
import { type AdviceFacts, adviceOf, type ExplainedReason } from "./built-in";

const facts = (change: Partial<AdviceFacts>): AdviceFacts => ({
  status: "QUEUED",
  isArchived: false,
  isPaused: false,
  isPlanned: true,
  replay: "proven",
  isStanding: false,
  ...change,
});

describe("what is advised after an attempt", () => {
  test.each<[string, ExplainedReason, Partial<AdviceFacts>, string | null]>([
    ["not reached, and tried again", "dns", {}, "waitForNetwork"],
    ["not reached, and paused meanwhile", "dns", { isPaused: true }, null],
    ["not reached for a day", "dns", { status: "FAILED", isPlanned: false }, null],
    ["not reached after one in doubt", "dns", { status: "UNCONFIRMED" }, null],
    ["slowed down, then parked", "rate_limited", { status: "UNCONFIRMED", isPlanned: false }, "settleDoubt"],
    ["refused", "validation", { status: "NEEDS_FIX", isPlanned: false }, "changeField"],
    ["refused because the reference is used", "validation", { status: "NEEDS_FIX", isStanding: true }, null],
    ["refused after one in doubt", "validation", { status: "UNCONFIRMED", isPlanned: false }, "settleDoubt"],
    ["no answer, and checked by machine", "header_timeout", { status: "UNCONFIRMED" }, null],
    [
      "no answer, and nobody checks",
      "header_timeout",
      { status: "UNCONFIRMED", isPlanned: false },
      "settleDoubt",
    ],
    [
      "no answer, where checking is not proven",
      "header_timeout",
      { status: "UNCONFIRMED", isPlanned: false, replay: "unproven" },
      "settleDoubtByLooking",
    ],
    ["signature refused, and paused", "invalid_signature", { isPaused: true }, "checkSecret"],
    ["signature refused, and resumed", "invalid_signature", {}, null],
    ["accepted", "accepted", { status: "INVITED", isPlanned: false }, null],
    ["a foreign answer", "signature_mismatch", { status: "UNCONFIRMED" }, "settleForeignAnswer"],
    ["archived", "validation", { status: "NEEDS_FIX", isPlanned: false, isArchived: true }, null],
  ])("%s", (_name, reason, change, advice) => {
    expect(adviceOf(reason, facts(change))).toBe(advice);
  });

  test("says nothing that is untrue of how the registration stands", () => {
    const anyFacts = fc.record({
      status: fc.constantFrom(...STATUSES),
      isArchived: fc.boolean(),
      isPaused: fc.boolean(),
      isPlanned: fc.boolean(),
      replay: fc.constantFrom("proven" as const, "unproven" as const),
      isStanding: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.constantFrom(...REASONS), anyFacts, (reason, given) => {
        const advice = adviceOf(reason, given);
        if (advice === null) return;
        const { status, isPaused, isPlanned, replay, isStanding } = given;
        // "Sending is paused".
        if (OUTCOME_OF[reason] === "credential_refused") expect(isPaused).toBe(true);
        // "Nothing was sent. Mitra tries again by itself", "Mitra goes on when DOKU allows it".
        if (advice === "waitForNetwork" || advice === "waitForTurn")
          expect({ status, isPaused, isPlanned }).toEqual({
            status: "QUEUED",
            isPaused: false,
            isPlanned: true,
          });
        // "Nothing was created".
        if (advice === "changeField")
          expect({ status, isStanding }).toEqual({ status: "NEEDS_FIX", isStanding: false });
        // "Choose Check with DOKU", which is offered where replays are proven.
        if (advice === "settleDoubt")
          expect({ status, replay }).toEqual({ status: "UNCONFIRMED", replay: "proven" });
        if (advice === "settleDoubtByLooking")
          expect({ status, replay }).toEqual({ status: "UNCONFIRMED", replay: "unproven" });
      }),
    );
  });
});

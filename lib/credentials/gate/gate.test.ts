import { describe, expect, test } from "vitest";
import { BREAKER_FAULTS, decideGate, type GateFacts } from "@/lib/credentials/gate/gate";

const NOW = new Date("2026-11-12T07:00:00Z");
const seconds = (count: number) => new Date(NOW.getTime() + count * 1_000);
const TESTED: GateFacts = {
  pausedAt: null,
  slowUntil: null,
  faultCount: 0,
  breakerUntil: null,
  usableAt: seconds(-5),
  probeUntil: null,
  keyVersion: "0badc0de",
};
const decide = (facts: Partial<GateFacts>) =>
  decideGate({ ...TESTED, ...facts }, { keyVersion: "0badc0de", now: NOW, random: 0.5 });

describe("the gate of a credential", () => {
  test.each<[string, Partial<GateFacts>, string]>([
    ["answered a moment ago", {}, "open"],
    ["met a few faults since", { faultCount: BREAKER_FAULTS - 1 }, "open"],
    ["is paused", { pausedAt: seconds(-1) }, "paused"],
    ["is paused and would have to be tried", { pausedAt: seconds(-1), usableAt: null }, "paused"],
    ["never answered", { usableAt: null }, "try"],
    ["has not answered for a minute", { usableAt: seconds(-60) }, "try"],
    ["has another secret than the one that was answered", { keyVersion: "c0ffee00" }, "try"],
    ["is being tried", { usableAt: null, probeUntil: seconds(10) }, "wait"],
    ["was being tried by a process that is late", { usableAt: null, probeUntil: seconds(0) }, "try"],
    ["met five faults, a moment ago", { faultCount: BREAKER_FAULTS, breakerUntil: seconds(4) }, "wait"],
    [
      "met five faults, and its time to try has come",
      { faultCount: BREAKER_FAULTS, breakerUntil: seconds(0) },
      "try",
    ],
    ["was asked to slow down", { slowUntil: seconds(2) }, "wait"],
    ["was asked to slow down, and did", { slowUntil: seconds(0) }, "open"],
  ])("of one that %s: %s", (_, facts, kind) => {
    expect(decide(facts).kind).toBe(kind);
  });

  test("tells exactly until when DOKU asked to wait", () => {
    expect(decide({ slowUntil: seconds(7) })).toEqual({ kind: "wait", until: seconds(7) });
    expect(decide({ faultCount: 9, breakerUntil: seconds(3) })).toEqual({ kind: "wait", until: seconds(3) });
  });
});

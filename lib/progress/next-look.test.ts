import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LONGEST_WAIT_MS, type LookEndingKind, type LookFacts, nextLook } from "./next-look";
import { PROGRESSES } from "./progress";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = new Date(Date.UTC(2026, 10, 30));
const ago = (ms: number) => new Date(now.getTime() - ms);

function facts(over: Partial<LookFacts> & { ageMs?: number }): LookFacts {
  const { ageMs = HOUR, ...rest } = over;
  return {
    progress: "NOT_CHECKED",
    invitedAt: ago(ageMs),
    changedAt: null,
    ending: { kind: "told" },
    before: null,
    now,
    random: 0.5,
    ...rest,
  };
}

/** In hours, without jitter. */
const waitHours = (of: LookFacts) => (nextLook(of).getTime() - of.now.getTime()) / HOUR;

describe("when DOKU is asked again", () => {
  test.each([
    ["an hour old", facts({ ageMs: HOUR }), 1],
    ["six hours old", facts({ ageMs: 6 * HOUR }), 1],
    ["a day old", facts({ ageMs: DAY }), 4],
    ["nothing to be seen yet is no reason to hurry", facts({ ageMs: DAY, ending: { kind: "no_news" } }), 4],
    ["a week old", facts({ ageMs: 7 * DAY }), 28],
    ["a year old", facts({ ageMs: 365 * DAY }), 7 * 24],
    [
      "old, but changed this hour",
      facts({ ageMs: 90 * DAY, changedAt: ago(HOUR), progress: "IN_PROGRESS" }),
      1,
    ],
    ["just in review", facts({ progress: "IN_REVIEW", changedAt: ago(HOUR), ageMs: 9 * DAY }), 4],
    ["in review for two days", facts({ progress: "IN_REVIEW", changedAt: ago(2 * DAY) }), 4],
    [
      "in review for a month",
      facts({ progress: "IN_REVIEW", changedAt: ago(30 * DAY), ageMs: 40 * DAY }),
      24,
    ],
    ["verified", facts({ progress: "VERIFIED", changedAt: ago(HOUR) }), 30 * 24],
    ["rejected", facts({ progress: "REJECTED", changedAt: ago(HOUR) }), 24],
    ["not reached", facts({ ending: { kind: "unreachable" } }), 0.25],
    [
      "not reached again",
      facts({ ending: { kind: "unreachable" }, before: { at: ago(HOUR), ending: "unusable" } }),
      2,
    ],
    [
      "not reached for days",
      facts({ ending: { kind: "unreachable" }, before: { at: ago(DAY), ending: "unreachable" } }),
      24,
    ],
    [
      "not reached for the first time after long",
      facts({ ending: { kind: "unreachable" }, before: { at: ago(DAY), ending: "told" } }),
      0.25,
    ],
    ["asked to slow down", facts({ ending: { kind: "slowed_down", retryAfterMs: null } }), 1 / 60],
    ["asked to slow down for ever", facts({ ending: { kind: "slowed_down", retryAfterMs: 1e12 } }), 0.25],
    ["not offered", facts({ ending: { kind: "not_offered" } }), 24],
    ["refused", facts({ ending: { kind: "credential_refused" } }), 24],
  ])("%s", (_case, of, hours) => expect(waitHours(of)).toBeCloseTo(hours, 5));

  const anyTime = fc.date({ noInvalidDate: true });
  const anyFacts = fc.record({
    progress: fc.constantFrom(...PROGRESSES),
    invitedAt: anyTime,
    changedAt: fc.option(anyTime),
    ending: fc.record({
      kind: fc.constantFrom<LookEndingKind>(
        ...(["told", "no_news", "not_offered", "slowed_down"] as const),
        ...(["credential_refused", "unreachable", "unusable"] as const),
      ),
      retryAfterMs: fc.option(fc.double()),
    }),
    before: fc.option(
      fc.record({ at: anyTime, ending: fc.constantFrom<LookEndingKind>("told", "unreachable", "unusable") }),
    ),
    now: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });

  test("is never in the past and never too far ahead, whatever clocks and DOKU say", () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const waitMs = nextLook(of).getTime() - of.now.getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
      }),
    );
  });

  test("is later for what has been still for longer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROGRESSES),
        fc.nat(1_000 * DAY),
        fc.nat(1_000 * DAY),
        (progress, one, other) => {
          const [young, old] = [Math.min(one, other), Math.max(one, other)];
          expect(waitHours(facts({ progress, ageMs: young }))).toBeLessThanOrEqual(
            waitHours(facts({ progress, ageMs: old })),
          );
        },
      ),
    );
  });
});

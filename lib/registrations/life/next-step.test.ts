import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideNextStep, type EndedAttempt, type NextStepFacts } from "@/lib/registrations/life/next-step";

const QUEUED_AT = new Date("2026-11-12T07:00:00Z");
const HOUR_MS = 3_600_000;

type Outcome = EndedAttempt["outcome"];

function facts(outcomes: Outcome[], overrides: Partial<NextStepFacts> = {}): NextStepFacts {
  return {
    attempts: outcomes.map((outcome, index) => ({
      outcome,
      startedAt: new Date(QUEUED_AT.getTime() + index * 1_000),
      retryAfterMs: null,
      processStopped: false,
      claimOver: false,
    })),
    replay: "proven",
    hasBusiness: false,
    queuedAt: QUEUED_AT,
    giveUpAt: new Date(QUEUED_AT.getTime() + 24 * HOUR_MS),
    now: new Date(QUEUED_AT.getTime() + 60_000),
    random: 0.5,
    ...overrides,
  };
}

/** Seconds until the machine sends again; null where it does not. */
function waitSeconds(given: NextStepFacts): number | null {
  const { runAt } = decideNextStep(given);
  return runAt ? (runAt.getTime() - given.now.getTime()) / 1_000 : null;
}

describe("without doubt", () => {
  test.each<[Outcome[], string]>([
    [["accepted"], "INVITED"],
    [["refused"], "NEEDS_FIX"],
    [["not_sent"], "QUEUED"],
    [["rate_limited"], "QUEUED"],
    [["credential_refused"], "QUEUED"],
    [["not_sent", "rate_limited", "accepted"], "INVITED"],
    [["not_sent", "refused"], "NEEDS_FIX"],
  ])("%j leads to %s", (outcomes, status) => {
    expect(decideNextStep(facts(outcomes)).status).toBe(status);
    expect(decideNextStep(facts(outcomes, { replay: "unproven" })).status).toBe(status);
  });

  test.each([
    [1, 5],
    [2, 15],
    [3, 60],
    [4, 300],
    [5, 900],
    [6, 3_600],
    [9, 3_600],
  ])("%i failures in a row wait %i s", (failures, seconds) => {
    expect(waitSeconds(facts(Array<Outcome>(failures).fill("not_sent")))).toBe(seconds);
  });

  test("the wait is spread by at most a fifth either way", () => {
    expect(waitSeconds(facts(["not_sent"], { random: 0 }))).toBe(4);
    expect(waitSeconds(facts(["not_sent"], { random: 0.999_999 }))).toBeCloseTo(6, 2);
  });

  test("Retry-After is kept as DOKU said it", () => {
    const attempts = [
      {
        outcome: "rate_limited" as const,
        startedAt: QUEUED_AT,
        retryAfterMs: 42_000,
        processStopped: false,
        claimOver: false,
      },
    ];
    expect(waitSeconds(facts([], { attempts, random: 0 }))).toBe(42);
  });

  const late = {
    outcome: "not_sent",
    startedAt: QUEUED_AT,
    retryAfterMs: null,
    processStopped: false,
  } as const;

  test("what only we were too late for goes again at once, and counts for no failure", () => {
    const claimOver = { ...late, claimOver: true };
    const failure = { ...late, claimOver: false };
    expect(waitSeconds(facts([], { attempts: [claimOver] }))).toBe(0);
    expect(waitSeconds(facts([], { attempts: [claimOver, claimOver, claimOver, failure] }))).toBe(5);
    expect(waitSeconds(facts([], { attempts: [failure, claimOver, failure] }))).toBe(15);
    const now = new Date(QUEUED_AT.getTime() + 24 * HOUR_MS);
    expect(decideNextStep(facts([], { attempts: [claimOver], now })).status).toBe("FAILED");
  });

  test("what only we were too late for settles no doubt", () => {
    const attempts = [
      { ...late, outcome: "unknown", claimOver: false } as const,
      { ...late, claimOver: true },
    ];
    expect(decideNextStep(facts([], { attempts })).status).toBe("UNCONFIRMED");
    expect(waitSeconds(facts([], { attempts }))).toBe(0);
    expect(waitSeconds(facts([], { attempts, replay: "unproven" }))).toBe(null);
  });

  test("failures before the row was queued again do not lengthen the wait", () => {
    const queuedAt = new Date(QUEUED_AT.getTime() + 2_500);
    expect(waitSeconds(facts(["not_sent", "not_sent", "not_sent", "not_sent"], { queuedAt }))).toBe(5);
  });

  test("it gives up a day after it was queued, with one last attempt at that moment", () => {
    const giveUpAt = new Date(QUEUED_AT.getTime() + 24 * HOUR_MS);
    const almost = facts(Array<Outcome>(20).fill("not_sent"), { now: new Date(giveUpAt.getTime() - 60_000) });
    expect(decideNextStep(almost).runAt).toEqual(giveUpAt);
    expect(decideNextStep({ ...almost, now: giveUpAt })).toEqual({
      status: "FAILED",
      runAt: null,
      paused: false,
    });
  });

  test("a refused credential pauses and leaves the row waiting, however old it is", () => {
    const now = new Date(QUEUED_AT.getTime() + 48 * HOUR_MS);
    expect(decideNextStep(facts(["credential_refused"], { now }))).toEqual({
      status: "QUEUED",
      runAt: now,
      paused: true,
    });
  });
});

describe("in doubt", () => {
  test.each([
    [1, 5],
    [2, 30],
    [3, 120],
    [4, null],
    [7, null],
  ])(
    "after %i unknown outcomes the machine replays in %s s where replays are proven",
    (unknowns, seconds) => {
      const given = facts(Array<Outcome>(unknowns).fill("unknown"));
      expect(decideNextStep(given).status).toBe("UNCONFIRMED");
      expect(waitSeconds(given)).toBe(seconds);
    },
  );

  test.each<Outcome[]>([
    ["unknown"],
    ["unknown", "not_sent"],
    ["unknown", "rate_limited"],
    ["unknown", "refused"],
  ])("%s %s parks for a person where replays are not proven", (...outcomes) => {
    expect(decideNextStep(facts(outcomes, { replay: "unproven" }))).toEqual({
      status: "UNCONFIRMED",
      runAt: null,
      paused: false,
    });
  });

  test("where our own process died the machine goes on at once and spends none of its replays", () => {
    const stopped = facts(["unknown", "unknown", "unknown", "unknown"]).attempts.map((attempt, index) => ({
      ...attempt,
      processStopped: index < 3,
    }));
    expect(waitSeconds(facts([], { attempts: stopped.slice(0, 3) }))).toBe(0);
    expect(waitSeconds(facts([], { attempts: stopped }))).toBe(5);
    expect(waitSeconds(facts([], { attempts: stopped.slice(0, 3), replay: "unproven" }))).toBeNull();
  });

  test("a refusal after an unknown outcome does not settle it", () => {
    expect(decideNextStep(facts(["unknown", "refused"]))).toEqual({
      status: "UNCONFIRMED",
      runAt: null,
      paused: false,
    });
  });

  test("not being reached after an unknown outcome keeps trying, and never becomes FAILED", () => {
    expect(waitSeconds(facts(["unknown", "not_sent"]))).toBe(5);
    const late = facts(["unknown", "not_sent"], { now: new Date(QUEUED_AT.getTime() + 25 * HOUR_MS) });
    expect(decideNextStep(late)).toEqual({ status: "UNCONFIRMED", runAt: null, paused: false });
  });

  test.each<[Outcome[], string]>([
    [["unknown"], "UNCONFIRMED"],
    [["unknown", "refused"], "UNCONFIRMED"],
    [["unknown", "not_sent"], "UNCONFIRMED"],
    [["refused"], "INVITED"],
    [["not_sent"], "INVITED"],
    [["rate_limited"], "INVITED"],
    [["credential_refused"], "INVITED"],
  ])(
    "once a business of an earlier envelope is known, %j is %s, and no machine sends again",
    (outcomes, status) => {
      expect(decideNextStep(facts(outcomes, { hasBusiness: true }))).toMatchObject({ status, runAt: null });
    },
  );

  test("an accepted answer settles it", () => {
    expect(decideNextStep(facts(["unknown", "unknown", "accepted"])).status).toBe("INVITED");
  });
});

describe("for every history", () => {
  const outcome = fc.constantFrom<Outcome>(
    "accepted",
    "refused",
    "not_sent",
    "rate_limited",
    "credential_refused",
    "unknown",
  );
  const history = fc.record({
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 12 }),
    replay: fc.constantFrom("proven" as const, "unproven" as const),
    hasBusiness: fc.boolean(),
    ageMs: fc.integer({ min: 0, max: 72 * HOUR_MS }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });

  test("doubt is never called unsent, and nothing doubtful is replayed by machine where that is unproven", () => {
    fc.assert(
      fc.property(history, ({ outcomes, ageMs, ...history }) => {
        const given = facts(outcomes, { ...history, now: new Date(QUEUED_AT.getTime() + ageMs) });
        const next = decideNextStep(given);
        if (outcomes.includes("accepted")) expect(next.status).toBe("INVITED");
        else if (outcomes.includes("unknown")) expect(next.status).toBe("UNCONFIRMED");
        else if (history.hasBusiness) expect(next.status).toBe("INVITED");
        else expect(next.status).not.toBe("UNCONFIRMED");
        if (outcomes.includes("unknown") && history.replay === "unproven") expect(next.runAt).toBeNull();
        if (history.hasBusiness) expect(next.runAt).toBeNull();
        if (next.runAt) expect(next.runAt.getTime()).toBeGreaterThanOrEqual(given.now.getTime());
        if (next.status === "QUEUED") expect(next.runAt).not.toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });
});

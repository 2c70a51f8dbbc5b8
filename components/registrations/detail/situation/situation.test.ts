import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { OUTCOMES, REASONS } from "@/lib/doku/reason";
import type { AttemptView, BusinessView } from "@/lib/registrations/registration-view";
import { showWords } from "@/lib/registrations/sight";
import { STATUSES } from "@/lib/registrations/status";
import { describeSituation, explainableReason } from "./situation";

const said = (words: string) => showWords(SYSTEM_ACTOR, words);

type Facts = Parameters<typeof describeSituation>[0];

const REQUEST_ID = "6f1c0f5e-2d0b-4f6e-9a83-0d6a6a4c1b77";

const BUSINESS: BusinessView = {
  businessId: "BSN-0103-1700206906468",
  source: "doku",
  receivedAt: "2026-11-12T07:05:09Z",
  brandIds: [],
};

function makeAttempt(attempt: Partial<AttemptView>): AttemptView {
  return {
    number: 1,
    kind: "first",
    requestId: REQUEST_ID,
    startedAt: "2026-11-12T07:05:00Z",
    endedAt: "2026-11-12T07:05:09Z",
    outcome: "unknown",
    reason: "header_timeout",
    httpStatus: null,
    errorCode: null,
    message: null,
    maskedAnswer: null,
    answerRemovedAt: null,
    latencyMs: 9_000,
    signature: null,
    reportedBusinessId: null,
    ...attempt,
  };
}

function makeFacts(facts: Partial<Facts>): Facts {
  return {
    status: "QUEUED",
    archived: false,
    sending: false,
    credential: {
      label: "BRN-0001",
      replay: "proven",
      pausedAt: null,
      pausedReason: null,
      isUnserved: false,
    },
    lastOutcome: null,
    nextRunAt: null,
    cause: null,
    problem: null,
    problemField: null,
    wasPutBack: false,
    requestId: REQUEST_ID,
    businesses: [],
    attempts: [],
    ...facts,
  };
}

const PAUSED = {
  label: "BRN-0001",
  replay: "proven",
  pausedAt: "2026-11-12T07:00:00Z",
  pausedReason: "invalid_signature",
  isUnserved: false,
} as const;
const UNPROVEN = {
  label: "BRN-0001",
  replay: "unproven",
  pausedAt: null,
  pausedReason: null,
  isUnserved: false,
} as const;
const UNSERVED = { ...PAUSED, pausedAt: null, pausedReason: null, isUnserved: true } as const;
const SOON = "2026-11-12T07:06:00Z";

const CASES: { name: string; facts: Partial<Facts>; sentences: string[] }[] = [
  { name: "a draft", facts: { status: "DRAFT" }, sentences: ["draft"] },
  { name: "a draft of a backup", facts: { status: "DRAFT", wasPutBack: true }, sentences: ["draftPutBack"] },
  {
    name: "what a backup knows as refused",
    facts: { status: "NEEDS_FIX", problem: said("business.name must be filled"), wasPutBack: true },
    sentences: ["refused", "putBack"],
  },
  {
    name: "what a backup knows as not sent",
    facts: { status: "FAILED", wasPutBack: true },
    sentences: ["failed", "putBack"],
  },
  { name: "just queued", facts: {}, sentences: ["waiting"] },
  {
    name: "being sent",
    facts: { sending: true, lastOutcome: "not_sent", nextRunAt: SOON },
    sentences: ["sending"],
  },
  { name: "not reached", facts: { lastOutcome: "not_sent", nextRunAt: SOON }, sentences: ["notSent"] },
  { name: "slowed down", facts: { lastOutcome: "rate_limited", nextRunAt: SOON }, sentences: ["slowedDown"] },
  {
    name: "waiting under a paused credential",
    facts: { lastOutcome: "credential_refused", credential: PAUSED, nextRunAt: SOON },
    sentences: ["paused"],
  },
  {
    name: "waiting while no server has the secret",
    facts: { credential: UNSERVED, nextRunAt: SOON, lastOutcome: "not_sent" },
    sentences: ["unserved"],
  },
  {
    name: "to be checked while no server has the secret",
    facts: {
      status: "UNCONFIRMED",
      credential: UNSERVED,
      nextRunAt: SOON,
      attempts: [makeAttempt({})],
    },
    sentences: ["noAnswer", "unservedInDoubt"],
  },
  { name: "resumed", facts: { lastOutcome: "credential_refused", nextRunAt: SOON }, sentences: ["resumed"] },
  {
    name: "invited",
    facts: {
      status: "INVITED",
      businesses: [BUSINESS],
      attempts: [makeAttempt({ outcome: "accepted", reason: "accepted" })],
    },
    sentences: ["invited"],
  },
  {
    name: "invited by a replay",
    facts: {
      status: "INVITED",
      businesses: [BUSINESS],
      attempts: [makeAttempt({ number: 2, outcome: "accepted", reason: "accepted_replay" }), makeAttempt({})],
    },
    sentences: ["invitedReplay"],
  },
  {
    name: "found by a person",
    facts: { status: "INVITED", businesses: [{ ...BUSINESS, source: "person" }] },
    sentences: ["invitedByPerson"],
  },
  {
    name: "refused with a field",
    facts: { status: "NEEDS_FIX", problem: said("must be an email"), problemField: "representativeEmail" },
    sentences: ["refused"],
  },
  {
    name: "refused because of the reference, which may be its own",
    facts: {
      status: "NEEDS_FIX",
      problem: said("partner_ref_id has been used"),
      problemField: "partnerReference",
    },
    sentences: ["refusedReference"],
  },
  {
    name: "refused without a field",
    facts: { status: "NEEDS_FIX", problem: said("no"), problemField: null },
    sentences: ["refused"],
  },
  { name: "refused without words", facts: { status: "NEEDS_FIX" }, sentences: ["refusedNoWords"] },
  {
    name: "in doubt without an attempt, after a backup was restored",
    facts: { status: "UNCONFIRMED", credential: UNPROVEN, cause: "unsure.restored" },
    sentences: ["restored", "lookFirst"],
  },
  {
    name: "set aside after a restore, with a new envelope after a refusal",
    facts: {
      status: "UNCONFIRMED",
      credential: UNPROVEN,
      cause: "unsure.restored",
      attempts: [makeAttempt({ outcome: "refused", reason: "validation", message: said("no such field") })],
    },
    sentences: ["restored", "lookFirst"],
  },
  {
    name: "to be sent again after a restore, with a new envelope after a refusal",
    facts: {
      status: "UNCONFIRMED",
      credential: UNPROVEN,
      nextRunAt: SOON,
      attempts: [
        makeAttempt({
          requestId: "0d1c0f5e-2d0b-4f6e-9a83-0d6a6a4c1b78",
          outcome: "refused",
          reason: "validation",
          message: said("no such field"),
        }),
      ],
    },
    sentences: ["noAnswer", "checkAgainAt"],
  },
  {
    name: "in doubt after its process stopped, which came back and had sent nothing",
    facts: {
      status: "UNCONFIRMED",
      credential: UNPROVEN,
      cause: "unsure.process_stopped",
      attempts: [makeAttempt({ outcome: "not_sent", reason: "claim_over" })],
    },
    sentences: ["noAnswer", "lookFirst"],
  },
  {
    name: "no answer, a replay is planned",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({})], nextRunAt: SOON },
    sentences: ["noAnswer", "checkAgainAt"],
  },
  {
    name: "no answer to what was fixed, after the id of what was sent before came late",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({})], businesses: [BUSINESS] },
    sentences: ["businessKnown"],
  },
  {
    name: "no answer, a person decides, replays proven",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({})] },
    sentences: ["noAnswer", "chooseCheck"],
  },
  {
    name: "no answer, a person decides, replays unproven",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({})], credential: UNPROVEN },
    sentences: ["noAnswer", "lookFirst"],
  },
  {
    name: "an answer that settles nothing",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({ reason: "server_error" })] },
    sentences: ["unusable", "chooseCheck"],
  },
  {
    name: "a refusal after a doubtful attempt",
    facts: {
      status: "UNCONFIRMED",
      attempts: [
        makeAttempt({
          number: 2,
          outcome: "refused",
          reason: "validation",
          message: said("reference already used"),
        }),
        makeAttempt({}),
      ],
    },
    sentences: ["refusedInDoubt", "chooseCheck"],
  },
  {
    name: "in doubt and not reached since",
    facts: {
      status: "UNCONFIRMED",
      attempts: [makeAttempt({ number: 2, outcome: "not_sent", reason: "dns" }), makeAttempt({})],
      nextRunAt: SOON,
    },
    sentences: ["noAnswer", "checkAgainAt"],
  },
  { name: "being checked", facts: { status: "UNCONFIRMED", sending: true }, sentences: ["checking"] },
  {
    name: "in doubt under a paused credential",
    facts: { status: "UNCONFIRMED", attempts: [makeAttempt({})], credential: PAUSED },
    sentences: ["pausedInDoubt"],
  },
  { name: "not sent", facts: { status: "FAILED", lastOutcome: "not_sent" }, sentences: ["failed"] },
  {
    name: "not sent on an admin's word",
    facts: {
      status: "FAILED",
      lastOutcome: "unknown",
      cause: "not_sent.by_person",
      attempts: [makeAttempt({})],
    },
    sentences: ["settledByAdmin"],
  },
  {
    name: "not sent on an admin's word, after its process came back and had sent nothing",
    facts: {
      status: "FAILED",
      lastOutcome: "unknown",
      cause: "not_sent.by_person",
      attempts: [makeAttempt({ outcome: "not_sent", reason: "claim_over" })],
    },
    sentences: ["settledByAdmin"],
  },
  {
    name: "in doubt after a restore, and settled by an admin",
    facts: { status: "FAILED", cause: "not_sent.by_person" },
    sentences: ["settledByAdmin"],
  },
  {
    name: "not sent, after an earlier request that was in doubt",
    facts: {
      status: "FAILED",
      lastOutcome: "not_sent",
      attempts: [makeAttempt({ requestId: "0d1c0f5e-2d0b-4f6e-9a83-0d6a6a4c1b78" })],
    },
    sentences: ["failed"],
  },
  {
    name: "not sent, because DOKU kept asking to slow down",
    facts: { status: "FAILED", lastOutcome: "rate_limited", cause: "not_sent.rate_limited" },
    sentences: ["failedSlowedDown"],
  },
  { name: "archived", facts: { status: "DRAFT", archived: true }, sentences: ["draft", "archived"] },
];

describe("describeSituation", () => {
  it.each(CASES)("explains $name", ({ facts, sentences }) => {
    expect(describeSituation(makeFacts(facts)).sentences).toEqual(sentences);
  });

  it("is amber for doubt, and red only for what a person must mend", () => {
    const anyFacts = fc.record({
      status: fc.constantFrom(...STATUSES),
      wasPutBack: fc.boolean(),
      archived: fc.boolean(),
      sending: fc.boolean(),
      credential: fc.constantFrom(PAUSED, UNPROVEN, UNSERVED),
      lastOutcome: fc.option(fc.constantFrom(...OUTCOMES)),
      nextRunAt: fc.option(fc.constant(SOON)),
      cause: fc.option(fc.constantFrom("unsure.restored", "unsure.header_timeout", "not_sent.by_person")),
      problem: fc.option(fc.string().map(said)),
      problemField: fc.option(fc.constantFrom("partnerReference", "businessName")),
      requestId: fc.option(fc.constant(REQUEST_ID)),
      businesses: fc.array(fc.constant(BUSINESS)),
      attempts: fc.array(
        fc
          .record({
            outcome: fc.option(fc.constantFrom(...OUTCOMES)),
            reason: fc.option(fc.constantFrom(...REASONS)),
          })
          .map(makeAttempt),
      ),
    });
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { tone, sentences } = describeSituation(facts);
        expect(sentences.length).toBeGreaterThan(0);
        const isRed = facts.status === "NEEDS_FIX" || facts.status === "FAILED";
        expect(tone === "danger").toBe(isRed && !facts.archived);
        // What is put away asks for nothing, and is no success to be glad of.
        if (facts.archived) expect(tone).toBe("neutral");
        else if (facts.status === "UNCONFIRMED") expect(tone).toBe("warning");
        // "Not sent" is said of nothing else: least of all of what is in doubt.
        if (facts.status !== "FAILED") expect(sentences).not.toContain("failed");
        if (facts.status === "UNCONFIRMED") expect(sentences).not.toContain("notSent");
      }),
    );
  });
});

describe("explainableReason", () => {
  it("knows every reason of this build and nothing else", () => {
    for (const reason of REASONS) expect(explainableReason(reason)).toBe(reason);
    expect(explainableReason("process_stopped")).toBe("process_stopped");
    expect(explainableReason("from_the_future")).toBeNull();
    expect(explainableReason("toString")).toBeNull();
    expect(explainableReason(null)).toBeNull();
  });
});

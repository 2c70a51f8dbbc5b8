import { randomUUID } from "node:crypto";
import { Agent } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERROR_FAMILIES } from "@/lib/stand-in/failures/error-family";
import { DEFAULT_FAULT_KINDS } from "@/lib/stand-in/failures/faults";
import { DEFAULT_SWITCHES, type Switches } from "@/lib/stand-in/failures/switches";
import type { StandIn } from "@/lib/stand-in/server";
import {
  CLIENT_ID,
  makeBody,
  makeWaits,
  NOW,
  SECRET,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { type BusinessLiteCall, createDokuClient } from "./client";
import { type AttemptEnding, OUTCOME_OF, type Reason, type SignatureVerdict } from "./outcome";

// What DOKU's documents leave open, every setting of it: what each call means, and what there is at DOKU afterwards.

/** `made` counts the businesses after the call; `told` is the one that the answer names, 1 being the first made. */
type Expected = { reason: Reason; httpStatus: "success" | 400 | 409; made: number; told: number | null };

const FIRST = { reason: "accepted", httpStatus: "success", made: 1, told: 1 } as const satisfies Expected;
const REPLAY = { reason: "accepted_replay", httpStatus: 409, made: 1, told: 1 } as const satisfies Expected;
const REFUSED = { reason: "validation", httpStatus: 400, told: null } as const;

type Setting = `dedupe ${"on" | "off"}, reference ${Switches["reference"]}`;

/** The first call; the same envelope once more; then the same reference under a Request-Id of its own. */
const CALLS = {
  "dedupe on, reference reject": [FIRST, REPLAY, { ...REFUSED, made: 1 }],
  "dedupe on, reference reject_resend": [FIRST, REPLAY, { ...REFUSED, made: 1 }],
  "dedupe on, reference create": [FIRST, REPLAY, { ...FIRST, made: 2, told: 2 }],
  "dedupe off, reference reject": [FIRST, { ...FIRST, made: 2, told: 2 }, { ...REFUSED, made: 2 }],
  "dedupe off, reference reject_resend": [FIRST, { ...REFUSED, made: 1 }, { ...REFUSED, made: 1 }],
  "dedupe off, reference create": [FIRST, { ...FIRST, made: 2, told: 2 }, { ...FIRST, made: 3, told: 3 }],
} as const satisfies Record<Setting, readonly [Expected, Expected, Expected]>;

/** The verdict on the answer's signature, and why the answer is not believed, if it is not. */
type Believed = { verdict: SignatureVerdict; distrust: Reason | null };

const ANSWERS = {
  signed: {
    "signatures optional": { verdict: "verified", distrust: null },
    "signatures required": { verdict: "verified", distrust: null },
  },
  unsigned: {
    "signatures optional": { verdict: "not_signed", distrust: null },
    "signatures required": { verdict: "not_signed", distrust: "signature_missing" },
  },
  wrong: {
    "signatures optional": { verdict: "mismatch", distrust: "signature_mismatch" },
    "signatures required": { verdict: "mismatch", distrust: "signature_mismatch" },
  },
} as const satisfies Record<Switches["answers"], Record<string, Believed>>;

const SETTINGS = ([true, false] as const).flatMap((dedupe) =>
  (["reject", "reject_resend", "create"] as const).flatMap((reference) =>
    ([200, 201] as const).flatMap((status) =>
      (["signed", "unsigned", "wrong"] as const).flatMap((answers) =>
        (["signatures optional", "signatures required"] as const).map((demand) => ({
          switches: { dedupe, reference, status, answers },
          calls: CALLS[`dedupe ${dedupe ? "on" : "off"}, reference ${reference}`],
          believed: ANSWERS[answers][demand] satisfies Believed,
          demand,
        })),
      ),
    ),
  ),
);

const dispatcher = new Agent();
const held = makeWaits({ isInstant: false });
let standIn: StandIn;
beforeAll(async () => {
  standIn = await startTestStandIn({ delay: held.delay });
});
afterAll(async () => {
  await dispatcher.destroy();
  await standIn.close();
});

function openClient({ url }: StandIn, { requireSignedAnswers = false, secretKey = SECRET } = {}) {
  const credential = { clientId: CLIENT_ID, secretKey, baseUrl: url };
  return createDokuClient({ credential, dispatcher, now: () => NOW, requireSignedAnswers });
}

function makeEnvelope(merchant: { email?: string } = {}): BusinessLiteCall {
  const partnerRefId = `MTR-${randomUUID()}`;
  return { requestId: randomUUID(), bodyText: makeBody({ partnerRefId, ...merchant }), partnerRefId };
}

function businessesOf({ partnerRefId }: BusinessLiteCall) {
  return standIn.ledger.businesses().filter((business) => business.partnerRefId === partnerRefId);
}

function expectEnding(
  ending: AttemptEnding,
  call: BusinessLiteCall,
  { expected, believed, status }: { expected: Expected; believed: Believed; status: number },
): void {
  const made = businessesOf(call);
  const told = expected.told === null ? null : made[expected.told - 1];
  const id = told?.businessId ?? null;
  const reason = believed.distrust ?? expected.reason;
  const isAccepted = OUTCOME_OF[reason] === "accepted";
  expect(made).toHaveLength(expected.made);
  expect(ending).toMatchObject({
    reason,
    outcome: OUTCOME_OF[reason],
    httpStatus: expected.httpStatus === "success" ? status : expected.httpStatus,
    signature: believed.verdict,
    bytesWritten: true,
    business: isAccepted ? { id, brandIds: told?.brandIds } : null,
    reportedBusinessId: isAccepted ? null : id,
    problemField: reason === "validation" ? "partnerReference" : null,
  });
}

describe("every setting of what the documents leave open", () => {
  it.each(SETTINGS)("$switches, $demand", async ({ switches, calls, believed, demand }) => {
    standIn.setSwitches({ ...DEFAULT_SWITCHES, ...switches });
    const client = openClient(standIn, { requireSignedAnswers: demand === "signatures required" });
    const call = makeEnvelope();
    const anew = { ...call, requestId: randomUUID() };
    for (const [at, sent] of [call, call, anew].entries()) {
      const expected = calls[at];
      if (!expected) throw new Error("The table has no such call");
      const ending = await client.createBusinessLite(sent);
      expectEnding(ending, call, { expected, believed, status: switches.status });
    }
  });
});

describe("a repeat with another body", () => {
  /** The second is another registration that was given the first one's Request-Id, as no machine of ours does. */
  it.each<[Switches["otherBody"], Reason]>([
    ["conflict", "conflict_without_business"],
    ["first_answer", "conflict_other_business"],
  ])("under otherBody %s is %s, and nobody's business is taken for ours", async (otherBody, reason) => {
    standIn.setSwitches({ ...DEFAULT_SWITCHES, otherBody });
    const first = makeEnvelope();
    const second = { ...makeEnvelope(), requestId: first.requestId };
    const client = openClient(standIn);
    expect(await client.createBusinessLite(first)).toMatchObject({ outcome: "accepted" });
    expect(await client.createBusinessLite(second)).toMatchObject({
      outcome: "unknown",
      reason,
      business: null,
      reportedBusinessId: otherBody === "conflict" ? null : businessesOf(first)[0]?.businessId,
    });
    expect(businessesOf(second)).toEqual([]);
  });
});

describe("a repeat that comes before the first is done", () => {
  it("is a conflict without a business, and a replay once the first is done", async () => {
    standIn.setSwitches(DEFAULT_SWITCHES);
    const call = makeEnvelope({ email: "slow@contoh.id" });
    const client = openClient(standIn);
    const first = client.createBusinessLite(call);
    await held.begun;
    expect(await client.createBusinessLite(call)).toMatchObject({
      outcome: "unknown",
      reason: "conflict_without_business",
    });
    for (const wait of held.waits) wait.end();
    const { business } = await first;
    expect(await client.createBusinessLite(call)).toMatchObject({ reason: "accepted_replay", business });
    expect(businessesOf(call)).toHaveLength(1);
  });

  it("is a replay under whileRunning wait, whichever of the two is answered first", async () => {
    const instant = makeWaits({ isInstant: true });
    const waiting = await startTestStandIn({ delay: instant.delay, switches: { whileRunning: "wait" } });
    const client = openClient(waiting);
    const call = makeEnvelope({ email: "slow@contoh.id" });
    const endings = await Promise.all([1, 2, 3, 4].map(() => client.createBusinessLite(call)));
    const ids = new Set(endings.map(({ business }) => business?.id));
    await waiting.close();
    expect(endings.map(({ reason }) => reason).sort()).toEqual([
      "accepted",
      "accepted_replay",
      "accepted_replay",
      "accepted_replay",
    ]);
    expect(ids.size).toBe(1);
  });
});

describe("more calls than the rate allows", () => {
  it("end as rate limited, with the wait that was asked for, and make nothing", async () => {
    const calls = Array.from({ length: 5 }, () => makeEnvelope());
    const limited = await startTestStandIn({
      monotonicMs: () => 0,
      switches: { rateLimit: { perSecond: 2, retryAfterSeconds: 7 } },
    });
    const client = openClient(limited);
    const endings = await Promise.all(calls.map((call) => client.createBusinessLite(call)));
    const made = limited.ledger.businesses().length;
    await limited.close();
    expect(endings.filter(({ outcome }) => outcome === "accepted")).toHaveLength(2);
    const over = endings.filter(({ outcome }) => outcome === "rate_limited");
    expect(over.map(({ retryAfterMs }) => retryAfterMs)).toEqual([7_000, 7_000, 7_000]);
    expect(made).toBe(2);
  });
});

describe("a fault that is drawn by default", () => {
  it.each(DEFAULT_FAULT_KINDS)("settles nothing, neither first nor on a repeat: %s", async (kind) => {
    // Waits end at once, so that silence is a connection closed without an answer.
    const instant = makeWaits({ isInstant: true });
    const faults = { rate: 1, mostInARow: 1, kinds: [kind] };
    const faulty = await startTestStandIn({ delay: instant.delay, switches: { faults } });
    const client = openClient(faulty);
    const call = makeEnvelope();
    const endings: AttemptEnding[] = [];
    while (endings.length < 4) endings.push(await client.createBusinessLite(call));
    const [business, ...others] = faulty.ledger.businesses();
    await faulty.close();
    const struck = kind === "busy" ? "rate_limited" : "unknown";
    expect(endings.map(({ outcome }) => outcome)).toEqual([struck, "accepted", struck, "accepted"]);
    expect(endings[3]).toMatchObject({
      reason: "accepted_replay",
      business: { id: business?.businessId, brandIds: business?.brandIds },
    });
    expect(others).toEqual([]);
  });
});

describe("the families in which an error is written", () => {
  const refusedCall = () => makeEnvelope({ email: "refused-name@contoh.id" });

  it.each(ERROR_FAMILIES)("means the same in each: %s", async (errors) => {
    standIn.setSwitches({ ...DEFAULT_SWITCHES, errors });
    const client = openClient(standIn);
    expect(await client.createBusinessLite(refusedCall())).toMatchObject({
      outcome: "refused",
      message: expect.stringContaining("Invalid character"),
    });
    for (const email of ["unauthorized@contoh.id", "badsignature@contoh.id", "inactive@contoh.id"]) {
      const ending = await client.createBusinessLite(makeEnvelope({ email }));
      expect(ending).toMatchObject({ outcome: "credential_refused" });
    }
    for (const email of ["error500@contoh.id", "maintenance@contoh.id", "duplicate@contoh.id"]) {
      const ending = await client.createBusinessLite(makeEnvelope({ email }));
      expect(ending).toMatchObject({ outcome: "unknown", business: null });
    }
    const wrong = openClient(standIn, { secretKey: "not-the-secret" });
    expect(await wrong.createBusinessLite(makeEnvelope())).toMatchObject({ outcome: "credential_refused" });
  });

  it.each(["glossary", "snap"] as const)(
    "a repeat that %s calls a duplicate is unknown, with its own cause",
    async (errors) => {
      standIn.setSwitches({ ...DEFAULT_SWITCHES, errors });
      const client = openClient(standIn);
      const call = makeEnvelope();
      expect(await client.createBusinessLite(call)).toMatchObject({ outcome: "accepted" });
      expect(await client.createBusinessLite(call)).toMatchObject({
        outcome: "unknown",
        reason: "duplicate_reported",
        business: null,
      });
      expect(businessesOf(call)).toHaveLength(1);
    },
  );
});

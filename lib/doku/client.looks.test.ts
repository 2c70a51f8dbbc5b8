import { randomUUID } from "node:crypto";
import { Agent } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import type { OddAnswer } from "@/lib/stand-in/asking/odd-answers";
import { ERROR_FAMILIES } from "@/lib/stand-in/failures/error-family";
import { DEFAULT_SWITCHES, type Switches } from "@/lib/stand-in/failures/switches";
import type { StandIn } from "@/lib/stand-in/server";
import {
  CLIENT_ID,
  makeBody,
  NOW,
  SECRET,
  sendCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import type { LookEnding, LookSwitches } from "./business-data";
import { createDokuClient } from "./client";
import type { Reason } from "./reason";

// The calls that create nothing, under every setting of what DOKU's documents leave open about them.

const OTHER_PATH = "/v2/of/{brand_id}/data";
const SWITCHES: LookSwitches = { path: null, sendsQuery: false, signsQuery: false, isWrapped: false };
const REQUIREMENTS = {
  businessType: "CORPORATE",
  businessLegalEntity: "PT",
  brandBusinessLine: "RETAIL",
  businessContactNationality: "ID",
} as const;

const dispatcher = new Agent();
let standIn: StandIn;
let business: { businessId: string; brandId: string };

beforeAll(async () => {
  const delay = (delayMs: number) => (delayMs > 10_000 ? new Promise<void>(() => {}) : Promise.resolve());
  standIn = await startTestStandIn({ delay });
  await sendCall(standIn, { body: makeBody({ name: "PT Kopi Senja" }) });
  const [made] = standIn.ledger.businesses();
  business = { businessId: made?.businessId ?? "", brandId: made?.brandIds[0] ?? "" };
});
beforeEach(async () => {
  standIn.setSwitches(DEFAULT_SWITCHES);
  await move({ stage: "in_progress", answer: null });
});
afterAll(async () => {
  await dispatcher.destroy();
  await standIn.close();
});

async function move(change: object): Promise<void> {
  const address = `${standIn.url}/__stand-in/businesses/${business.businessId}`;
  const { ok } = await fetch(address, { method: "PUT", body: JSON.stringify(change) });
  expect(ok).toBe(true);
}

function openClient({ secretKey = SECRET, requireSignedAnswers = false } = {}) {
  const credential = { clientId: CLIENT_ID, secretKey, baseUrl: standIn.url };
  const timeouts = { headersMs: 300, totalMs: 2_000 };
  return createDokuClient({ credential, dispatcher, now: () => NOW, requireSignedAnswers, timeouts });
}

function look(switches: Partial<LookSwitches> = {}, options?: Parameters<typeof openClient>[0]) {
  return openClient(options).getBusinessData({
    requestId: randomUUID(),
    ...business,
    switches: { ...SWITCHES, ...switches },
    requirements: REQUIREMENTS,
  });
}

const SETTINGS = ([DEFAULT_SWITCHES.lookPath, OTHER_PATH] as const).flatMap((lookPath) =>
  (["ignored", "required"] as const).flatMap((lookQuery) =>
    (["path", "path_and_query"] as const).flatMap((signedTarget) =>
      (["flat", "wrapped"] as const).flatMap((lookShape) =>
        (["signed", "unsigned", "wrong"] as const).map((answers) => ({
          lookPath,
          lookQuery,
          signedTarget,
          lookShape,
          answers,
        })),
      ),
    ),
  ),
);

const OURS = [null, OTHER_PATH].flatMap((path) =>
  [false, true].flatMap((sendsQuery) =>
    [false, true].flatMap((signsQuery) =>
      [false, true].map((isWrapped) => ({ path, sendsQuery, signsQuery, isWrapped })),
    ),
  ),
);

/** What comes of our setting beside theirs; null is that it is told. */
function expectedOf(theirs: (typeof SETTINGS)[number], ours: LookSwitches): Omit<LookEnding, "data"> | null {
  const isPathRight = (ours.path ?? DEFAULT_SWITCHES.lookPath) === theirs.lookPath;
  const isSignatureRight = !ours.sendsQuery || ours.signsQuery === (theirs.signedTarget === "path_and_query");
  const wrong: Omit<LookEnding, "data"> & { reason?: Reason } = {
    kind: "unusable",
    reason: "signature_mismatch",
  };
  if (!isPathRight) return { kind: "not_offered" };
  // Nobody signs the answer to what was signed wrongly.
  if (!isSignatureRight)
    return { kind: "credential_refused", reason: "invalid_signature" } as Omit<LookEnding, "data">;
  if (theirs.answers === "wrong") return wrong;
  if (theirs.lookQuery === "required" && !ours.sendsQuery)
    return { kind: "unusable", reason: "validation" } as Omit<LookEnding, "data">;
  return null;
}

describe("Get Business Data under every setting of both sides", () => {
  it.each(SETTINGS)(
    "$lookPath, query $lookQuery, signed $signedTarget, $lookShape, $answers",
    async (theirs) => {
      standIn.setSwitches(theirs);
      for (const ours of OURS) {
        const ending = await look(ours);
        const expected = expectedOf(theirs, ours) ?? {
          kind: "told",
          data: {
            id: business.businessId,
            name: "PT Kopi Senja",
            businessType: "CORPORATE",
            legalEntity: "PT",
            // Whether it is flat or wrapped, what is there is read.
            statuses: [
              { place: "status", raw: "UPDATING" },
              { place: "brands.status", raw: "UPDATING" },
            ],
          },
        };
        expect(ending, JSON.stringify(ours)).toMatchObject(expected);
      }
    },
  );
});

describe("an odd answer of Get Business Data", () => {
  const endings: Record<Exclude<OddAnswer, "drip">, object> = {
    not_found: { kind: "no_news" },
    no_such_call: { kind: "not_offered" },
    forbidden: { kind: "not_offered" },
    badsignature: { kind: "credential_refused", reason: "invalid_signature" },
    rate_limited: { kind: "slowed_down", retryAfterMs: 2_000 },
    error500: { kind: "unusable", reason: "server_error" },
    maintenance: { kind: "unusable", reason: "server_error" },
    html: { kind: "unusable", reason: "not_json" },
    empty: { kind: "unusable", reason: "empty_answer" },
    truncated: { kind: "unusable", reason: "not_json" },
    repeated_key: { kind: "unusable", reason: "repeated_key" },
    nothing: { kind: "unusable", reason: "unsound_answer" },
    other_business: { kind: "unusable", reason: "other_business" },
    many_brands: { kind: "told" },
    long_status: { kind: "told" },
    hostile: { kind: "told" },
    wrongsigned: { kind: "unusable", reason: "signature_mismatch" },
    unsigned: { kind: "told" },
    slow: { kind: "told" },
    timeout: { kind: "unreachable", reason: "header_timeout" },
    reset: { kind: "unreachable", reason: "connection_lost" },
    huge: { kind: "unusable", reason: "answer_too_large" },
  };

  it.each(Object.entries(endings))("F25, F26, F27: %s", async (answer, expected) => {
    for (const lookShape of ["flat", "wrapped"] as const) {
      standIn.setSwitches({ lookShape });
      await move({ answer });
      expect(await look({ isWrapped: lookShape === "wrapped" })).toMatchObject(expected);
    }
  });

  it("is bounded and harmless where it is told", async () => {
    await move({ answer: "many_brands" });
    expect(await look()).toMatchObject({ data: { brands: { length: 100 } } });
    await move({ answer: "long_status" });
    const long = await look();
    if (long.kind !== "told") throw new Error(long.kind);
    const [first] = long.data.statuses;
    expect(first?.raw).toHaveLength(80);
    await move({ answer: "hostile" });
    expect(await look()).toMatchObject({
      data: {
        name: '<img src=x onerror="alert(1)"> [31mKopi',
        statuses: expect.arrayContaining([{ place: "status", raw: "<b>AKTIF</b> X: 1" }]),
      },
    });
  });

  it("gives none of its secrets away", async () => {
    const endings = [await look(), await look({ isWrapped: true })];
    const text = JSON.stringify(endings);
    expect(text).toContain("UPDATING");
    for (const secret of Object.values(SECRETS_OF_ANSWERS)) expect(text).not.toContain(secret);
  });

  it.each(ERROR_FAMILIES)("means the same in each family of errors: %s", async (errors) => {
    standIn.setSwitches({ errors, lookAnswer: "not_found" });
    expect(await look()).toMatchObject({ kind: "no_news" });
    standIn.setSwitches({ lookAnswer: "no_such_call" });
    expect(await look()).toMatchObject({ kind: "not_offered" });
    standIn.setSwitches({ lookAnswer: null });
    expect(await look({}, { secretKey: "another" })).toMatchObject({ kind: "credential_refused" });
  });
});

describe("the other two calls", () => {
  const documents = (signsQuery: boolean, secretKey = SECRET) =>
    openClient({ secretKey }).checkRequirements({ requestId: randomUUID(), query: REQUIREMENTS, signsQuery });
  const token = (options?: Parameters<typeof openClient>[0]) =>
    openClient(options).generateToken({ requestId: randomUUID() });

  it.each([
    ["path", false],
    ["path_and_query", true],
  ] as const)("tell the documents where %s is signed", async (signedTarget, signsQuery) => {
    standIn.setSwitches({ signedTarget });
    const told = await documents(signsQuery);
    if (told.kind !== "told") throw new Error(told.kind);
    expect(told.documents.map(({ code }) => code).sort()).toEqual([
      "DEED",
      "KTP",
      "NIB",
      "NPWP",
      "PHOTO_PROOF",
      "SELF_PHOTO",
    ]);
    expect(await documents(!signsQuery)).toMatchObject({
      kind: "credential_refused",
      reason: "invalid_signature",
    });
  });

  const ANSWERS: [Partial<Switches>, object, object][] = [
    [{}, { kind: "accepted", httpStatus: 200 }, { kind: "told" }],
    [{ answers: "unsigned" }, { kind: "accepted" }, { kind: "told" }],
    [
      { answers: "wrong" },
      { kind: "unusable", reason: "signature_mismatch" },
      { kind: "unusable", reason: "signature_mismatch" },
    ],
    [{ withheld: { calls: ["token"], status: 404 } }, { kind: "not_offered" }, { kind: "told" }],
    [
      { withheld: { calls: ["token", "requirements"], status: 403 } },
      { kind: "not_offered" },
      { kind: "not_offered" },
    ],
    [
      { clockOffSeconds: 4_000 },
      { kind: "credential_refused", reason: "request_time_out_of_range" },
      { kind: "credential_refused", reason: "request_time_out_of_range" },
    ],
  ];
  it.each(ANSWERS)("under %j", async (switches, ofToken, ofDocuments) => {
    standIn.setSwitches(switches);
    expect(await token()).toMatchObject(ofToken);
    expect(await documents(false)).toMatchObject(ofDocuments);
  });

  it("find out a wrong secret and a clock, and make no business", async () => {
    const before = standIn.ledger.businesses().length;
    expect(await token({ secretKey: "another" })).toMatchObject({
      kind: "credential_refused",
      reason: "invalid_signature",
    });
    expect(await documents(false, "another")).toMatchObject({ kind: "credential_refused" });
    for (const clockOffSeconds of [20, -20, 3_599]) {
      standIn.setSwitches({ clockOffSeconds });
      const { kind, clockOffMs } = await token();
      expect([kind, Math.round((clockOffMs ?? 0) / 1_000)]).toEqual(["accepted", clockOffSeconds]);
    }
    expect(standIn.ledger.businesses()).toHaveLength(before);
  });
});

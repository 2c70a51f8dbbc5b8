import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "./answer";
import {
  endWithAnswer,
  endWithoutAnswer,
  isReason,
  OUTCOME_OF,
  OUTCOMES,
  REASONS,
  type Reason,
  type SignatureVerdict,
  type UnstampedEnding,
} from "./outcome";

const now = new Date("2026-11-12T07:05:00Z");
const REFERENCE = "MTR-0001";
const BUSINESS_ID = "BSN-0103-1700206906468";
const BRAND_ID = "BRN-0103-1700206906471";
const business = { id: BUSINESS_ID, partner_ref_id: REFERENCE, brands: [{ id: BRAND_ID }] };

type Answer = {
  status: number;
  body?: unknown;
  text?: string;
  bytes?: Uint8Array;
  signature?: SignatureVerdict | null;
  signedAtMs?: number | null;
  retryAfter?: string | null;
  requireSignedAnswers?: boolean;
};

function end(answer: Answer): UnstampedEnding {
  const text = answer.text ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
  const signature = answer.signature === undefined ? "not_signed" : answer.signature;
  return endWithAnswer(
    {
      httpStatus: answer.status,
      content: readAnswer({ kind: "whole", bytes: answer.bytes ?? Buffer.from(text) }),
      signature,
      signedAtMs: answer.signedAtMs === undefined ? now.getTime() : answer.signedAtMs,
      retryAfter: answer.retryAfter ?? null,
    },
    { partnerRefId: REFERENCE, requireSignedAnswers: answer.requireSignedAnswers ?? false, now },
    { sensitive: { secrets: ["a-secret-for-tests"], names: [], others: [] }, latencyMs: 12 },
  );
}

describe("an answer that is a yes", () => {
  const cases: [string, Answer, Reason][] = [
    ["200 as documented", { status: 200, body: { business } }, "accepted"],
    ["201", { status: 201, body: { business } }, "accepted"],
    ["any 2xx", { status: 299, body: { business } }, "accepted"],
    ["verified", { status: 200, body: { business }, signature: "verified" }, "accepted"],
    [
      "verified where that is required",
      { status: 200, body: { business }, signature: "verified", requireSignedAnswers: true },
      "accepted",
    ],
    [
      "signed an hour ago",
      { status: 200, body: { business }, signature: "verified", signedAtMs: now.getTime() - 3_600_000 },
      "accepted",
    ],
    ["with a byte order mark", { status: 200, text: `\ufeff${JSON.stringify({ business })}` }, "accepted"],
    [
      "with empty error members",
      { status: 200, body: { business, error: null, errors: [], error_messages: {} } },
      "accepted",
    ],
    ["with a message", { status: 200, body: { business, message: "Success" } }, "accepted"],
    [
      "without our reference",
      { status: 200, body: { business: { ...business, partner_ref_id: undefined } } },
      "accepted",
    ],
    [
      "with a null reference",
      { status: 200, body: { business: { ...business, partner_ref_id: null } } },
      "accepted",
    ],
    ["a 409 with our business", { status: 409, body: { business } }, "accepted_replay"],
    [
      "a 409 with our business that calls itself an error",
      { status: 409, body: { business, error: { code: "idempotent_request" } } },
      "accepted_replay",
    ],
  ];

  it.each(cases)("is believed: %s", (_name, answer, reason) => {
    expect(end(answer)).toMatchObject({
      outcome: "accepted",
      reason,
      bytesWritten: true,
      business: { id: BUSINESS_ID, brandIds: [BRAND_ID] },
      reportedBusinessId: null,
      message: null,
    });
  });

  it("may name no brand yet, or several, each once", () => {
    const brandsOf = (brands: unknown) =>
      end({ status: 200, body: { business: { ...business, brands } } }).business?.brandIds;
    expect(brandsOf([])).toEqual([]);
    expect(brandsOf(undefined)).toEqual([]);
    expect(brandsOf([{ id: "B-2" }, { id: "B-1" }, { id: "B-2" }])).toEqual(["B-2", "B-1"]);
  });
});

describe("F22, F24–F26: an answer that settles nothing", () => {
  const sound = JSON.stringify({ business });
  const reported: [string, Answer, Reason][] = [
    ["a wrong signature", { status: 200, body: { business }, signature: "mismatch" }, "signature_mismatch"],
    [
      "a wrong signature on a replay",
      { status: 409, body: { business }, signature: "mismatch" },
      "signature_mismatch",
    ],
    [
      "no signature where one is required",
      { status: 200, body: { business }, requireSignedAnswers: true },
      "signature_missing",
    ],
    [
      "signed more than an hour ago",
      { status: 200, body: { business }, signature: "verified", signedAtMs: now.getTime() - 3_600_001 },
      "answer_out_of_time",
    ],
    [
      "signed for later than in an hour",
      { status: 200, body: { business }, signature: "verified", signedAtMs: now.getTime() + 3_600_001 },
      "answer_out_of_time",
    ],
    [
      "signed at no readable time",
      { status: 200, body: { business }, signature: "verified", signedAtMs: null },
      "answer_out_of_time",
    ],
    [
      "the reference of another",
      { status: 200, body: { business: { ...business, partner_ref_id: "MTR-0002" } } },
      "other_reference",
    ],
    [
      "our reference in another case",
      { status: 200, body: { business: { ...business, partner_ref_id: "mtr-0001" } } },
      "other_reference",
    ],
    [
      "an empty reference",
      { status: 200, body: { business: { ...business, partner_ref_id: "" } } },
      "other_reference",
    ],
    [
      "a success that carries an error",
      { status: 200, body: { business, error: { code: "x" } } },
      "error_in_success",
    ],
    [
      "a success that carries error messages",
      { status: 200, body: { business, error_messages: ["x"] } },
      "error_in_success",
    ],
    [
      "brands of another type",
      { status: 200, body: { business: { ...business, brands: "BRN-1" } } },
      "unsound_business",
    ],
    [
      "a number as reference",
      { status: 200, body: { business: { ...business, partner_ref_id: 1 } } },
      "unsound_business",
    ],
    ["a repeated key", { status: 200, text: sound.replace('"id"', '"id":"BSN-0","id"') }, "repeated_key"],
    [
      "a repeated key on a replay",
      { status: 409, text: sound.replace('"id"', '"id":"BSN-0","id"') },
      "conflict_without_business",
    ],
    [
      "a replay with the reference of another",
      { status: 409, body: { business: { ...business, partner_ref_id: "MTR-0002" } } },
      "conflict_other_business",
    ],
    [
      "a replay without a reference",
      { status: 409, body: { business: { ...business, partner_ref_id: null } } },
      "conflict_other_business",
    ],
    ["a redirect with a business", { status: 302, body: { business } }, "contradictory_answer"],
    [
      "a refusal with a business",
      { status: 400, body: { business, message: ["business.name must be filled"] } },
      "contradictory_answer",
    ],
    ["a server error with a business", { status: 500, body: { business } }, "contradictory_answer"],
    [
      "a refused credential with a business",
      { status: 401, body: { business, error: { code: "invalid_signature" } } },
      "contradictory_answer",
    ],
    ["a slow-down with a business", { status: 429, body: { business } }, "contradictory_answer"],
  ];

  it.each(reported)("keeps the id only as reported: %s", (_name, answer, reason) => {
    expect(end(answer)).toMatchObject({
      outcome: "unknown",
      reason,
      business: null,
      reportedBusinessId: BUSINESS_ID,
    });
  });

  const silent: [string, Answer, Reason][] = [
    ["an empty 200", { status: 200 }, "empty_answer"],
    ["a blank 200", { status: 200, text: " \r\n" }, "empty_answer"],
    ["a 204", { status: 204 }, "empty_answer"],
    ["HTML with 200", { status: 200, text: "<html>Welcome</html>" }, "not_json"],
    ["truncated JSON", { status: 200, text: sound.slice(0, -3) }, "not_json"],
    [
      "invalid UTF-8",
      { status: 200, bytes: Buffer.from(sound.replace("MTR", "\u00ff"), "latin1") },
      "invalid_utf8",
    ],
    [
      "nesting of 100,000",
      { status: 200, text: `${'{"business":'.repeat(100_000)}1${"}".repeat(100_000)}` },
      "too_deep",
    ],
    ["a business behind __proto__", { status: 200, text: `{"__proto__":${sound}}` }, "unsound_business"],
    [
      "an id behind __proto__",
      { status: 200, text: `{"business":{"__proto__":${JSON.stringify(business)}}}` },
      "unsound_business",
    ],
    ["no business", { status: 200, body: {} }, "unsound_business"],
    ["a null", { status: 200, text: "null" }, "unsound_business"],
    ["a list", { status: 200, body: [business] }, "unsound_business"],
    ["a number for an id", { status: 200, body: { business: { ...business, id: 17 } } }, "unsound_business"],
    ["an empty id", { status: 200, body: { business: { ...business, id: "" } } }, "unsound_business"],
    [
      "too long an id",
      { status: 200, body: { business: { ...business, id: "x".repeat(129) } } },
      "unsound_business",
    ],
    [
      "a success that is only an error",
      { status: 200, body: { error: { code: "invalid_signature" } } },
      "error_in_success",
    ],
    ["an empty 409", { status: 409 }, "conflict_without_business"],
    [
      "a 409 with words",
      { status: 409, body: { message: "partner_ref_id already exists" } },
      "duplicate_reported",
    ],
    [
      "a 409 while the first still runs",
      { status: 409, body: { error: { code: "idempotent_request" } } },
      "conflict_without_business",
    ],
    ["301", { status: 301 }, "redirect"],
    ["304", { status: 304 }, "redirect"],
    ["307", { status: 307 }, "redirect"],
    ["408 with words", { status: 408, body: { message: "slow" } }, "http_408"],
    ["425", { status: 425 }, "http_425"],
    ["500", { status: 500, body: { message: "Internal error" } }, "server_error"],
    ["502 in HTML", { status: 502, text: "<h1>Bad gateway</h1>" }, "server_error"],
    ["503 with Retry-After", { status: 503, retryAfter: "30" }, "server_error"],
    ["504", { status: 504 }, "server_error"],
    ["101", { status: 101 }, "unexpected_status"],
    ["an empty 400", { status: 400 }, "refusal_without_words"],
    ["400 in HTML", { status: 400, text: "<h1>Bad request</h1>" }, "refusal_without_words"],
    ["400 with a blank message", { status: 400, body: { message: " " } }, "refusal_without_words"],
    ["400 with an empty list", { status: 400, body: { message: [] } }, "refusal_without_words"],
    ["400 with no errors", { status: 400, body: { errors: {} } }, "refusal_without_words"],
    [
      "400 with a code and no words",
      { status: 400, body: { error: { code: "bad_request" } } },
      "refusal_without_words",
    ],
    [
      "400 in the words of a framework",
      { status: 400, body: { status: 400, error: "Bad Request", path: "/x" } },
      "refusal_without_words",
    ],
    [
      "400 with a key repeated",
      { status: 400, text: '{"message":"a","message":"b"}' },
      "refusal_without_words",
    ],
    ["410", { status: 410 }, "refusal_without_words"],
    [
      "a refusal with a wrong signature",
      { status: 400, body: { message: ["x"] }, signature: "mismatch" },
      "signature_mismatch",
    ],
    [
      "an unsigned refusal where a signature is required",
      { status: 400, body: { message: ["x"] }, requireSignedAnswers: true },
      "signature_missing",
    ],
    [
      "a refusal signed in another time",
      { status: 400, body: { message: ["x"] }, signature: "verified", signedAtMs: 0 },
      "answer_out_of_time",
    ],
    ["a slow-down with a wrong signature", { status: 429, signature: "mismatch" }, "signature_mismatch"],
    [
      "an unsigned slow-down where a signature is required",
      { status: 429, requireSignedAnswers: true },
      "signature_missing",
    ],
  ];

  it.each(silent)("is unknown, never refused or accepted: %s", (_name, answer, reason) => {
    expect(end(answer)).toMatchObject({
      outcome: "unknown",
      reason,
      business: null,
      reportedBusinessId: null,
      retryAfterMs: null,
    });
  });

  it.each(["answer_timeout", "answer_cut_off", "answer_too_large", "unreadable_encoding"] as const)(
    "is a body that did not come whole: %s",
    (reason) => {
      for (const signature of ["not_signed", null] as const) {
        const ending = endWithAnswer(
          {
            httpStatus: 200,
            content: readAnswer({ kind: "broken", reason }),
            signature,
            signedAtMs: null,
            retryAfter: null,
          },
          { partnerRefId: REFERENCE, requireSignedAnswers: false, now },
          { sensitive: { secrets: [], names: [], others: [] }, latencyMs: 1 },
        );
        expect(ending).toMatchObject({
          outcome: "unknown",
          reason,
          httpStatus: 200,
          signature,
          maskedAnswer: null,
        });
      }
    },
  );
});

describe("a refusal", () => {
  const cases: [string, number, unknown, string, string | null][] = [
    [
      "a list",
      400,
      { message: ["business.name must be filled", "referral.code is unknown"] },
      "business.name must be filled; referral.code is unknown",
      "businessName",
    ],
    [
      "a text",
      400,
      { message: "business.contact.email must be a well-formed email address" },
      "business.contact.email must be a well-formed email address",
      "representativeEmail",
    ],
    [
      "error_messages",
      400,
      { error_messages: ["invited_user.email is not allowed"] },
      "invited_user.email is not allowed",
      "invitedUserEmail",
    ],
    [
      "errors by field",
      400,
      { errors: { "business.contact.phone_number": ["too long"] } },
      "business.contact.phone_number: too long",
      "phoneNumber",
    ],
    [
      "errors nested",
      422,
      { errors: { business: { partner_ref_id: "already used" } } },
      "business.partner_ref_id: already used",
      "partnerReference",
    ],
    [
      "errors as objects",
      400,
      { errors: [{ field: "referral.code", message: "unknown" }] },
      "referral.code: unknown",
      "referralCode",
    ],
    [
      "an error object",
      400,
      { error: { code: "invalid_request", message: "Contact name is too long" } },
      "Contact name is too long",
      "representativeName",
    ],
    [
      "characters DOKU does not take",
      400,
      { message: "Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )" },
      "Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )",
      null,
    ],
    ["a bare list", 400, ["business.name must be filled"], "business.name must be filled", "businessName"],
    ["a bare text", 400, "business name must be filled", "business name must be filled", "businessName"],
    ["402", 402, { message: "Account is suspended" }, "Account is suspended", null],
    [
      "a framework that also has words",
      400,
      { error: "Bad Request", message: "business.name must be filled" },
      "business.name must be filled",
      "businessName",
    ],
  ];

  it.each(cases)("F19: says DOKU's words and the field: %s", (_name, status, body, message, problemField) => {
    expect(end({ status, body })).toMatchObject({
      outcome: "refused",
      reason: "validation",
      message,
      problemField,
      business: null,
    });
  });

  it("keeps DOKU's words to 500 characters in one line, without marks that hide or reorder", () => {
    const ending = end({ status: 400, body: { message: ` a\u202eb\u0000\n\tc ${"é".repeat(600)}` } });
    expect(ending.message).toMatch(/^ab c é+…$/);
    expect(ending.message).toHaveLength(500);
  });
});

describe("F20–F21: a refused credential", () => {
  const coded = (code: string) => ({
    error: { code, message: "Invalid Header", type: "invalid_request_error" },
  });
  const cases: [string, Answer, Reason][] = [
    ["400 invalid_signature", { status: 400, body: coded("invalid_signature") }, "invalid_signature"],
    [
      "400 invalid_header_request",
      { status: 400, body: coded("invalid_header_request") },
      "invalid_header_request",
    ],
    ["400 invalid_client_id", { status: 400, body: coded("invalid_client_id") }, "invalid_client_id"],
    [
      "400 request_time_out_of_range",
      { status: 400, body: coded("request_time_out_of_range") },
      "request_time_out_of_range",
    ],
    ["the code before the status", { status: 500, body: coded("invalid_signature") }, "invalid_signature"],
    ["the code before a slow-down", { status: 429, body: coded("invalid_client_id") }, "invalid_client_id"],
    [
      "a code beside the message",
      { status: 400, body: { code: "invalid_signature", message: "x" } },
      "invalid_signature",
    ],
    ["a code as the error", { status: 400, body: { error: "invalid_signature" } }, "invalid_signature"],
    [
      "a code in a list of errors",
      { status: 400, body: { errors: [{ code: "invalid_signature", message: "Signature does not match" }] } },
      "invalid_signature",
    ],
    [
      "a code in the only one of the errors",
      { status: 400, body: { errors: { code: "INVALID_CLIENT_ID", message: "No such client" } } },
      "invalid_client_id",
    ],
    ["a code in capitals", { status: 400, body: coded("INVALID_SIGNATURE") }, "invalid_signature"],
    [
      "a code in words",
      { status: 400, body: coded("Request time out of range") },
      "request_time_out_of_range",
    ],
    [
      "a code in capitals in the glossary's shape",
      {
        status: 400,
        body: { response_code: "INVALID-CLIENT-ID", response_message: "Client-Id is not known" },
      },
      "invalid_client_id",
    ],
    [
      "a code in capitals that says more than its status",
      { status: 401, body: coded("INVALID_SIGNATURE") },
      "invalid_signature",
    ],
    [
      "a signature's message in the glossary's words",
      { status: 400, body: { response_code: "INVALID_PARAMETER", response_message: "Invalid Signature" } },
      "invalid_signature",
    ],
    [
      "a header's message without a code",
      { status: 400, body: { message: "Header Client-Id is required" } },
      "invalid_header_request",
    ],
    [
      "a time stamp's message",
      { status: 400, body: { message: ["Invalid format Header Request-Timestamp"] } },
      "invalid_header_request",
    ],
    [
      "a signature's message",
      { status: 400, body: { error: { message: "Invalid Header Signature" } } },
      "invalid_signature",
    ],
    ["401, empty", { status: 401 }, "http_401"],
    ["403 in HTML", { status: 403, text: "<h1>Forbidden</h1>" }, "http_403"],
    ["404", { status: 404, body: { message: "No static resource" } }, "http_404"],
    ["405", { status: 405 }, "http_405"],
    [
      "signed with another secret, as it must be where ours is wrong",
      { status: 400, body: coded("invalid_signature"), signature: "mismatch" },
      "invalid_signature",
    ],
    ["unsigned where signatures are required", { status: 401, requireSignedAnswers: true }, "http_401"],
    [
      "signed at DOKU's time, where our clock is wrong",
      { status: 400, body: coded("request_time_out_of_range"), signature: "verified", signedAtMs: 0 },
      "request_time_out_of_range",
    ],
  ];

  it.each(cases)("is not the registration's fault: %s", (_name, answer, reason) => {
    expect(end(answer)).toMatchObject({ outcome: "credential_refused", reason, problemField: null });
  });

  it("is not read into a merchant's words", () => {
    const message = ["business.name: Header Signature is required", "x"];
    expect(end({ status: 400, body: { message } }).outcome).toBe("refused");
  });

  it("is not a code of a field in a list of errors", () => {
    const errors = [{ code: "duplicate", field: "business.name", message: "is already used" }];
    expect(end({ status: 400, body: { errors } })).toMatchObject({
      reason: "validation",
      errorCode: null,
      message: "business.name: is already used",
    });
  });

  it.each(["unknown", "validation", "accepted", "toString", "__proto__"])("is not DOKU's code %j", (code) => {
    expect(end({ status: 400, body: { error: { code, message: "business.name is odd" } } }).reason).toBe(
      "validation",
    );
  });
});

describe("a slow-down", () => {
  it.each([
    ["seconds", "120", 120_000],
    ["a date", "Thu, 12 Nov 2026 07:06:00 GMT", 60_000],
    ["a billion seconds, bounded", "1000000000", 900_000],
    ["junk", "soon", null],
    ["a negative number", "-5", null],
    ["nothing", null, null],
  ])("waits as Retry-After says: %s", (_name, retryAfter, retryAfterMs) => {
    expect(end({ status: 429, retryAfter })).toMatchObject({
      outcome: "rate_limited",
      reason: "rate_limited",
      retryAfterMs,
    });
  });
});

describe("every ending", () => {
  it("has a reason that stands for one outcome, and every outcome has a reason", () => {
    expect(new Set(REASONS.map((reason) => OUTCOME_OF[reason]))).toEqual(new Set(OUTCOMES));
    expect(isReason("accepted")).toBe(true);
    expect(isReason("toString")).toBe(false);
  });

  it("without an answer says whether bytes were written, and nothing else", () => {
    expect(endWithoutAnswer({ reason: "connect_refused", bytesWritten: false, latencyMs: 3 })).toMatchObject({
      outcome: "not_sent",
      bytesWritten: false,
      httpStatus: null,
      signature: null,
    });
    expect(endWithoutAnswer({ reason: "header_timeout", bytesWritten: true, latencyMs: 3 }).outcome).toBe(
      "unknown",
    );
  });

  /** Mostly the right value, so that answers come near to being believed and often are. */
  const mostly = <T>(right: T, ...wrong: fc.Arbitrary<unknown>[]) =>
    fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, ...wrong);
  const partOfBusiness = fc.record(
    {
      id: mostly(BUSINESS_ID, fc.string(), fc.jsonValue()),
      partner_ref_id: mostly(REFERENCE, fc.constantFrom("other", null, 7, "")),
      brands: mostly([{ id: BRAND_ID }], fc.jsonValue()),
    },
    { requiredKeys: ["id"] },
  );
  const likelyJson = fc
    .record({
      business: fc.oneof({ weight: 6, arbitrary: partOfBusiness }, fc.jsonValue()),
      error: mostly(undefined, fc.constant({ code: "invalid_signature" }), fc.jsonValue()),
      message: mostly(undefined, fc.jsonValue()),
      errors: mostly(undefined, fc.jsonValue()),
    })
    .map((value) => JSON.stringify(value));
  const anyText = fc.oneof({ weight: 6, arbitrary: likelyJson }, fc.json({ maxDepth: 4 }));
  const anyAnswer = fc.record({
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(200, 200, 201, 409, 409, 400, 401, 422, 429, 500) },
      fc.integer({ min: 100, max: 999 }),
    ),
    bytes: fc.oneof(
      { weight: 6, arbitrary: anyText.map((text) => Uint8Array.from(Buffer.from(text))) },
      fc.uint8Array(),
    ),
    signature: fc.constantFrom<SignatureVerdict | null>(
      "verified",
      "verified",
      "verified",
      "not_signed",
      "not_signed",
      "mismatch",
      null,
    ),
    signedAtMs: fc.option(fc.integer({ min: -2, max: 2 }).map((hours) => now.getTime() + hours * 3_600_000)),
    retryAfter: fc.option(fc.string()),
    requireSignedAnswers: fc.boolean(),
  });

  it("comes without a throw, consistent in itself, whatever the answer", () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const ending = end(answer);
        expect(ending.outcome).toBe(OUTCOME_OF[ending.reason]);
        expect(ending.business === null).toBe(ending.outcome !== "accepted");
        expect(ending.outcome === "accepted" && ending.reportedBusinessId !== null).toBe(false);
        expect(ending.retryAfterMs === null || ending.outcome === "rate_limited").toBe(true);
        expect(ending.message?.length ?? 0).toBeLessThanOrEqual(500);
        expect(Buffer.byteLength(ending.maskedAnswer ?? "")).toBeLessThanOrEqual(4_096);
        expect(`${ending.message}${ending.maskedAnswer}${ending.errorCode}`).not.toContain("\u0000");
      }),
      { numRuns: 1_000 },
    );
  });

  it("is accepted only where status, signature, id and reference are sound, by a second reading", () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const ending = end(answer);
        if (ending.outcome !== "accepted") return;
        accepted += 1;
        const { business: told, error } = JSON.parse(Buffer.from(answer.bytes).toString());
        const isReplay = answer.status === 409;
        const isTrusted =
          answer.signature === "verified"
            ? Math.abs((answer.signedAtMs ?? Number.NaN) - now.getTime()) <= 3_600_000
            : answer.signature === "not_signed" && !answer.requireSignedAnswers;
        expect(isReplay || (answer.status >= 200 && answer.status < 300)).toBe(true);
        expect(isTrusted).toBe(true);
        expect(
          isReplay || ["null", "{}", "[]", "false", "0", '""'].includes(JSON.stringify(error ?? null)),
        ).toBe(true);
        expect(told.partner_ref_id ?? (isReplay ? "missing" : REFERENCE)).toBe(REFERENCE);
        expect(ending.business?.id).toBe(told.id);
        expect(told.id).toMatch(/^\S{1,128}$/);
      }),
      { numRuns: 2_500 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});

describe("DOKU's other family of answers", () => {
  const glossary = (response_code: unknown, response_message?: unknown) => ({
    status: "FAILED",
    response_code,
    response_message,
  });
  const snap = (responseCode: string, responseMessage = "No") => ({ responseCode, responseMessage });
  const WORDS = "business.name must not be the name of a person";

  const cases: [string, Answer, Reason][] = [
    ["400 with words", { status: 400, body: glossary("INVALID_PARAMETER", WORDS) }, "validation"],
    ["422 with words", { status: 422, body: glossary("VALIDATION_ERROR", [WORDS]) }, "validation"],
    ["422 in SNAP", { status: 422, body: snap("4220001", WORDS) }, "validation"],
    ["words without a code", { status: 400, body: { responseMessage: WORDS } }, "validation"],
    ["words inside error", { status: 400, body: { error: { response_message: WORDS } } }, "validation"],
    ["a code without words", { status: 400, body: glossary("INVALID_PARAMETER") }, "refusal_without_words"],
    ["blank words", { status: 422, body: glossary("VALIDATION_ERROR", " ") }, "refusal_without_words"],
    ["an invalid token", { status: 401, body: glossary("INVALID_TOKEN", "x") }, "http_401"],
    ["an invalid token under 400", { status: 400, body: glossary("INVALID_TOKEN", "x") }, "http_401"],
    ["a merchant off", { status: 403, body: glossary("MERCHANT_NOT_ACTIVE", "x") }, "merchant_not_active"],
    [
      "a merchant off under 400",
      { status: 400, body: glossary("MERCHANT_NOT_ACTIVE", "x") },
      "merchant_not_active",
    ],
    ["a duplicate", { status: 409, body: glossary("DUPLICATE_TRANSACTION", "x") }, "duplicate_reported"],
    [
      "a duplicate under 400",
      { status: 400, body: glossary("DUPLICATE_PARTNER_REF_ID", WORDS) },
      "duplicate_reported",
    ],
    [
      "a duplicate under 422",
      { status: 422, body: { code: "duplicate-business", message: WORDS } },
      "duplicate_reported",
    ],
    [
      "a duplicate under 200",
      { status: 200, body: glossary("DUPLICATE_TRANSACTION", "x") },
      "duplicate_reported",
    ],
    [
      "already processed, in Indonesian",
      { status: 409, body: { message: ["Permintaan ini sudah pernah diproses"] } },
      "duplicate_reported",
    ],
    [
      "already registered, in Indonesian",
      { status: 409, body: { response_message: "Bisnis telah terdaftar" } },
      "duplicate_reported",
    ],
    [
      "already processed",
      { status: 409, body: { response_message: "Request already processed" } },
      "duplicate_reported",
    ],
    ["a conflict in SNAP", { status: 409, body: snap("4092700") }, "duplicate_reported"],
    ["a conflict in SNAP under 400", { status: 400, body: snap("4092700") }, "duplicate_reported"],
    ["unauthorized in SNAP under 400", { status: 400, body: snap("4012701") }, "http_401"],
    ["an inner problem in SNAP under 400", { status: 400, body: snap("5002700") }, "server_error"],
    ["slow down", { status: 429, body: glossary("TOO_MANY_REQUESTS", "x") }, "rate_limited"],
    ["slow down under 400", { status: 400, body: glossary("TOO_MANY_REQUESTS", "x") }, "rate_limited"],
    ["maintenance", { status: 503, body: glossary("MAINTENANCE_MODE", "Back at 5") }, "server_error"],
    [
      "maintenance under 400",
      { status: 400, body: glossary("MAINTENANCE_MODE", "Back at 5") },
      "server_error",
    ],
    ["a duplicate under 500", { status: 500, body: glossary("DUPLICATE_TRANSACTION", "x") }, "server_error"],
    [
      "failed under 200",
      { status: 200, body: { ...glossary("UNKNOWN", "x"), business } },
      "error_in_success",
    ],
    ["failed without a code", { status: 200, body: { status: "FAILED", business } }, "error_in_success"],
    [
      "an unknown code under 200",
      { status: 200, body: { responseCode: "9999", business } },
      "error_in_success",
    ],
    [
      "success under 400",
      { status: 400, body: { status: "SUCCESS", response_message: "ok" } },
      "contradictory_answer",
    ],
    [
      "success in SNAP under 400",
      { status: 400, body: snap("2002700", "Successful") },
      "contradictory_answer",
    ],
    [
      "a clock, without its code",
      { status: 400, body: glossary("INVALID_PARAMETER", "Header Request-Timestamp is out of range") },
      "request_time_out_of_range",
    ],
    [
      "a Client-Id, without its code",
      { status: 400, body: glossary("INVALID_PARAMETER", "Invalid Header Client-Id") },
      "invalid_client_id",
    ],
    [
      "success",
      {
        status: 200,
        body: { status: "SUCCESS", response_code: "SUCCESS", response_message: "OK", business },
      },
      "accepted",
    ],
    ["success in SNAP", { status: 200, body: { ...snap("2002700", "Successful"), business } }, "accepted"],
    ["success by a number", { status: 200, body: { code: 200, message: "OK", business } }, "accepted"],
    [
      "our business in a duplicate",
      { status: 409, body: { ...glossary("DUPLICATE_TRANSACTION", "x"), business } },
      "accepted_replay",
    ],
  ];

  it.each(cases)("%s", (_name, answer, reason) => {
    const ending = end(answer);
    expect(ending).toMatchObject({ reason, outcome: OUTCOME_OF[reason] });
    if (reason === "validation") {
      expect(ending).toMatchObject({ message: WORDS, problemField: "businessName" });
    }
  });

  it.each([
    ["response_code", glossary("VALIDATION_ERROR", WORDS)],
    ["responseCode", snap("4220001", WORDS)],
    ["code", { code: "VALIDATION_ERROR", message: WORDS }],
    ["error.code", { error: { code: "VALIDATION_ERROR" }, errors: [WORDS] }],
    ["error.message", { response_code: "VALIDATION_ERROR", error: { message: WORDS } }],
    ["error_messages", { responseCode: "VALIDATION_ERROR", error_messages: [WORDS] }],
  ])("keeps the code and the words, wherever they stand: %s", (_name, body) => {
    expect(end({ status: 422, body })).toMatchObject({
      outcome: "refused",
      message: WORDS,
      errorCode: expect.stringMatching(/^VALIDATION_ERROR$|^4220001$/),
    });
  });

  it("shows the words of a maintenance", () => {
    const ending = end({ status: 503, body: glossary("MAINTENANCE_MODE", "Back at 5") });
    expect(ending).toMatchObject({ outcome: "unknown", errorCode: "MAINTENANCE_MODE", message: "Back at 5" });
  });

  it("never takes for a refusal or a yes what says that it is there already, whatever stands beside", () => {
    const anyCode = fc.constantFrom(
      "DUPLICATE_TRANSACTION",
      "duplicate_reference",
      "Already Registered",
      "4090000",
    );
    const anyStatus = fc.integer({ min: 400, max: 499 });
    const anyKey = fc.constantFrom("code", "error_code", "response_code", "responseCode");
    fc.assert(
      fc.property(anyCode, anyStatus, anyKey, fc.string(), (code, status, key, words) => {
        const { outcome } = end({ status, body: { [key]: code, message: words } });
        expect(["unknown", "credential_refused", "rate_limited"]).toContain(outcome);
      }),
    );
  });
});

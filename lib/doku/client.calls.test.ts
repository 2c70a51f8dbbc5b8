import { createHash, createHmac, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { logger } from "@/lib/logger";
import type { LookEnding, LookSwitches } from "./business-data";
import { createDokuClient, type DokuClientOptions } from "./client";
import type { Reason } from "./outcome";
import { answering, isWhole, spellAnswer, startServer, useServers } from "./testing/throw-away-server";

// The calls that create nothing, over the wire, against a server that breaks HTTP by hand.

const SECRET = "test-secret-not-a-real-doku-key-0001";
const CLIENT_ID = "BRN-0001-10791114622547";
const REQUEST_ID = "fdb69f47-96da-499d-acec-7cdc318ab2fe";
const BRAND_ID = "BRN-0103-1700206906471";
const BUSINESS_ID = "BSN-0103-1700206906468";
const DATA_PATH = `/adv-core-api/partner/v1.0/business/${BRAND_ID}`;
const FILE_PATH = "/adv-core-api/partner/v1.0/file";
const QUERY =
  "businessType=CORPORATE&businessLegalEntity=PT&brandBusinessLine=RETAIL&businessContactNationality=ID";
const now = new Date("2026-11-12T07:05:09.876Z");
const SWITCHES: LookSwitches = { path: null, sendsQuery: false, signsQuery: false, isWrapped: false };
const REQUIREMENTS = {
  businessType: "CORPORATE",
  businessLegalEntity: "PT",
  brandBusinessLine: "RETAIL",
  businessContactNationality: "ID",
} as const;
const ANSWER = {
  id: BUSINESS_ID,
  name: "Kopi Senja",
  email: "sari@contoh.id",
  type: "CORPORATE",
  legal_entity: { code: "PT", name: "Perseroan Terbatas" },
  brands: [
    { id: BRAND_ID, name: "Kopi Senja", finance_status: "PROBATION", risk_engine_status: "ON_PROCESS" },
  ],
  shared_key: "SK-canary-of-the-answer",
};
const flat = JSON.stringify(ANSWER);

const { serve, makeAgent } = useServers();

function openClient(baseUrl: string, options: Partial<DokuClientOptions> = {}) {
  const dispatcher = makeAgent();
  const credential = { clientId: CLIENT_ID, secretKey: SECRET, baseUrl };
  return createDokuClient({ credential, dispatcher, now: () => now, ...options });
}

function look(baseUrl: string, switches: Partial<LookSwitches> = {}, options?: Partial<DokuClientOptions>) {
  return openClient(baseUrl, options).getBusinessData({
    requestId: REQUEST_ID,
    brandId: BRAND_ID,
    businessId: BUSINESS_ID,
    switches: { ...SWITCHES, ...switches },
    requirements: REQUIREMENTS,
  });
}

/** Written apart from the product's signer, from the documents. */
function signatureOf(lines: string[], secret = SECRET): string {
  return `HMACSHA256=${createHmac("sha256", secret).update(lines.join("\n")).digest("base64")}`;
}

function signAnswer(
  body: string | Buffer,
  { target = DATA_PATH, secret = SECRET, timestamp = "2026-11-12T07:05:10Z", requestId = REQUEST_ID } = {},
) {
  const digest = createHash("sha256").update(body).digest("base64");
  const signature = signatureOf(
    [
      `Client-Id:${CLIENT_ID}`,
      `Request-Id:${requestId}`,
      `Response-Timestamp:${timestamp}`,
      `Request-Target:${target}`,
      `Digest:${digest}`,
    ],
    secret,
  );
  return { "Response-Timestamp": timestamp, Signature: signature };
}

function headOf(raw = "") {
  const [head = ""] = raw.split("\r\n\r\n");
  const [line = "", ...rest] = head.split("\r\n");
  return {
    line,
    headers: new Map(
      rest.map((header) => [
        header.slice(0, header.indexOf(":")).toLowerCase(),
        header.slice(header.indexOf(":") + 2),
      ]),
    ),
  };
}

describe("the request of Get Business Data", () => {
  const shapes: [string, Partial<LookSwitches>, string, string][] = [
    ["as documented", {}, DATA_PATH, DATA_PATH],
    ["with the query, signed without", { sendsQuery: true }, `${DATA_PATH}?${QUERY}`, DATA_PATH],
    [
      "with the query, signed with it",
      { sendsQuery: true, signsQuery: true },
      `${DATA_PATH}?${QUERY}`,
      `${DATA_PATH}?${QUERY}`,
    ],
    ["without a query there is none to sign", { signsQuery: true }, DATA_PATH, DATA_PATH],
    [
      "at another path",
      { path: "/v2/of/{brand_id}/data" },
      `/v2/of/${BRAND_ID}/data`,
      `/v2/of/${BRAND_ID}/data`,
    ],
  ];

  it.each(shapes)("is a GET of four signed lines and no body: %s", async (_name, switches, sent, signed) => {
    const server = await serve(answering(spellAnswer(200, flat)));
    await look(server.origin, switches);
    const { line, headers } = headOf(server.received()[0]);
    expect(line).toBe(`GET ${sent} HTTP/1.1`);
    expect(headers.get("signature")).toBe(
      signatureOf([
        `Client-Id:${CLIENT_ID}`,
        `Request-Id:${REQUEST_ID}`,
        "Request-Timestamp:2026-11-12T07:05:09Z",
        `Request-Target:${signed}`,
      ]),
    );
    expect(
      ["digest", "content-type", "content-length", "transfer-encoding"].filter((name) => headers.has(name)),
    ).toEqual([]);
    expect(server.received()[0]?.split("\r\n\r\n")[1]).toBe("");
  });

  it("spells a brand id so that it stays one part of the path", async () => {
    const server = await serve(answering(spellAnswer(200, flat)));
    await openClient(server.origin).getBusinessData({
      requestId: REQUEST_ID,
      brandId: "../$&/a b?x",
      businessId: BUSINESS_ID,
      switches: SWITCHES,
      requirements: null,
    });
    expect(headOf(server.received()[0]).line).toBe(
      "GET /adv-core-api/partner/v1.0/business/..%2F%24%26%2Fa%20b%3Fx HTTP/1.1",
    );
  });
});

describe("an answer of Get Business Data", () => {
  it("tells what is on the list and nothing else", async () => {
    const server = await serve(answering(spellAnswer(200, flat, signAnswer(flat))));
    const ending = await look(server.origin);
    expect(ending).toMatchObject({
      kind: "told",
      httpStatus: 200,
      data: {
        id: BUSINESS_ID,
        name: "Kopi Senja",
        email: "sari@contoh.id",
        businessType: "CORPORATE",
        legalEntity: "PT",
        rejectionReason: null,
        statuses: [
          { place: "brands.finance_status", raw: "PROBATION" },
          { place: "brands.risk_engine_status", raw: "ON_PROCESS" },
        ],
        brands: [{ id: BRAND_ID, name: "Kopi Senja" }],
      },
    });
    expect(JSON.stringify(ending)).not.toContain("canary");
  });

  const target = `${DATA_PATH}?${QUERY}`;
  it.each([
    ["over the path", false, signAnswer(flat)],
    ["over the path though we signed the query", true, signAnswer(flat)],
    ["over the path and the query", true, signAnswer(flat, { target })],
    ["over the path and the query though we did not", false, signAnswer(flat, { target })],
  ])("may be signed %s", async (_name, signsQuery, headers) => {
    const server = await serve(answering(spellAnswer(200, flat, headers)));
    const required = { requireSignedAnswers: true };
    expect(await look(server.origin, { sendsQuery: true, signsQuery }, required)).toMatchObject({
      kind: "told",
    });
  });

  const bodies: [string, string | Buffer, Reason][] = [
    ["HTML", "<!doctype html><h1>We will be back soon</h1>", "not_json"],
    ["nothing", "", "empty_answer"],
    ["the first half", flat.slice(0, flat.length / 2), "not_json"],
    ["a repeated key", `{"id":"${BUSINESS_ID}","name":"A","name":"B"}`, "repeated_key"],
    [
      "bytes that are no UTF-8",
      Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      "invalid_utf8",
    ],
    ["nesting of 100,000", "[".repeat(100_000) + "]".repeat(100_000), "too_deep"],
    ["a list", "[]", "unsound_answer"],
    ["an object that tells nothing", "{}", "unsound_answer"],
    ["a business that tells nothing", '{"business":{"token":1}}', "unsound_answer"],
    ["a name of another type alone", '{"name":{"a":1}}', "unsound_answer"],
    ["only what it would inherit", '{"__proto__":{"id":1,"name":"A","status":"ACTIVE"}}', "unsound_answer"],
    ["another business", flat.replace(BUSINESS_ID, "BSN-0103-9"), "other_business"],
    ["another business, as a number", '{"id":7,"status":"ACTIVE"}', "other_business"],
    ["another business, as an object", '{"id":{"toString":null},"status":"ACTIVE"}', "other_business"],
    ["an error beside it", JSON.stringify({ ...ANSWER, error: { code: "internal" } }), "error_in_success"],
    [
      "a refusal of the glossary",
      '{"status":"FAILED","response_code":"INVALID_PARAMETER"}',
      "error_in_success",
    ],
    ["the largest and one byte more", flat.padEnd(1_048_577), "answer_too_large"],
  ];
  it.each(bodies)("F25, F26: with 200 and %s cannot be used", async (_name, body, reason) => {
    const server = await serve(answering(spellAnswer(200, body)));
    for (const isWrapped of [false, true]) {
      expect(await look(server.origin, { isWrapped })).toMatchObject({ kind: "unusable", reason });
    }
  });

  it("F25: is news where the business itself was rejected", async () => {
    const server = await serve(
      answering(spellAnswer(200, JSON.stringify({ ...ANSWER, status: "REJECTED" }))),
    );
    expect(await look(server.origin)).toMatchObject({
      kind: "told",
      data: { statuses: expect.arrayContaining([{ place: "status", raw: "REJECTED" }]) },
    });
  });

  const statuses: [string, number, string, Record<string, string>, Omit<LookEnding, "data">][] = [
    ["404 of a business", 404, '{"message":"Business not found"}', {}, { kind: "no_news" }],
    ["404 without a word", 404, "", {}, { kind: "no_news" }],
    ["404 of a gateway", 404, "<h1>404</h1>", {}, { kind: "unusable", reason: "not_json" } as LookEnding],
    ["404 of an address", 404, `{"message":"No static resource ${DATA_PATH}"}`, {}, { kind: "not_offered" }],
    ["403", 403, '{"message":"Forbidden"}', {}, { kind: "not_offered" }],
    ["405", 405, '{"message":"Request method \'GET\' is not supported"}', {}, { kind: "not_offered" }],
  ];
  it.each(statuses)("with %s", async (_name, status, body, headers, expected) => {
    const server = await serve(answering(spellAnswer(status, body, headers)));
    expect(await look(server.origin)).toMatchObject({ ...expected, httpStatus: status });
  });

  const refusals: [number, object, LookEnding][] = [
    [
      400,
      { error: { code: "invalid_signature", message: "Invalid Header Signature" } },
      { kind: "credential_refused", reason: "invalid_signature" },
    ],
    [
      400,
      { error: { code: "request_time_out_of_range" } },
      { kind: "credential_refused", reason: "request_time_out_of_range" },
    ],
    [
      400,
      { message: "Invalid Header Client-Id" },
      { kind: "credential_refused", reason: "invalid_client_id" },
    ],
    [401, { message: "Unauthorized" }, { kind: "credential_refused", reason: "http_401" }],
    [
      403,
      { status: "FAILED", response_code: "MERCHANT_NOT_ACTIVE" },
      { kind: "credential_refused", reason: "merchant_not_active" },
    ],
    [400, { message: ["businessType is required"] }, { kind: "unusable", reason: "validation" }],
    [409, { message: "Conflict" }, { kind: "unusable", reason: "conflict_without_business" }],
    [408, {}, { kind: "unusable", reason: "http_408" }],
    [500, { message: "Internal Server Error" }, { kind: "unusable", reason: "server_error" }],
    [503, { response_code: "MAINTENANCE_MODE" }, { kind: "unusable", reason: "server_error" }],
  ];
  it.each(refusals)("with %i %j", async (status, body, expected) => {
    const server = await serve(answering(spellAnswer(status, JSON.stringify(body))));
    expect(await look(server.origin)).toMatchObject(expected);
  });

  it.each([
    ["7", 7_000],
    // Less what the call took.
    ["Thu, 12 Nov 2026 07:06:09 GMT", expect.closeTo(59_124, -3)],
    ["1000000000", 900_000],
    ["-1", null],
    ["soon", null],
  ])("with 429 and Retry-After %s slows us down, with bounds", async (retryAfter, retryAfterMs) => {
    const server = await serve(answering(spellAnswer(429, "", { "Retry-After": retryAfter })));
    expect(await look(server.origin)).toMatchObject({ kind: "slowed_down", retryAfterMs });
  });

  const signed: [string, Record<string, string>, Reason | null][] = [
    ["by another secret", signAnswer(flat, { secret: "x" }), "signature_mismatch"],
    ["for another request", signAnswer(flat, { requestId: randomUUID() }), "signature_mismatch"],
    ["over another body", signAnswer(`${flat} `), "signature_mismatch"],
    ["for another target", signAnswer(flat, { target: "/" }), "signature_mismatch"],
    ["two hours ago", signAnswer(flat, { timestamp: "2026-11-12T05:05:10Z" }), "answer_out_of_time"],
    ["in the year 9999", signAnswer(flat, { timestamp: "9999-12-31T23:59:59Z" }), "answer_out_of_time"],
    ["in the year 1970", signAnswer(flat, { timestamp: "1970-01-01T00:00:00Z" }), "answer_out_of_time"],
    ["not at all", {}, null],
  ];
  it.each(signed)("F30: signed %s is judged by its signature", async (_name, headers, reason) => {
    const server = await serve(answering(spellAnswer(200, flat, headers)));
    const told = reason === null ? { kind: "told" } : { kind: "unusable", reason };
    expect(await look(server.origin)).toMatchObject(told);
    expect(await look(server.origin, {}, { requireSignedAnswers: true })).toMatchObject({
      kind: "unusable",
      reason: reason ?? "signature_missing",
    });
  });

  it("F30: no news and no such call are told by nobody who signs wrongly", async () => {
    const body = '{"message":"Not found"}';
    const server = await serve(answering(spellAnswer(404, body, signAnswer(body, { secret: "x" }))));
    expect(await look(server.origin)).toMatchObject({ kind: "unusable", reason: "signature_mismatch" });
  });

  it.each([301, 302, 303, 307, 308])("F29: that redirects by %i is not followed", async (status) => {
    const elsewhere = await serve(answering(spellAnswer(200, flat)));
    const server = await serve(
      answering(spellAnswer(status, "", { Location: `${elsewhere.origin}${DATA_PATH}` })),
    );
    expect(await look(server.origin)).toMatchObject({ kind: "unusable", reason: "redirect" });
    expect(elsewhere.received()).toEqual([]);
  });

  it("F27, F28: that never ends, or is a bomb, ends at the limits", async () => {
    const hasty = { timeouts: { connectMs: 2_000, headersMs: 300, totalMs: 500 } };
    const silent = await serve(() => {});
    expect(await look(silent.origin, {}, hasty)).toMatchObject({
      kind: "unreachable",
      reason: "header_timeout",
      httpStatus: null,
    });
    const stuck = await serve(answering(Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")));
    expect(await look(stuck.origin, {}, hasty)).toMatchObject({ kind: "unusable", reason: "answer_timeout" });
    const cut = await serve((socket, received) => {
      if (isWhole(received)) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{");
    });
    expect(await look(cut.origin)).toMatchObject({ kind: "unusable", reason: "answer_cut_off" });
    const bomb = gzipSync(Buffer.alloc(32 * 1_048_576));
    const inflated = await serve(answering(spellAnswer(200, bomb, { "Content-Encoding": "gzip" })));
    expect(await look(inflated.origin)).toMatchObject({ kind: "unusable", reason: "answer_too_large" });
  });

  it("that never came leaves word of why", async () => {
    const gone = await startServer(() => {});
    await gone.close();
    expect(await look(gone.origin)).toMatchObject({ kind: "unreachable", reason: "connect_refused" });
    const reset = await serve((socket) => socket.resetAndDestroy());
    expect(await look(reset.origin)).toMatchObject({ kind: "unreachable", reason: "connection_lost" });
  });
});

describe("Check Requirements", () => {
  const documents = {
    business: {
      brand: {
        photo_proof: {
          code: "PHOTO_PROOF",
          name: "Brand Photo Proof",
          extensions: ["PNG", "JPG"],
          max_size: 15,
        },
      },
    },
  };

  it.each([
    [false, FILE_PATH],
    [true, `${FILE_PATH}?${QUERY}`],
  ])("asks with the query, and signs it where that is %s", async (signsQuery, signed) => {
    const server = await serve(answering(spellAnswer(200, JSON.stringify(documents))));
    const ending = await openClient(server.origin).checkRequirements({
      requestId: REQUEST_ID,
      query: REQUIREMENTS,
      signsQuery,
    });
    const { line, headers } = headOf(server.received()[0]);
    expect(line).toBe(`GET ${FILE_PATH}?${QUERY} HTTP/1.1`);
    expect(headers.get("signature")).toBe(
      signatureOf([
        `Client-Id:${CLIENT_ID}`,
        `Request-Id:${REQUEST_ID}`,
        "Request-Timestamp:2026-11-12T07:05:09Z",
        `Request-Target:${signed}`,
      ]),
    );
    expect(ending).toMatchObject({
      kind: "told",
      documents: [
        { code: "PHOTO_PROOF", name: "Brand Photo Proof", extensions: ["PNG", "JPG"], maxSizeMb: 15 },
      ],
    });
  });

  it.each([
    [404, "{}", { kind: "not_offered" }],
    [403, "{}", { kind: "not_offered" }],
    [200, "{}", { kind: "unusable", reason: "unsound_answer" }],
    [200, '{"business":[]}', { kind: "unusable", reason: "unsound_answer" }],
  ])("with %i %s", async (status, body, expected) => {
    const server = await serve(answering(spellAnswer(status, body)));
    const asked = { requestId: REQUEST_ID, query: REQUIREMENTS, signsQuery: false };
    expect(await openClient(server.origin).checkRequirements(asked)).toMatchObject(expected);
  });
});

describe("Generate Token", () => {
  const token = JSON.stringify({ token: "header.canary-of-the-token.signature" });
  const ask = (origin: string) => openClient(origin).generateToken({ requestId: REQUEST_ID });

  it("posts the documented body, and gives the token to nobody", async () => {
    const server = await serve(answering(spellAnswer(200, token)));
    const ending = await ask(server.origin);
    const [raw = ""] = server.received();
    const body = '{"grant_type":"client_credentials","valid_time":"360"}';
    expect(raw).toContain("POST /adv-core-api/partner/v1.0/token HTTP/1.1");
    expect(raw.split("\r\n\r\n")[1]).toBe(body);
    expect(ending).toMatchObject({ kind: "accepted", httpStatus: 200 });
    expect(JSON.stringify(ending)).not.toContain("canary");
  });

  it.each([
    [200, "{}", { kind: "unusable", reason: "unsound_answer" }],
    [200, '{"token":7}', { kind: "unusable", reason: "unsound_answer" }],
    [200, "", { kind: "unusable", reason: "empty_answer" }],
    [404, '{"message":"No static resource x"}', { kind: "not_offered" }],
    [404, "<h1>404</h1>", { kind: "not_offered" }],
    [
      400,
      '{"error":{"code":"invalid_signature"}}',
      { kind: "credential_refused", reason: "invalid_signature" },
    ],
  ])("with %i %s", async (status, body, expected) => {
    const server = await serve(answering(spellAnswer(status, body)));
    expect(await ask(server.origin)).toMatchObject(expected);
  });

  it.each([
    [
      "its own time stamp",
      { "Response-Timestamp": "2026-11-12T07:05:29Z", Date: "Thu, 12 Nov 2026 07:00:00 GMT" },
      20,
    ],
    ["the date of its head", { Date: "Thu, 12 Nov 2026 07:04:49 GMT" }, -20],
    ["nothing", {}, null],
    ["nothing that can be read", { Date: "today", "Response-Timestamp": "" }, null],
  ])("tells how far DOKU's clock is ahead of ours, by %s", async (_name, headers, seconds) => {
    const server = await serve(answering(spellAnswer(200, token, headers)));
    const { clockOffMs } = await ask(server.origin);
    expect(clockOffMs === null ? null : Math.round(clockOffMs / 1_000)).toBe(seconds);
  });
});

describe("the line in the log", () => {
  it("tells how each call ended, by codes and figures, and nothing that was said", async () => {
    const info = vi.spyOn(logger, "info").mockReturnValue();
    const token = JSON.stringify({ token: "canary-of-the-token" });
    const [data, given, refused] = await Promise.all([
      serve(answering(spellAnswer(200, flat))),
      serve(answering(spellAnswer(200, token))),
      serve(answering(spellAnswer(401, JSON.stringify({ message: "canary of sari@contoh.id" })))),
    ]);
    await look(data.origin);
    await openClient(given.origin).generateToken({ requestId: REQUEST_ID });
    const asked = { requestId: REQUEST_ID, query: REQUIREMENTS, signsQuery: false };
    await openClient(refused.origin).checkRequirements(asked);
    const lines = info.mock.calls.map(([facts]) => facts);
    info.mockRestore();
    expect(lines).toMatchObject([
      { call: "Get Business Data", requestId: REQUEST_ID, ending: "told", httpStatus: 200 },
      { call: "Generate Token", ending: "accepted" },
      { call: "Check Requirements", ending: "credential_refused", reason: "http_401", httpStatus: 401 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/canary|Kopi|sari|PROBATION|HMAC|test-secret/);
  });
});

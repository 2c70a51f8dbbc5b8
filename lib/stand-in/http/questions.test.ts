import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import { digestOf, isSignedWith, signatureOf } from "@/lib/stand-in/checks/call-signature";
import { formatTimestamp } from "@/lib/stand-in/checks/headers";
import type { StandIn } from "@/lib/stand-in/server";
import {
  CLIENT_ID,
  makeBody,
  NOW,
  SECRET,
  sendCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { REQUIREMENTS_PATH, TOKEN_PATH } from "./questions";

const QUERY =
  "?businessType=CORPORATE&businessLegalEntity=PT&brandBusinessLine=RETAIL&businessContactNationality=ID";
const TOKEN_BODY = '{"grant_type":"client_credentials","valid_time":"360"}';

let standIn: StandIn;
let nowMs: number;
beforeEach(async () => {
  nowMs = NOW.getTime();
  standIn = await startTestStandIn({ now: () => new Date(nowMs) });
});
afterEach(() => standIn.close());

type Draft = {
  method?: string;
  body?: string;
  secret?: string;
  target?: string;
  headers?: Record<string, string>;
};

/** Signs and sends a question; `target` is what is signed, if not the path alone. */
async function ask(
  path: string,
  { method = "GET", body, secret = SECRET, target, headers = {} }: Draft = {},
) {
  const requestId = randomUUID();
  const parts = {
    clientId: CLIENT_ID,
    requestId,
    timestampHeader: "Request-Timestamp" as const,
    timestamp: formatTimestamp(new Date(nowMs)),
    target: target ?? path.split("?")[0] ?? "",
    digest: body === undefined ? null : digestOf(body),
  };
  const response = await fetch(standIn.url + path, {
    method,
    body,
    headers: {
      "Client-Id": CLIENT_ID,
      "Request-Id": requestId,
      "Request-Timestamp": parts.timestamp,
      Signature: signatureOf(secret, parts),
      ...headers,
    },
  });
  const text = await response.text();
  const signature = response.headers.get("signature");
  const answered = {
    ...parts,
    timestampHeader: "Response-Timestamp" as const,
    timestamp: response.headers.get("response-timestamp") ?? "",
    digest: digestOf(text),
  };
  const isSigned = signature !== null && isSignedWith(SECRET, answered, signature);
  return { status: response.status, headers: response.headers, text, isSigned };
}

async function makeBusiness(name = "Kopi Senja") {
  await sendCall(standIn, { body: makeBody({ name }), timestamp: formatTimestamp(new Date(nowMs)) });
  const business = standIn.ledger.businesses().at(-1);
  if (!business) throw new Error("There is no business");
  const [brandId = ""] = business.brandIds;
  return { ...business, path: `/adv-core-api/partner/v1.0/business/${brandId}` };
}

async function control(method: string, id: string, change?: object) {
  const body = change && JSON.stringify(change);
  const response = await fetch(`${standIn.url}/__stand-in/businesses/${id}`, { method, body });
  return { status: response.status, body: await response.json() };
}

describe("the checks of a question", () => {
  it.each([
    ["no Client-Id", { headers: { "Client-Id": "" } }, "Header Client-Id is required"],
    [
      "an old time",
      { headers: { "Request-Timestamp": "2026-11-12T05:05:00Z" } },
      "request_time_out_of_range",
    ],
    ["a client that nobody knows", { headers: { "Client-Id": "BRN-1" } }, "invalid_client_id"],
    ["another secret", { secret: "another" }, "invalid_signature"],
    ["a digest, which a GET has not", { target: `x\nDigest:${digestOf("")}` }, "invalid_signature"],
    ["the query in its signature", { target: `${REQUIREMENTS_PATH}${QUERY}` }, "invalid_signature"],
  ])("refuse %s", async (_, draft, words) => {
    const { status, text } = await ask(REQUIREMENTS_PATH + QUERY, draft);
    expect([status, text]).toEqual([400, expect.stringContaining(words)]);
  });

  it("want the query in the signature where the switch says so", async () => {
    standIn.setSwitches({ signedTarget: "path_and_query" });
    const target = REQUIREMENTS_PATH + QUERY;
    expect(await ask(target, { target })).toMatchObject({ status: 200, isSigned: true });
    expect(await ask(target)).toMatchObject({ status: 400 });
  });

  it("know each by its method", async () => {
    expect(await ask(TOKEN_PATH)).toMatchObject({ status: 405 });
    expect(await ask(REQUIREMENTS_PATH, { method: "POST", body: "{}" })).toMatchObject({ status: 405 });
  });

  it.each([
    [{ answers: "unsigned" as const }, false],
    [{ answers: "wrong" as const }, false],
    [{ answers: "signed" as const }, true],
  ])("leave the answer's signature to the switch: %j", async (switches, isSigned) => {
    standIn.setSwitches(switches);
    expect(await ask(REQUIREMENTS_PATH + QUERY)).toMatchObject({ status: 200, isSigned });
  });

  it("are all held to the rate limit, logged, and never make a business", async () => {
    standIn.setSwitches({ rateLimit: { perSecond: 2, retryAfterSeconds: 3 } });
    const answers = [
      await ask(TOKEN_PATH, { method: "POST", body: TOKEN_BODY }),
      await ask(REQUIREMENTS_PATH + QUERY),
      await ask("/adv-core-api/partner/v1.0/business/BRN-1"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(standIn.ledger.requests().map(({ call, check }) => [call, check])).toEqual([
      ["token", null],
      ["requirements", null],
      ["business_data", "rate_limit"],
    ]);
    expect(standIn.ledger.businesses()).toEqual([]);
  });

  it.each([403, 404, 405] as const)("withhold with %i what this account does not have", async (status) => {
    standIn.setSwitches({ withheld: { calls: ["token", "business_data"], status } });
    const { path } = await makeBusiness();
    expect((await ask(TOKEN_PATH, { method: "POST", body: TOKEN_BODY })).status).toBe(status);
    expect((await ask(path)).status).toBe(status);
    expect((await ask(REQUIREMENTS_PATH + QUERY)).status).toBe(200);
  });
});

describe("Generate Token", () => {
  it("gives a token", async () => {
    const { status, text } = await ask(TOKEN_PATH, { method: "POST", body: TOKEN_BODY });
    expect([status, text]).toEqual([200, expect.stringContaining(SECRETS_OF_ANSWERS.token)]);
  });

  it.each(["", "[]", '{"grant_type":"password"}'])("refuses %j", async (body) => {
    expect((await ask(TOKEN_PATH, { method: "POST", body })).status).toBe(400);
  });

  it("tells the time by a clock that is off", async () => {
    standIn.setSwitches({ clockOffSeconds: 20 });
    const { headers } = await ask(TOKEN_PATH, { method: "POST", body: TOKEN_BODY });
    expect(headers.get("response-timestamp")).toBe("2026-11-12T07:05:20Z");
    expect(headers.get("date")).toBe("Thu, 12 Nov 2026 07:05:20 GMT");
    standIn.setSwitches({ clockOffSeconds: -3_700 });
    const late = await ask(TOKEN_PATH, { method: "POST", body: TOKEN_BODY });
    expect(late.text).toContain("request_time_out_of_range");
  });
});

describe("Check Requirements", () => {
  it("lists documents in nested groups", async () => {
    const { text } = await ask(REQUIREMENTS_PATH + QUERY);
    expect(JSON.parse(text).business.brand.photo_proof).toEqual({
      code: "PHOTO_PROOF",
      name: "Brand Photo Proof",
      extensions: ["PNG", "JPG", "JPEG"],
      max_size: 15,
    });
    expect(text).toContain("NPWP");
  });

  it("names every parameter that is missing or wrong", async () => {
    const { status, text } = await ask(`${REQUIREMENTS_PATH}?businessType=SHOP&brandBusinessLine=RETAIL`);
    expect([status, JSON.parse(text).message]).toEqual([
      400,
      [
        "businessType is not valid",
        "businessLegalEntity is required",
        "businessContactNationality is required",
      ],
    ]);
  });
});

describe("Get Business Data", () => {
  it("tells a business with its secrets, flat or wrapped", async () => {
    const { path, businessId, brandIds } = await makeBusiness("PT Kopi Senja");
    const { text } = await ask(path);
    const flat = JSON.parse(text);
    expect(flat).toMatchObject({
      id: businessId,
      name: "PT Kopi Senja",
      email: "sari@contoh.id",
      type: "CORPORATE",
      legal_entity: { code: "PT" },
      brands: [{ id: brandIds[0] }],
      shared_key: SECRETS_OF_ANSWERS.sharedKey,
    });
    expect(text).toContain(SECRETS_OF_ANSWERS.linkSignature);
    standIn.setSwitches({ lookShape: "wrapped" });
    expect(JSON.parse((await ask(path)).text)).toEqual({ business: flat });
  });

  it("is at another path, and wants its parameters, where the switches say so", async () => {
    const { path, brandIds } = await makeBusiness();
    standIn.setSwitches({ lookPath: "/v2/of/{brand_id}/data", lookQuery: "required" });
    const other = `/v2/of/${brandIds[0]}/data`;
    expect((await ask(path)).status).toBe(404);
    expect((await ask(other)).status).toBe(400);
    expect((await ask(other + QUERY)).status).toBe(200);
  });

  it("knows no brand of anybody else", async () => {
    const { path } = await makeBusiness();
    expect(await ask(`${path}0`)).toMatchObject({ status: 404, isSigned: true });
    expect(standIn.ledger.requests().at(-1)).toMatchObject({ check: "business_unknown", businessId: null });
  });

  it("moves on command, whatever it is told", async () => {
    const { path, businessId } = await makeBusiness();
    const statusesOf = async () => {
      const { status, brands } = JSON.parse((await ask(path)).text);
      return [status, brands[0].finance_status];
    };
    expect(await statusesOf()).toEqual([undefined, undefined]);
    for (const [change, expected] of [
      [{ stage: "in_progress" }, ["UPDATING", undefined]],
      [{ stage: "in_review" }, [undefined, "PROBATION"]],
      [{ status: "SEDANG_DITINJAU" }, ["SEDANG_DITINJAU", "PROBATION"]],
      [{ stage: "verified" }, ["ACTIVE", undefined]],
      [{ status: null }, [undefined, undefined]],
    ] as const) {
      expect(await control("PUT", businessId, change)).toMatchObject({ status: 200, body: change });
      expect(await statusesOf()).toEqual(expected);
    }
    expect(await control("PUT", businessId, { stage: "rejected" })).toMatchObject({
      body: { stage: "rejected", rejectionReason: "The ID card cannot be read" },
    });
  });

  it("drifts: another name, another email, a further brand that is found by itself", async () => {
    const { path, businessId, brandIds } = await makeBusiness();
    const addBrand = { id: "BRN-0103-NEW", name: "Kopi Malam" };
    await control("PUT", businessId, { name: "Kopi Fajar", email: "baru@contoh.id", addBrand });
    const told = JSON.parse((await ask(path)).text);
    expect(told).toMatchObject({ name: "Kopi Fajar", email: "baru@contoh.id" });
    expect(told.brands.map(({ id }: { id: string }) => id)).toEqual([...brandIds, addBrand.id]);
    expect((await ask(path.replace(brandIds[0] ?? "", addBrand.id))).status).toBe(200);
    expect(standIn.ledger.businesses()).toMatchObject([{ businessName: "Kopi Senja", brandIds }]);
  });

  it("moves by itself up to verified, from where it was put", async () => {
    const { businessId } = await makeBusiness();
    const other = await makeBusiness();
    await control("PUT", other.businessId, { stage: "rejected" });
    standIn.setSwitches({ movesEverySeconds: 10 });
    const stages: string[] = [];
    for (const seconds of [0, 9, 10, 20, 30, 10_000]) {
      nowMs = NOW.getTime() + seconds * 1_000;
      stages.push((await control("GET", businessId)).body.stage);
    }
    expect(stages).toEqual(["invited", "invited", "in_progress", "in_review", "verified", "verified"]);
    expect((await control("GET", other.businessId)).body.stage).toBe("rejected");
    await control("PUT", businessId, { stage: "invited" });
    expect((await control("GET", businessId)).body.stage).toBe("invited");
  });

  it("stands as it was put after a restart", async () => {
    const ledgerFile = join(mkdtempSync(join(tmpdir(), "stand-in-")), "ledger.jsonl");
    await standIn.close();
    standIn = await startTestStandIn({ ledgerFile });
    const { businessId } = await makeBusiness();
    const addBrand = { id: "BRN-0103-NEW", name: "Kopi Malam" };
    await control("PUT", businessId, { stage: "in_review", addBrand });
    await control("PUT", businessId, { status: "SEDANG_DITINJAU" });
    const before = await control("GET", businessId);
    await standIn.close();
    standIn = await startTestStandIn({ ledgerFile });
    expect(await control("GET", businessId)).toEqual(before);
    expect(await control("GET", addBrand.id)).toEqual(before);
    await fetch(`${standIn.url}/__stand-in/reset`, { method: "POST" });
    await standIn.close();
    standIn = await startTestStandIn({ ledgerFile });
    expect((await control("GET", businessId)).status).toBe(404);
  });

  it("gets 404 while it is not complete, where the switch says so", async () => {
    standIn.setSwitches({ lookIncomplete: "not_found" });
    const { path, businessId } = await makeBusiness();
    expect((await ask(path)).status).toBe(404);
    await control("PUT", businessId, { stage: "in_progress" });
    expect((await ask(path)).status).toBe(200);
  });

  it("answers oddly for one business or for all", async () => {
    const { path, businessId } = await makeBusiness();
    const other = await makeBusiness();
    await control("PUT", businessId, { answer: "html" });
    expect((await ask(path)).text).toContain("<!doctype html>");
    expect((await ask(other.path)).text).toContain(other.businessId);
    await control("PUT", businessId, { answer: null });
    standIn.setSwitches({ lookAnswer: "rate_limited" });
    expect((await ask(path)).headers.get("retry-after")).toBe("2");
    expect((await ask(other.path)).status).toBe(429);
  });

  it("is forgotten with a reset", async () => {
    const { path, businessId } = await makeBusiness();
    await control("PUT", businessId, { stage: "verified" });
    await fetch(`${standIn.url}/__stand-in/reset`, { method: "POST" });
    expect((await ask(path)).status).toBe(404);
    expect((await control("GET", businessId)).status).toBe(404);
  });

  it.each([
    ["PUT", { stage: "done" }, 400],
    ["PUT", { colour: "red" }, 400],
    ["PUT", undefined, 400],
    ["POST", {}, 405],
  ])("is not changed by %s %j", async (method, change, status) => {
    const { businessId } = await makeBusiness();
    const answer = await control(method, businessId, change);
    expect(answer).toMatchObject({ status, body: { problems: [expect.any(String)] } });
  });
});

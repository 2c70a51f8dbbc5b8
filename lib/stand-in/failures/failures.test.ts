import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { StandIn } from "@/lib/stand-in/server";
import {
  type CallAnswer,
  type CallDraft,
  makeBody,
  makeWaits,
  sendCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { addressOf, chooseFailure } from "./address";
import { FAILURES, type FailureKeyword } from "./failures";

type Expected = {
  /** The status of the first call, or how it ends without one. */
  first: number | "cut" | "silent";
  /** The status of the same call sent again. */
  again: number;
  /** A test of the first answer. */
  answer?: (answer: CallAnswer) => void;
};

const says = (text: string) => (answer: CallAnswer) => expect(answer.text).toContain(text);

const EXPECTED = {
  timeout: { first: "silent", again: 409 },
  "timeout-before": { first: "silent", again: 200 },
  slow: { first: 200, again: 409 },
  reset: { first: "cut", again: 409 },
  "reset-before": { first: "cut", again: 200 },
  refused: { first: 400, again: 400, answer: says("business.contact.email must be") },
  "refused-name": {
    first: 400,
    again: 400,
    answer: says("allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )"),
  },
  "refused-errors": { first: 400, again: 400, answer: says('{"errors":{"business.name":[') },
  busy: { first: 429, again: 429, answer: ({ headers }) => expect(headers.get("retry-after")).toBe("2") },
  conflict: { first: 409, again: 200, answer: says("idempotent_request") },
  unauthorized: { first: 401, again: 200 },
  badsignature: { first: 400, again: 200, answer: says("invalid_signature") },
  inactive: { first: 403, again: 200, answer: says("MERCHANT_NOT_ACTIVE") },
  duplicate: { first: 409, again: 409, answer: says("DUPLICATE_TRANSACTION") },
  maintenance: { first: 503, again: 200, answer: says("MAINTENANCE_MODE") },
  "refused-code": { first: 422, again: 422, answer: says('"response_message":"business.name') },
  error500: { first: 500, again: 200 },
  html: { first: 502, again: 409, answer: says("<!doctype html>") },
  "html-twice": { first: 502, again: 502, answer: says("<!doctype html>") },
  html200: { first: 200, again: 409, answer: says("<!doctype html>") },
  empty: { first: 200, again: 409, answer: ({ text }) => expect(text).toBe("") },
  truncated: { first: 200, again: 409, answer: ({ text }) => expect(() => JSON.parse(text)).toThrow() },
  otherref: { first: 200, again: 409, answer: says("-OTHER") },
  wrongsigned: {
    first: 200,
    again: 409,
    answer: ({ headers }) => expect(headers.has("signature")).toBe(true),
  },
  unsigned: { first: 200, again: 409, answer: ({ headers }) => expect(headers.has("signature")).toBe(false) },
  brands0: { first: 200, again: 409, answer: says('"brands":[]') },
  brands3: { first: 200, again: 409, answer: ({ text }) => expect(text.match(/BRN-/g)).toHaveLength(3) },
  redirect: {
    first: 302,
    again: 200,
    answer: ({ headers }) => expect(headers.get("location")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//),
  },
  huge: {
    first: 200,
    again: 409,
    answer: ({ text }) => expect(text.length).toBeGreaterThan(5 * 1024 * 1024),
  },
  drip: {
    first: 200,
    again: 409,
    answer: ({ text }) => expect(JSON.parse(text)).toHaveProperty("business.id"),
  },
} satisfies Record<FailureKeyword, Expected>;

let standIn: StandIn;
afterEach(() => standIn.close());

async function startInstant() {
  const instant = makeWaits({ isInstant: true });
  standIn = await startTestStandIn({ delay: instant.delay });
  return instant;
}

/** Sends a call to a stand-in that holds it, and hangs up once it is held. */
async function sendAndHangUp(draft: CallDraft): Promise<void> {
  const held = makeWaits({ isInstant: false });
  standIn = await startTestStandIn({ delay: held.delay });
  const caller = new AbortController();
  const sent = sendCall(standIn, { ...draft, signal: caller.signal });
  await held.begun;
  caller.abort();
  await expect(sent).rejects.toThrow();
}

describe("a failure e-mail", () => {
  it.each(FAILURES)("$keyword@: $sentence", async ({ keyword, when }) => {
    const expected: Expected = EXPECTED[keyword];
    const call = { requestId: randomUUID(), body: makeBody({ email: addressOf({ keyword }) }) };
    if (expected.first === "silent") {
      await sendAndHangUp(call);
    } else {
      await startInstant();
      const first = sendCall(standIn, call);
      if (expected.first === "cut") {
        await expect(first).rejects.toThrow();
      } else {
        const answer = await first;
        expect(answer.status).toBe(expected.first);
        expected.answer?.(answer);
      }
    }
    expect(standIn.ledger.businesses()).toHaveLength(when === "after" ? 1 : 0);
    const status = typeof expected.first === "number" ? expected.first : null;
    expect(standIn.ledger.requests().at(-1)).toMatchObject({ failure: keyword, status });

    expect((await sendCall(standIn, call)).status).toBe(expected.again);
    expect(standIn.ledger.businesses().length).toBeLessThanOrEqual(1);
  });

  it("busy@ lets the third call through", async () => {
    await startInstant();
    const call = { requestId: randomUUID(), body: makeBody({ email: "busy+1@contoh.id" }) };
    const statuses = [
      await sendCall(standIn, call),
      await sendCall(standIn, call),
      await sendCall(standIn, call),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  it("redirect@ records whoever follows", async () => {
    await startInstant();
    const answer = await sendCall(standIn, { body: makeBody({ email: "redirect@contoh.id" }) });
    await fetch(answer.headers.get("location") ?? "");
    expect(standIn.ledger.requests().at(-1)).toMatchObject({ path: "/followed-redirect", status: 404 });
  });

  it("drip@ waits a second between bytes", async () => {
    const { waits } = await startInstant();
    const answer = await sendCall(standIn, { body: makeBody({ email: "drip@contoh.id" }) });
    expect(waits).toHaveLength(answer.text.length);
    expect(new Set(waits.map(({ delayMs }) => delayMs))).toEqual(new Set([1_000]));
  });

  it("slow@ waits eight seconds", async () => {
    const { waits } = await startInstant();
    await sendCall(standIn, { body: makeBody({ email: "slow@contoh.id" }) });
    expect(waits.map(({ delayMs }) => delayMs)).toEqual([8_000]);
  });

  it("always-html@ keeps failing, and still makes one business only", async () => {
    await startInstant();
    const call = { requestId: randomUUID(), body: makeBody({ email: "always-html@contoh.id" }) };
    const statuses = [
      await sendCall(standIn, call),
      await sendCall(standIn, call),
      await sendCall(standIn, call),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([502, 502, 502]);
    expect(standIn.ledger.businesses()).toHaveLength(1);
  });

  it("always-error500@ never makes a business", async () => {
    await startInstant();
    const call = { requestId: randomUUID(), body: makeBody({ email: "always-error500@contoh.id" }) };
    const statuses = [await sendCall(standIn, call), await sendCall(standIn, call)];
    expect(statuses.map(({ status }) => status)).toEqual([500, 500]);
    expect(standIn.ledger.businesses()).toEqual([]);
  });

  it("strikes only a call that is otherwise right", async () => {
    await startInstant();
    const body = makeBody({ email: "html@contoh.id" });
    expect((await sendCall(standIn, { body, secret: "another secret" })).text).toContain("invalid_signature");
  });

  it("makes a second business of the re-send when dedupe is off", async () => {
    await startInstant();
    standIn.setSwitches({ dedupe: false });
    const call = { requestId: randomUUID(), body: makeBody({ email: "html@contoh.id" }) };
    const statuses = [await sendCall(standIn, call), await sendCall(standIn, call)];
    expect(statuses.map(({ status }) => status)).toEqual([502, 200]);
    expect(standIn.ledger.businesses()).toHaveLength(2);
  });
});

describe("an address", () => {
  it.each([
    ["timeout@contoh.id", "timeout", false],
    ["timeout+kopi1@contoh.id", "timeout", false],
    ["timeout-kopi@contoh.id", "timeout", false],
    ["timeout2@contoh.id", "timeout", false],
    ["TimeOut@contoh.id", "timeout", false],
    ["timeout-before@contoh.id", "timeout-before", false],
    ["timeout-before+7@contoh.id", "timeout-before", false],
    ["timeout-beforehand@contoh.id", "timeout", false],
    ["html2001@contoh.id", "html200", false],
    ["always-reset-before-9@contoh.id", "reset-before", true],
  ])("%s asks for %s (always: %s)", (email, keyword, always) => {
    expect(chooseFailure(email)).toMatchObject({ failure: { keyword }, always });
  });

  it.each([
    "sari@contoh.id",
    "timeouts@contoh.id",
    "my-timeout@contoh.id",
    "always@contoh.id",
    "sari@timeout.id",
    "",
  ])("%j asks for none", (email) => {
    expect(chooseFailure(email)).toBeNull();
  });
});

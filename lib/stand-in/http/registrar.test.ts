import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf, hexOf, isSignedWith } from "@/lib/stand-in/checks/call-signature";
import { createFaultDraws } from "@/lib/stand-in/failures/faults";
import { createSwitchboard, DEFAULT_SWITCHES } from "@/lib/stand-in/failures/switches";
import { openLedger } from "@/lib/stand-in/ledger/ledger";
import type { StandIn } from "@/lib/stand-in/server";
import {
  type CallAnswer,
  type CallDraft,
  CLIENT_ID,
  makeBody,
  makeWaits,
  NOW,
  SECRET,
  sendCall,
  signCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { REGISTRATION_PATH } from "./calls";
import { createRegistrar, type ReceivedCall } from "./registrar";

const { delay, waits, begun } = makeWaits({ isInstant: false });
let standIn: StandIn;
beforeEach(async () => {
  standIn = await startTestStandIn({ delay });
});
afterEach(() => standIn.close());

function isSigned({ headers, text }: CallAnswer): boolean {
  const parts = {
    clientId: headers.get("client-id") ?? "",
    requestId: headers.get("request-id") ?? "",
    timestampHeader: "Response-Timestamp" as const,
    timestamp: headers.get("response-timestamp") ?? "",
    target: REGISTRATION_PATH,
    digest: digestOf(Buffer.from(text)),
  };
  return isSignedWith(SECRET, parts, headers.get("signature") ?? "");
}

describe("a registration", () => {
  it("is answered with the documented body and signed", async () => {
    const requestId = randomUUID();
    const body = makeBody({ partnerRefId: "PARTNER-1", name: "Warung Kopi “Cita Rasa” 😀" });
    const answer = await sendCall(standIn, { requestId, body });
    const [business] = standIn.ledger.businesses();
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(
      /^\{"business":\{"id":"BSN-0103-\d{13}","partner_ref_id":"PARTNER-1","brands":\[\{"id":"BRN-0103-\d{13}"\}\]\}\}$/,
    );
    expect(answer.text).toContain(business?.businessId);
    expect(answer.headers.get("request-id")).toBe(requestId);
    expect(answer.headers.get("response-timestamp")).toBe("2026-11-12T07:05:00Z");
    expect(isSigned(answer)).toBe(true);
    expect(business).toMatchObject({
      clientId: CLIENT_ID,
      requestId,
      body,
      createdAt: "2026-11-12T07:05:00.000Z",
    });
  });

  it("sent 200 times at once makes 200 businesses with ids of their own", async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => sendCall(standIn)));
    const ids = standIn.ledger.businesses().flatMap(({ businessId, brandIds }) => [businessId, ...brandIds]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
    expect(new Set(ids.map((id) => id.slice(-13))).size).toBe(400);
  });
});

describe("a Request-Id that comes again", () => {
  it("gets 409 with the first body for the same bytes, and nothing more is made", async () => {
    const call = { requestId: randomUUID(), body: makeBody() };
    const first = await sendCall(standIn, call);
    const second = await sendCall(standIn, { ...call, timestamp: "2026-11-12T07:05:09Z" });
    expect(second.status).toBe(409);
    expect(second.text).toBe(first.text);
    expect(isSigned(second)).toBe(true);
    expect(standIn.ledger.businesses()).toHaveLength(1);
  });

  it("gets 409 without a business for another body", async () => {
    const requestId = randomUUID();
    await sendCall(standIn, { requestId });
    const second = await sendCall(standIn, { requestId });
    expect(second.status).toBe(409);
    expect(JSON.parse(second.text)).toMatchObject({ error: { code: "idempotent_request" } });
  });

  it("gets 409 without a business while the first is running", async () => {
    const call = { requestId: randomUUID(), body: makeBody({ email: "slow@contoh.id" }) };
    const first = sendCall(standIn, call);
    await begun;
    const second = await sendCall(standIn, call);
    expect(second.status).toBe(409);
    expect(JSON.parse(second.text)).toMatchObject({ error: { code: "idempotent_request" } });
    for (const wait of waits) wait.end();
    expect((await first).status).toBe(200);
    expect((await sendCall(standIn, call)).text).toBe((await first).text);
  });

  it("is answered afresh after a refusal", async () => {
    const requestId = randomUUID();
    expect((await sendCall(standIn, { requestId, body: "{}" })).status).toBe(400);
    expect((await sendCall(standIn, { requestId })).status).toBe(200);
  });

  it("belongs to the client that sent it", async () => {
    const shared = await startTestStandIn({ clients: { [CLIENT_ID]: SECRET, "BRN-other": SECRET } });
    const call = { requestId: randomUUID(), body: makeBody() };
    const statuses = [
      await sendCall(shared, call),
      await sendCall(shared, { ...call, clientId: "BRN-other" }),
    ];
    await shared.close();
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("a partner reference that comes again", () => {
  it("is refused under another Request-Id", async () => {
    await sendCall(standIn, { body: makeBody({ partnerRefId: "once" }) });
    const second = await sendCall(standIn, { body: makeBody({ partnerRefId: "once" }) });
    expect(second.status).toBe(400);
    expect(JSON.parse(second.text)).toEqual({ message: ["business.partner_ref_id has been used"] });
    expect(standIn.ledger.requests().at(-1)?.check).toBe("reference_used");
  });

  it("is refused to one of two that come at once", async () => {
    const statuses = await Promise.all(
      Array.from(
        { length: 2 },
        async () => (await sendCall(standIn, { body: makeBody({ partnerRefId: "race" }) })).status,
      ),
    );
    expect(statuses.sort()).toEqual([200, 400]);
  });
});

describe("the switches", () => {
  it("make another business of every re-send when dedupe is off", async () => {
    standIn.setSwitches({ dedupe: false });
    const call = { requestId: randomUUID(), body: makeBody() };
    const statuses = [await sendCall(standIn, call), await sendCall(standIn, call)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200]);
    expect(standIn.ledger.businesses()).toHaveLength(2);
  });

  it("refuse a re-send by its reference when dedupe is off and the reference is reject_resend", async () => {
    standIn.setSwitches({ dedupe: false, reference: "reject_resend" });
    const call = { requestId: randomUUID(), body: makeBody() };
    const statuses = [await sendCall(standIn, call), await sendCall(standIn, call)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 400]);
  });

  it("answer another body with the first answer when otherBody is first_answer", async () => {
    standIn.setSwitches({ otherBody: "first_answer" });
    const requestId = randomUUID();
    const first = await sendCall(standIn, { requestId });
    const second = await sendCall(standIn, { requestId });
    expect([second.status, second.text]).toEqual([409, first.text]);
    expect(standIn.ledger.businesses()).toHaveLength(1);
  });

  it("do not begin at a value that a switch does not have", async () => {
    await expect(startTestStandIn({ switches: { faults: { rate: 2 } } })).rejects.toThrow(TypeError);
  });

  it("make a second business of one reference when it is create", async () => {
    standIn.setSwitches({ reference: "create" });
    const body = makeBody();
    await sendCall(standIn, { body });
    expect((await sendCall(standIn, { body })).status).toBe(200);
    expect(standIn.ledger.businesses()).toHaveLength(2);
  });

  it("answer 201, and still 409 to a repeat", async () => {
    standIn.setSwitches({ status: 201 });
    const call = { requestId: randomUUID(), body: makeBody() };
    expect((await sendCall(standIn, call)).status).toBe(201);
    expect((await sendCall(standIn, call)).status).toBe(409);
  });

  it("leave answers unsigned", async () => {
    standIn.setSwitches({ answers: "unsigned" });
    expect((await sendCall(standIn)).headers.get("signature")).toBeNull();
  });

  it("sign answers wrongly", async () => {
    standIn.setSwitches({ answers: "wrong" });
    const answer = await sendCall(standIn);
    expect(answer.headers.get("signature")).toMatch(/^HMACSHA256=/);
    expect(isSigned(answer)).toBe(false);
  });

  it("begin where the options put them", async () => {
    const started = await startTestStandIn({ switches: { status: 201 } });
    const switches = started.switches();
    await started.close();
    expect(switches).toEqual({ ...DEFAULT_SWITCHES, status: 201 });
  });
});

describe("a repeat that waits for the first", () => {
  /** The registrar alone, because over HTTP nobody can tell when a call has begun to wait. */
  async function openRegistrar() {
    const held = makeWaits({ isInstant: false });
    const ledger = await openLedger({ now: () => NOW });
    const { current: switches } = createSwitchboard({ whileRunning: "wait" });
    const faultDraws = createFaultDraws();
    const wait = (delayMs: number) => held.delay(delayMs, new AbortController().signal);
    const clients = new Map([[CLIENT_ID, [SECRET]]]);
    const registrar = createRegistrar({ clients, ledger, faultDraws, switches, now: () => NOW, wait });
    return { registrar, ledger, held };
  }

  function receive(call: CallDraft): ReceivedCall {
    const { headers, bytes } = signCall(call);
    const digest = digestOf(bytes);
    return { headers, path: REGISTRATION_PATH, origin: "", bytes, digest, bodySha256: hexOf(digest) };
  }

  it("is answered with its business, like any repeat", async () => {
    const { registrar, ledger, held } = await openRegistrar();
    const received = receive({ body: makeBody({ email: "slow@contoh.id" }) });
    const taken = [1, 2, 3].map(() => registrar.take(received));
    await held.begun;
    for (const wait of held.waits) wait.end();
    const checks = (await Promise.all(taken)).map(({ check, businessId }) => [check, businessId]);
    const id = ledger.businesses()[0]?.businessId;
    expect(checks).toEqual([
      [null, id],
      ["repeat", id],
      ["repeat", id],
    ]);
    expect(ledger.businesses()).toHaveLength(1);
  });

  it("takes its place when the first made nothing", async () => {
    const { registrar, ledger } = await openRegistrar();
    const received = receive({ body: makeBody({ email: "error500@contoh.id" }) });
    const taken = await Promise.all([1, 2, 3].map(() => registrar.take(received)));
    expect(taken.map(({ check, failure }) => failure ?? check)).toEqual(["error500", null, "repeat"]);
    expect(ledger.businesses()).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StandIn } from "@/lib/stand-in/server";
import {
  type CallDraft,
  CLIENT_ID,
  makeBody,
  sendCall,
  startTestStandIn,
} from "@/lib/stand-in/testing/make-call";
import { checkBody } from "./body";
import { parseTimestamp } from "./headers";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startTestStandIn();
});
afterAll(() => standIn.close());

/** Faults in the contract's order; each can be put on a call together with any other. */
const FAULTS: { check: string; status: number; says: string; draft: CallDraft }[] = [
  { check: "path", status: 404, says: "No static resource nowhere", draft: { path: "/nowhere" } },
  { check: "method", status: 405, says: "Request method 'PUT'", draft: { method: "PUT" } },
  {
    check: "header_missing",
    status: 400,
    says: "Header Client-Id is required",
    draft: { headers: { "Client-Id": undefined } },
  },
  {
    check: "header_missing",
    status: 400,
    says: "Header Request-Id is required",
    draft: { headers: { "Request-Id": undefined } },
  },
  {
    check: "header_missing",
    status: 400,
    says: "Header Request-Timestamp is required",
    draft: { headers: { "Request-Timestamp": undefined } },
  },
  {
    check: "header_missing",
    status: 400,
    says: "Header Signature is required",
    draft: { headers: { Signature: "" } },
  },
  {
    check: "request_id_length",
    status: 400,
    says: "invalid_header_request",
    draft: { requestId: "r".repeat(129) },
  },
  {
    check: "timestamp_format",
    status: 400,
    says: "Invalid format Header Request-Timestamp",
    draft: { timestamp: "2026-11-12T07:05:00.000Z" },
  },
  {
    check: "timestamp_window",
    status: 400,
    says: "request_time_out_of_range",
    draft: { timestamp: "2026-11-12T08:05:01Z" },
  },
  { check: "client_id", status: 400, says: "invalid_client_id", draft: { clientId: "BRN-unknown" } },
  { check: "signature", status: 400, says: "invalid_signature", draft: { secret: "another secret" } },
  { check: "body_object", status: 400, says: "JSON object", draft: { body: "[]" } },
  {
    check: "mandatory_fields",
    status: 400,
    says: "business.name must be filled",
    draft: { body: makeBody({ name: " " }) },
  },
  {
    check: "field_formats",
    status: 400,
    says: "invited_user.email must be",
    draft: { body: makeBody({ email: "string" }) },
  },
];

describe("the order of the checks", () => {
  it.each(FAULTS)("answers $status and $says", async ({ check, status, says, draft }) => {
    const answer = await sendCall(standIn, draft);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(says);
    expect(standIn.ledger.requests().at(-1)).toMatchObject({ check, status, businessId: null });
  });

  const pairs = FAULTS.flatMap((earlier, at) => FAULTS.slice(at + 1).map((later) => ({ earlier, later })));
  const possible = pairs.filter(({ earlier, later }) => !sharesField(earlier.draft, later.draft));

  it.each(possible)("reports $earlier.says before $later.says", async ({ earlier, later }) => {
    const headers = { ...later.draft.headers, ...earlier.draft.headers };
    const answer = await sendCall(standIn, { ...later.draft, ...earlier.draft, headers });
    expect(answer.status).toBe(earlier.status);
    expect(answer.text).toContain(earlier.says);
  });

  it("creates nothing along the way", () => {
    expect(standIn.ledger.businesses()).toEqual([]);
  });
});

/** Two faults of one field cannot be put on one call; a missing header hides what else it would say. */
function sharesField(earlier: CallDraft, later: CallDraft): boolean {
  const names = (draft: CallDraft) => Object.keys(draft).filter((name) => name !== "headers");
  const isHidden = (name: string) => names(later).includes(name);
  return names(earlier).some(isHidden);
}

describe("the headers", () => {
  it.each([
    ["2026-11-12T08:05:00Z", 200],
    ["2026-11-12T06:05:00Z", 200],
    ["2026-11-12T06:04:59Z", 400],
  ])("takes the time %s with %i: an hour either way is allowed", async (timestamp, status) => {
    expect((await sendCall(standIn, { timestamp })).status).toBe(status);
  });

  it("takes a Request-Id of 128 characters", async () => {
    expect((await sendCall(standIn, { requestId: "r".repeat(128) })).status).toBe(200);
  });

  it.each([
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01 00:00:00Z",
    "1767225600",
  ])("does not read %s as a time", (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it("takes either of two active secrets and refuses a third", async () => {
    const rotated = await startTestStandIn({ clients: { [CLIENT_ID]: ["old secret", "new secret"] } });
    const statuses = [];
    for (const secret of ["old secret", "new secret", "older secret"]) {
      statuses.push((await sendCall(rotated, { secret })).status);
    }
    await rotated.close();
    expect(statuses).toEqual([200, 200, 400]);
  });

  it("does not take the name of an object's property for a client", async () => {
    const answer = await sendCall(standIn, { clientId: "constructor" });
    expect(answer.text).toContain("invalid_client_id");
  });

  it("verifies the bytes that arrived, not the JSON they mean", async () => {
    const body = makeBody();
    const signed = await sendCall(standIn, { body: `${body}\n` });
    expect(signed.status).toBe(200);
  });
});

describe("the body", () => {
  function problemsOf(body: unknown): unknown {
    const checked = checkBody(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
    return checked.ok ? [] : checked.refusal.body;
  }

  it("is told all missing fields at once", () => {
    expect(problemsOf({})).toEqual({
      message: [
        "business.partner_ref_id must be filled",
        "business.name must be filled",
        "business.contact.name must be filled",
        "business.contact.email must be filled",
        "business.contact.phone_calling_code must be filled",
        "business.contact.phone_number must be filled",
        "invited_user.email must be filled",
      ],
    });
  });

  it.each([
    ["a number for a name", (sound: Sound) => (sound.business.name = 7), "business.name must be a string"],
    [
      "a list for a phone",
      (sound: Sound) => (sound.business.contact.phone_number = []),
      "business.contact.phone_number must be a number",
    ],
    [
      "four digits of calling code",
      (sound: Sound) => (sound.business.contact.phone_calling_code = "6262"),
      "business.contact.phone_calling_code must be 1 to 3 digits",
    ],
    [
      "a phone with a plus",
      (sound: Sound) => (sound.business.contact.phone_number = "+815"),
      "business.contact.phone_number must be at most 13 digits",
    ],
    [
      "fourteen digits of phone",
      (sound: Sound) => (sound.business.contact.phone_number = "1".repeat(14)),
      "business.contact.phone_number must be at most 13 digits",
    ],
    [
      "seven characters of referral",
      (sound: Sound) => (sound.referral = { code: "ABC1234" }),
      "referral.code must be at most 6 characters",
    ],
    [
      "a referral that is a word",
      (sound: Sound) => (sound.referral = "ABC123"),
      "referral must be an object",
    ],
    [
      "a contact e-mail without a dot",
      (sound: Sound) => (sound.business.contact.email = "sari@contoh"),
      "business.contact.email must be a well-formed email address",
    ],
  ])("is told of %s", (_, spoil, problem) => {
    const sound: Sound = JSON.parse(makeBody());
    spoil(sound);
    expect(problemsOf(sound)).toEqual({ message: [problem] });
  });

  it("may send the phone as numbers and leave the referral out", () => {
    const sound: Sound = JSON.parse(makeBody());
    Object.assign(sound.business.contact, { phone_calling_code: 62, phone_number: 81510229216 });
    sound.referral = undefined;
    expect(problemsOf(sound)).toEqual([]);
  });

  it.each([
    ["a list", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["half of an object", '{"business":'],
    ["a list nested 100,000 deep", "[".repeat(100_000) + "]".repeat(100_000)],
  ])("is told that %s is not an object", (_, body) => {
    expect(problemsOf(body)).toEqual({ message: ["Request body must be a JSON object"] });
  });

  it("is told that bytes which are not UTF-8 are not an object", () => {
    const bytes = Buffer.from(makeBody({ name: "Kopi" }).replace("Kopi", "\u00ff"), "latin1");
    expect(checkBody(bytes)).toMatchObject({ ok: false, refusal: { check: "body_object" } });
  });

  it("may carry names that mean something to JavaScript, and is not read through them", () => {
    expect(problemsOf('{"__proto__":{"business":{"name":"x"}},"constructor":{}}')).toMatchObject({
      message: expect.arrayContaining(["business.name must be filled"]),
    });
  });
});

type Sound = {
  business: {
    name: unknown;
    contact: { email: unknown; phone_calling_code: unknown; phone_number: unknown };
  };
  referral: unknown;
};

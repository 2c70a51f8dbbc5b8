import { createHash, createHmac } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createDokuClient, type DokuClientOptions } from "./client";
import type { AttemptEnding, Reason } from "./outcome";
import { answering, isWhole, spellAnswer, useServers } from "./testing/throw-away-server";
import { BUSINESS_LITE_PATH, buildBusinessLiteBody } from "./wire";

const SECRET = "test-secret-not-a-real-doku-key-0001";
const CLIENT_ID = "BRN-0001-10791114622547";
const REFERENCE = "MTR-0001";
const REQUEST_ID = "fdb69f47-96da-499d-acec-7cdc318ab2fe";
const now = new Date("2026-11-12T07:05:09.876Z");
const bodyText = buildBusinessLiteBody({
  partnerRefId: REFERENCE,
  businessName: "Kopi Senja é 😀",
  representativeName: "Siti Aminah",
  representativeEmail: "siti@toko.example",
  phoneCallingCode: "62",
  phoneNumber: "81510229216",
  invitedUserEmail: "siti@toko.example",
  referralCode: null,
});
const success = JSON.stringify({
  business: {
    id: "BSN-0103-1700206906468",
    partner_ref_id: REFERENCE,
    brands: [{ id: "BRN-0103-1700206906471" }],
  },
});

const { serve, makeAgent } = useServers();

function call(baseUrl: string, options: Partial<DokuClientOptions> = {}): Promise<AttemptEnding> {
  const dispatcher = makeAgent();
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl },
    dispatcher,
    now: () => now,
    ...options,
  });
  return client.createBusinessLite({ requestId: REQUEST_ID, bodyText, partnerRefId: REFERENCE });
}

/** Written apart from the product's signer, from the documents. */
function signAnswer(
  body: string | Buffer,
  changes: Partial<Record<"requestId" | "timestamp" | "target" | "secret", string>> = {},
) {
  const {
    requestId = REQUEST_ID,
    timestamp = "2026-11-12T07:05:10Z",
    target = BUSINESS_LITE_PATH,
    secret = SECRET,
  } = changes;
  const digest = createHash("sha256").update(body).digest("base64");
  const lines = [
    `Client-Id:${CLIENT_ID}`,
    `Request-Id:${requestId}`,
    `Response-Timestamp:${timestamp}`,
    `Request-Target:${target}`,
    `Digest:${digest}`,
  ];
  const signature = `HMACSHA256=${createHmac("sha256", secret).update(lines.join("\n")).digest("base64")}`;
  return {
    "Client-Id": CLIENT_ID,
    "Request-Id": requestId,
    "Response-Timestamp": timestamp,
    Signature: signature,
  };
}

describe("the request", () => {
  it("carries the very body that was signed, with DOKU's headers and a time stamp without milliseconds", async () => {
    const server = await serve(answering(spellAnswer(200, success)));
    await call(server.origin);
    const [raw = ""] = server.received();
    const [head = "", ...rest] = raw.split("\r\n\r\n");
    const body = Buffer.from(rest.join("\r\n\r\n"), "latin1");
    const headers = new Map(
      head
        .split("\r\n")
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
    );
    const digest = createHash("sha256").update(body).digest("base64");
    const text = `Client-Id:${CLIENT_ID}\nRequest-Id:${REQUEST_ID}\nRequest-Timestamp:2026-11-12T07:05:09Z\nRequest-Target:${BUSINESS_LITE_PATH}\nDigest:${digest}`;
    expect(head.split("\r\n")[0]).toBe(`POST ${BUSINESS_LITE_PATH} HTTP/1.1`);
    expect(body.toString()).toBe(bodyText);
    expect(headers.get("client-id")).toBe(CLIENT_ID);
    expect(headers.get("request-id")).toBe(REQUEST_ID);
    expect(headers.get("request-timestamp")).toBe("2026-11-12T07:05:09Z");
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("signature")).toBe(
      `HMACSHA256=${createHmac("sha256", SECRET).update(text).digest("base64")}`,
    );
    expect(headers.has("accept-encoding")).toBe(false);
  });

  it("goes below a base URL's path, and that whole path is signed", async () => {
    const target = `/doku${BUSINESS_LITE_PATH}`;
    const server = await serve(answering(spellAnswer(200, success, signAnswer(success, { target }))));
    const ending = await call(`${server.origin}/doku/`);
    expect(server.received()[0]).toContain(`POST ${target} HTTP/1.1`);
    expect(ending).toMatchObject({ outcome: "accepted", signature: "verified" });
  });

  it("shares a connection with the one before it", async () => {
    const server = await serve((socket, received) => {
      if (received.endsWith("}")) socket.write(spellAnswer(200, success));
    });
    const dispatcher = makeAgent({ connections: 1 });
    await call(server.origin, { dispatcher });
    await call(server.origin, { dispatcher });
    expect(server.received()).toHaveLength(1);
  });

  it.each([
    ["an empty Client-Id", { clientId: "" }],
    ["a line break in the Client-Id", { clientId: "BRN\r\nX: 1" }],
    ["an empty secret", { secretKey: "" }],
    ["no address", { baseUrl: "api.doku.com" }],
    ["another scheme", { baseUrl: "ftp://api.doku.com" }],
    ["a password in the address", { baseUrl: "https://a:b@api.doku.com" }],
    ["a query", { baseUrl: "https://api.doku.com?x=1" }],
  ])("is refused before anything is sent with %s", (_name, part) => {
    const credential = { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: "https://api.doku.com", ...part };
    expect(() => createDokuClient({ credential })).toThrow(RangeError);
  });
});

describe("an answer over the wire", () => {
  it("is accepted with its ids, masked for keeping", async () => {
    const server = await serve(answering(spellAnswer(201, success)));
    const ending = await call(server.origin);
    expect(ending).toMatchObject({
      outcome: "accepted",
      reason: "accepted",
      bytesWritten: true,
      httpStatus: 201,
      business: { id: "BSN-0103-1700206906468", brandIds: ["BRN-0103-1700206906471"] },
      signature: "not_signed",
      maskedAnswer: success,
    });
    expect(ending.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it("is refused in DOKU's words, and what it quotes is masked for keeping", async () => {
    const body = JSON.stringify({
      message: ["business.contact.email siti@toko.example is taken by Siti Aminah"],
    });
    const server = await serve(answering(spellAnswer(400, body)));
    expect(await call(server.origin)).toMatchObject({
      outcome: "refused",
      problemField: "representativeEmail",
      message: "business.contact.email siti@toko.example is taken by Siti Aminah",
      maskedAnswer: '{"message":["business.contact.email s•••@toko.example is taken by S•••"]}',
    });
  });

  it("never leads to our secret or signature being kept", async () => {
    const server = await serve((socket, received) => {
      if (isWhole(received)) socket.write(spellAnswer(500, `${received} ${SECRET}`));
    });
    const ending = await call(server.origin);
    expect(ending.maskedAnswer).toContain("HMACSHA256=•••");
    expect(ending.maskedAnswer).not.toContain(SECRET);
    expect(ending.maskedAnswer).not.toMatch(/HMACSHA256=\w/);
  });

  const signed: [string, Record<string, string>, AttemptEnding["signature"], Reason][] = [
    ["as documented", signAnswer(success), "verified", "accepted"],
    ["by another secret", signAnswer(success, { secret: "x" }), "mismatch", "signature_mismatch"],
    ["for another request", signAnswer(success, { requestId: "other" }), "mismatch", "signature_mismatch"],
    ["for another target", signAnswer(success, { target: "/" }), "mismatch", "signature_mismatch"],
    ["over another body", signAnswer(`${success} `), "mismatch", "signature_mismatch"],
    [
      "without its time stamp",
      { Signature: signAnswer(success).Signature },
      "mismatch",
      "signature_mismatch",
    ],
    ["emptily", { ...signAnswer(success), Signature: "" }, "mismatch", "signature_mismatch"],
    [
      "two hours ago",
      signAnswer(success, { timestamp: "2026-11-12T05:05:10Z" }),
      "verified",
      "answer_out_of_time",
    ],
    [
      "at a time nobody can read",
      signAnswer(success, { timestamp: "today" }),
      "verified",
      "answer_out_of_time",
    ],
    [
      "in another zone at the same time",
      signAnswer(success, { timestamp: "2026-11-12T14:05:10.123+07:00" }),
      "verified",
      "accepted",
    ],
  ];

  it.each(signed)("F30: is judged by its signature: %s", async (_name, headers, signature, reason) => {
    const server = await serve(answering(spellAnswer(200, success, headers)));
    const ending = await call(server.origin);
    expect(ending).toMatchObject({ signature, reason });
    expect(ending.reportedBusinessId).toBe(reason === "accepted" ? null : "BSN-0103-1700206906468");
  });

  it.each([-2, 2])(
    "F18: is believed although our clock was set by %d hours while it was under way",
    async (hours) => {
      const told = [now, new Date(now.getTime() + hours * 3_600_000)];
      const server = await serve(answering(spellAnswer(200, success, signAnswer(success))));
      const ending = await call(server.origin, { now: () => told.shift() ?? new Date(0) });
      expect(ending).toMatchObject({ signature: "verified", reason: "accepted" });
    },
  );

  it("is a mismatch when it is signed twice", async () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${success.length}\r\nSignature: a\r\nSignature: b\r\n\r\n`;
    const server = await serve(answering(Buffer.from(head + success)));
    expect(await call(server.origin)).toMatchObject({ signature: "mismatch", outcome: "unknown" });
  });

  it("must be signed where the setting says so", async () => {
    const server = await serve(answering(spellAnswer(200, success)));
    expect(await call(server.origin, { requireSignedAnswers: true })).toMatchObject({
      reason: "signature_missing",
    });
  });

  it("slows us down by the later of two Retry-After, of DOKU and of a gateway", async () => {
    const server = await serve(
      answering(
        Buffer.from("HTTP/1.1 429 Told\r\nRetry-After: 5\r\nContent-Length: 0\r\nRetry-After: 90\r\n\r\n"),
      ),
    );
    expect(await call(server.origin)).toMatchObject({ outcome: "rate_limited", retryAfterMs: 90_000 });
  });

  it("slows us down by a date in its Retry-After", async () => {
    const server = await serve(
      answering(spellAnswer(429, "", { "Retry-After": "Thu, 12 Nov 2026 07:06:09 GMT" })),
    );
    const ending = await call(server.origin);
    expect(ending).toMatchObject({ outcome: "rate_limited", retryAfterMs: 59_124 - ending.latencyMs });
  });

  it.each([
    ["gzip", gzipSync(success)],
    ["x-gzip", gzipSync(success)],
    ["deflate", deflateSync(success)],
    ["br", brotliCompressSync(success)],
    ["identity", Buffer.from(success)],
    [" GZIP ", gzipSync(success)],
  ])(
    "is read though we asked for no encoding: %s, its signature over the inflated body",
    async (encoding, bytes) => {
      const server = await serve(
        answering(spellAnswer(200, bytes, { "Content-Encoding": encoding, ...signAnswer(success) })),
      );
      expect(await call(server.origin)).toMatchObject({ outcome: "accepted", signature: "verified" });
    },
  );

  it.each<[string, Buffer, Reason]>([
    ["gzip", gzipSync(Buffer.alloc(32 * 1_048_576)), "answer_too_large"],
    ["br", brotliCompressSync(Buffer.alloc(32 * 1_048_576)), "answer_too_large"],
    ["gzip", gzipSync(success).subarray(0, 40), "unreadable_encoding"],
    ["gzip", Buffer.from(success), "unreadable_encoding"],
    ["gzip, gzip", gzipSync(gzipSync(success)), "unreadable_encoding"],
    ["zstd", Buffer.from(success), "unreadable_encoding"],
  ])("is unknown when %s hides a bomb or cannot be read", async (encoding, bytes, reason) => {
    const server = await serve(answering(spellAnswer(200, bytes, { "Content-Encoding": encoding })));
    expect(await call(server.origin)).toMatchObject({ outcome: "unknown", reason, httpStatus: 200 });
  });

  it("may be just 1 MiB, and no byte more", async () => {
    const padded = success.padEnd(1_048_576);
    const fits = await serve(answering(spellAnswer(200, padded)));
    const exceeds = await serve(answering(spellAnswer(200, `${padded} `)));
    expect(await call(fits.origin)).toMatchObject({ outcome: "accepted" });
    expect(await call(exceeds.origin)).toMatchObject({ outcome: "unknown", reason: "answer_too_large" });
  });

  it.each([301, 302, 303, 307, 308])(
    "F29: that redirects by %i is not followed, so the signature never leaves the host",
    async (status) => {
      const elsewhere = await serve(answering(spellAnswer(200, success)));
      const server = await serve(
        answering(spellAnswer(status, "", { Location: `${elsewhere.origin}${BUSINESS_LITE_PATH}` })),
      );
      expect(await call(server.origin)).toMatchObject({
        outcome: "unknown",
        reason: "redirect",
        httpStatus: status,
      });
      expect(elsewhere.received()).toEqual([]);
    },
  );
});

import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FAILURES } from "@/lib/stand-in/failures/failures";
import { DEFAULT_SWITCHES } from "@/lib/stand-in/failures/switches";
import { type StandIn, startStandIn } from "./server";
import { makeBody, SECRET, sendCall, startTestStandIn } from "./testing/make-call";

let standIn: StandIn;
let problems: unknown[];
beforeEach(async () => {
  problems = [];
  standIn = await startTestStandIn({ onProblem: (problem) => problems.push(problem) });
});
afterEach(async () => {
  await standIn.close();
  expect(problems).toEqual([]);
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(standIn.url + path, { method: "POST", body: text, headers });
  return { status: response.status, body: await response.json() };
}

async function getText(path: string): Promise<string> {
  return (await fetch(standIn.url + path)).text();
}

/** Node's own client, because fetch does not let a caller choose the Host. */
async function getStatusWithHost(path: string, host: string): Promise<number | undefined> {
  const call = httpRequest(standIn.url + path, { headers: { host } }).end();
  const [response] = await once(call, "response");
  response.resume();
  return response.statusCode;
}

/** Sends raw bytes and returns whatever comes back until the connection ends. */
async function sendRaw(text: string): Promise<string> {
  const socket = connect(standIn.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe("the state", () => {
  it("tells what was created and received, and the switches", async () => {
    const body = makeBody({ partnerRefId: "PARTNER-7" });
    await sendCall(standIn, { body, requestId: "request-7" });
    await sendCall(standIn, { body, requestId: "request-7" });
    const state = JSON.parse(await getText("/__stand-in/state"));
    expect(state.businesses).toEqual([
      {
        businessId: expect.stringMatching(/^BSN-/),
        brandIds: [expect.stringMatching(/^BRN-/)],
        partnerRefId: "PARTNER-7",
        businessName: "Kopi Senja",
        requestId: "request-7",
        clientId: "BRN-0001-10791114622547",
        createdAt: "2026-11-12T07:05:00.000Z",
        invitedUserEmail: "sari@contoh.id",
        body,
        bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(state.requests).toMatchObject([
      { requestId: "request-7", status: 200, check: null, bytes: Buffer.byteLength(body) },
      { requestId: "request-7", status: 409, check: "repeat" },
    ]);
    expect(state.switches).toEqual(DEFAULT_SWITCHES);
    expect(state.counts).toEqual({ businesses: 1, requests: 2, failures: {} });
  });

  it.each([
    ["?requests=0", 3, 0],
    ["?businesses=0", 0, 3],
    ["?requests=2&businesses=1", 1, 2],
    ["?requests=9", 3, 3],
  ])("keeps to the newest that are asked for: %s", async (query, businesses, requests) => {
    for (const requestId of ["1", "2", "3"]) await sendCall(standIn, { requestId });
    const state = JSON.parse(await getText(`/__stand-in/state${query}`));
    const idsOf = (items: { requestId: string }[]) => items.map(({ requestId }) => requestId);
    const newest = (count: number) => ["1", "2", "3"].slice(3 - count);
    expect(idsOf(state.businesses)).toEqual(newest(businesses));
    expect(idsOf(state.requests)).toEqual(newest(requests));
    expect(state.counts).toMatchObject({ businesses: 3, requests: 3 });
  });

  it.each(["?requests=all", "?businesses=-1", "?requests="])("refuses %s", async (query) => {
    expect((await fetch(`${standIn.url}/__stand-in/state${query}`)).status).toBe(400);
  });

  it("counts what each failure struck", async () => {
    for (const email of ["error500@contoh.id", "html@contoh.id", "error500+2@contoh.id"]) {
      await sendCall(standIn, { body: makeBody({ email }) });
    }
    const { counts } = JSON.parse(await getText("/__stand-in/state"));
    expect(counts).toEqual({ businesses: 1, requests: 3, failures: { error500: 2, html: 1 } });
  });

  it("keeps as many calls as it is told to", async () => {
    const small = await startTestStandIn({ requestsKept: 2 });
    for (const requestId of ["1", "2", "3"]) await sendCall(small, { requestId });
    const kept = small.ledger.requests().map(({ requestId }) => requestId);
    await small.close();
    expect(kept).toEqual(["2", "3"]);
  });

  it("gives the ledger without the merchants' data", async () => {
    await sendCall(standIn);
    const text = await getText("/__stand-in/ledger.json");
    expect(JSON.parse(text)).toMatchObject([{ businessId: standIn.ledger.businesses()[0]?.businessId }]);
    expect(text).not.toContain("Kopi Senja");
  });
});

describe("the switches over HTTP", () => {
  it("change what was named and tell all that are in force", async () => {
    const { status, body } = await post("/__stand-in/switches", { answers: "unsigned" });
    expect([status, body]).toEqual([200, { ...DEFAULT_SWITCHES, answers: "unsigned" }]);
    expect(standIn.switches()).toEqual(body);
  });

  it.each([
    ["an unknown switch", { dedup: false }],
    ["an unknown value", { status: 204 }],
    ["one right and one wrong", { dedupe: false, answers: "maybe" }],
    ["a rate above 1", { faults: { rate: 1.1 } }],
    ["an unknown kind of fault", { faults: { rate: 0.3, kinds: ["flood"] } }],
    ["no kind of fault", { faults: { rate: 0.3, kinds: [] } }],
    ["a latency that ends before it begins", { latency: { kind: "uniform", fromMs: 2, toMs: 1 } }],
    ["a tail below the median", { latency: { kind: "long_tail", medianMs: 2, p99Ms: 1 } }],
    ["a latency of another kind", { latency: { kind: "fixed", fromMs: 1, toMs: 2 } }],
    ["a rate limit of half a call", { rateLimit: { perSecond: 0.5 } }],
    ["a list", []],
    ["null", null],
    ["no JSON", "dedupe=false"],
    ["a prototype", '{"__proto__":{"dedupe":false},"constructor":1}'],
  ])("refuse %s and stay as they were", async (_, change) => {
    const before = standIn.switches();
    const { status, body } = await post("/__stand-in/switches", change);
    expect(status).toBe(400);
    expect(body.problems.length).toBeGreaterThan(0);
    expect(standIn.switches()).toEqual(before);
  });

  it("fill in what a rule leaves open", async () => {
    const { body } = await post("/__stand-in/switches", {
      faults: { rate: 0.3, kinds: ["reset"] },
      latency: { kind: "long_tail", medianMs: 20, p99Ms: 800 },
      rateLimit: { perSecond: 50 },
    });
    expect(body).toEqual({
      ...DEFAULT_SWITCHES,
      faults: { rate: 0.3, seed: 1, mostInARow: 3, kinds: ["reset"] },
      latency: { kind: "long_tail", medianMs: 20, p99Ms: 800, seed: 1 },
      rateLimit: { perSecond: 50, retryAfterSeconds: 1 },
    });
  });

  it("go back to the start with a reset, which forgets the rest too", async () => {
    await sendCall(standIn, { requestId: "request-1" });
    standIn.setSwitches({ dedupe: false });
    await post("/__stand-in/reset", "");
    expect(standIn.switches().dedupe).toBe(true);
    expect(standIn.ledger.businesses()).toEqual([]);
    expect(standIn.ledger.requests()).toEqual([]);
    expect((await sendCall(standIn, { requestId: "request-1" })).status).toBe(200);
  });
});

describe("the page", () => {
  it("shows what was created, every failure address, and that it is not DOKU", async () => {
    await sendCall(standIn);
    const page = await getText("/");
    expect(page).toContain(standIn.ledger.businesses()[0]?.businessId);
    for (const { keyword } of FAILURES) expect(page).toContain(`${keyword}@contoh.id`);
    expect(page).toContain("not acceptance by DOKU");
  });

  it("tells every switch in force in words", async () => {
    standIn.setSwitches({
      faults: { rate: 0.3, seed: 42, kinds: ["reset", "html"] },
      latency: { kind: "uniform", fromMs: 5, toMs: 50 },
      rateLimit: { perSecond: 50, retryAfterSeconds: 2 },
    });
    const page = await getText("/");
    for (const name of Object.keys(DEFAULT_SWITCHES)) expect(page).toContain(`<code>${name}: `);
    expect(page).toContain("30 % of the calls, at most 3 of a Request-Id in a row, by seed 42: reset, html");
    expect(page).toContain("5 to 50 ms");
    expect(page).toContain("50; the others get 429 with Retry-After: 2");
  });

  it("writes what it received as text, never as markup", async () => {
    const hostile = `<script>alert("x")</script>'`;
    await sendCall(standIn, { body: makeBody({ partnerRefId: hostile }), requestId: "<b>bold</b>" });
    const page = await getText("/");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;");
    expect(page).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(page).not.toContain("<script>alert");
  });

  it("shows no secret and no signature anywhere", async () => {
    await sendCall(standIn);
    const shown = await Promise.all(["/", "/__stand-in/state", "/__stand-in/ledger.json"].map(getText));
    expect(shown.join("")).not.toContain(SECRET);
    expect(shown.join("")).not.toContain("HMACSHA256");
  });

  it("allows only its own style and script", async () => {
    const { headers } = await fetch(standIn.url);
    expect(headers.get("content-security-policy")).toContain(
      "default-src 'none'; style-src 'self'; script-src 'self'",
    );
    const assets = await Promise.all(
      ["page.css", "page.js"].map((name) => fetch(`${standIn.url}/__stand-in/${name}`)),
    );
    expect(assets.map(({ headers: { get } }, at) => get.call(assets[at]?.headers, "content-type"))).toEqual([
      "text/css; charset=utf-8",
      "text/javascript; charset=utf-8",
    ]);
  });

  it.each(["/", "/__stand-in/state"])("is not given to another name than loopback at %s", async (path) => {
    expect(await getStatusWithHost(path, `evil.example:${standIn.port}`)).toBe(403);
    expect(await getStatusWithHost(path, "127.0.0.1.evil.example")).toBe(403);
    expect(await getStatusWithHost(path, `localhost:${standIn.port}`)).toBe(200);
    expect(await getStatusWithHost(path, `[::1]:${standIn.port}`)).toBe(200);
  });

  it("takes no order from another site's page", async () => {
    await sendCall(standIn);
    const { status } = await post("/__stand-in/reset", "", { Origin: "https://evil.example" });
    expect(status).toBe(403);
    expect(standIn.ledger.businesses()).toHaveLength(1);
  });
});

describe("a bad caller", () => {
  it("gets 413 for more than 1 MiB", async () => {
    const answer = await sendCall(standIn, { body: "x".repeat(1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(standIn.ledger.requests().at(-1)).toMatchObject({ check: "body_size", bytes: 1024 * 1024 + 1 });
  });

  it("may send exactly 1 MiB", async () => {
    const answer = await sendCall(standIn, { body: makeBody().padEnd(1024 * 1024) });
    expect(answer.status).toBe(200);
  });

  it.each([
    ["no HTTP at all", "\x16\x03\x01\x00\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    ["a header of 100 kB", `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${"x".repeat(100_000)}\r\n\r\n`],
  ])("that sends %s gets 400 and does not stop the server", async (_, text) => {
    expect(await sendRaw(text)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await sendCall(standIn)).status).toBe(200);
  });

  it("that leaves in the middle of its body leaves no trace", async () => {
    const socket = connect(standIn.port, "127.0.0.1");
    socket.write("POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf");
    await once(socket, "connect");
    socket.destroy();
    await once(socket, "close");
    expect((await sendCall(standIn)).status).toBe(200);
    expect(standIn.ledger.requests()).toHaveLength(1);
  });
});

describe("the server", () => {
  it("refuses a port that is taken", async () => {
    await expect(startStandIn({ port: standIn.port, clients: {} })).rejects.toThrow("EADDRINUSE");
  });

  it("closes while a call is held, and closing twice is the same", async () => {
    const held = sendCall(standIn, { body: makeBody({ email: "timeout@contoh.id" }) });
    const failed = expect(held).rejects.toThrow();
    while (standIn.ledger.requests().length === 0) await sendCall(standIn, { path: "/nudge" });
    await Promise.all([standIn.close(), standIn.close()]);
    await failed;
  });
});

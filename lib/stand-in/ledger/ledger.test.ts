import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRequestLog, type RequestEntry } from "@/lib/stand-in/http/request-log";
import type { StandIn } from "@/lib/stand-in/server";
import { makeBody, sendCall, startTestStandIn } from "@/lib/stand-in/testing/make-call";
import { openLedgerFile } from "./file";

let folder: string;
let ledgerFile: string;
let standIn: StandIn;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stand-in-"));
  ledgerFile = join(folder, "kept", "ledger.jsonl");
  standIn = await startTestStandIn({ ledgerFile });
});
afterEach(async () => {
  await standIn.close();
  await rm(folder, { recursive: true });
});

async function restart(): Promise<void> {
  await standIn.close();
  standIn = await startTestStandIn({ ledgerFile });
}

describe("a restart", () => {
  it("keeps what was created, so that a repeat still finds its business", async () => {
    const call = { requestId: randomUUID(), body: makeBody() };
    const first = await sendCall(standIn, call);
    const before = standIn.ledger.businesses();
    await restart();
    expect(standIn.ledger.businesses()).toEqual(before);
    const second = await sendCall(standIn, call);
    expect([second.status, second.text]).toEqual([409, first.text]);
  });

  it("keeps partner references used, and ids apart", async () => {
    const body = makeBody();
    await sendCall(standIn, { body });
    await restart();
    expect((await sendCall(standIn, { body })).status).toBe(400);
    await sendCall(standIn);
    const ids = standIn.ledger.businesses().flatMap(({ businessId, brandIds }) => [businessId, ...brandIds]);
    expect(new Set(ids.map((id) => id.slice(-13))).size).toBe(4);
  });

  it("does not strike again a call that was struck before it", async () => {
    const call = { requestId: randomUUID(), body: makeBody({ email: "error500@contoh.id" }) };
    expect((await sendCall(standIn, call)).status).toBe(500);
    await restart();
    expect((await sendCall(standIn, call)).status).toBe(200);
  });

  it("cuts off a last line that was torn, and goes on after it", async () => {
    await sendCall(standIn);
    await standIn.close();
    await appendFile(ledgerFile, '{"kind":"business","businessId":"BSN-01');
    standIn = await startTestStandIn({ ledgerFile });
    await sendCall(standIn);
    await restart();
    expect(standIn.ledger.businesses()).toHaveLength(2);
  });

  it("is refused when another line is no entry, with the place and without its text", async () => {
    await sendCall(standIn);
    await standIn.close();
    await appendFile(ledgerFile, '{"kind":"something else"}\n');
    await expect(startTestStandIn({ ledgerFile })).rejects.toThrow(
      `${ledgerFile}, line 2 is not a ledger entry`,
    );
    await writeFile(ledgerFile, "");
    await restart();
  });
});

describe("the ledger file", () => {
  it("holds a line for each of many created at once, and no secret", async () => {
    await Promise.all(Array.from({ length: 50 }, () => sendCall(standIn)));
    const text = await readFile(ledgerFile, "utf8");
    const ids = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).businessId);
    expect(ids.sort()).toEqual(
      standIn.ledger
        .businesses()
        .map(({ businessId }) => businessId)
        .sort(),
    );
    expect(text).not.toMatch(/secret|HMACSHA256/);
  });

  it("is emptied by a reset, and takes what comes after", async () => {
    await sendCall(standIn);
    await fetch(`${standIn.url}/__stand-in/reset`, { method: "POST" });
    await sendCall(standIn);
    await restart();
    expect(standIn.ledger.businesses()).toHaveLength(1);
  });
});

describe("a ledger file that is emptied", () => {
  it("keeps a line that arrives while it is being emptied, and not the one before", async () => {
    const path = join(folder, "emptied.jsonl");
    const file = await openLedgerFile(path);
    await Promise.all([
      file.append(makeStruckCall("before")),
      file.clear(),
      file.append(makeStruckCall("after")),
    ]);
    await file.close();
    expect(await readFile(path, "utf8")).toBe(`${JSON.stringify(makeStruckCall("after"))}\n`);
  });
});

describe("the request log", () => {
  it("keeps the newest, oldest first, and counts them all", () => {
    const log = createRequestLog(3);
    for (const bytes of [1, 2, 3, 4, 5]) log.add(makeEntry(bytes));
    expect(log.newest(9).map(({ bytes }) => bytes)).toEqual([3, 4, 5]);
    expect(log.newest(2).map(({ bytes }) => bytes)).toEqual([4, 5]);
    expect(log.newest(0)).toEqual([]);
    expect(log.counts()).toEqual({ requests: 5, failures: {} });
  });
});

function makeStruckCall(requestId: string) {
  return { kind: "struck_call" as const, at: "2026-11-12T07:05:00.000Z", clientId: "BRN-1", requestId };
}

function makeEntry(bytes: number): RequestEntry {
  return {
    at: "2026-11-12T07:05:00.000Z",
    arrivedMs: 0,
    call: "registration",
    method: "POST",
    path: "/",
    clientId: null,
    requestId: null,
    status: 200,
    check: null,
    failure: null,
    businessId: null,
    bytes,
    bodySha256: "",
  };
}

import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { StandIn } from "@/lib/stand-in/server";
import { makeBody, makeWaits, sendCall, startTestStandIn } from "@/lib/stand-in/testing/make-call";
import type { WatchedCall } from "./watch";

let standIn: StandIn;
afterEach(() => standIn.close());

/** A stand-in that is watched; `ended` resolves with the first call once it is over. */
async function startWatched(options: Parameters<typeof startTestStandIn>[0] = {}) {
  const calls: WatchedCall[] = [];
  let announce: (call: WatchedCall) => void = () => undefined;
  const begun = new Promise<WatchedCall>((resolve) => {
    announce = resolve;
  });
  standIn = await startTestStandIn({
    ...options,
    watch(call) {
      calls.push(call);
      announce(call);
    },
  });
  return {
    calls,
    begun,
    async ended(): Promise<WatchedCall> {
      const call = await begun;
      if (!call.socket.destroyed) {
        call.socket.end();
        await once(call.socket, "close");
      }
      return call;
    },
  };
}

test("an answer that was handed over whole is told with its time and what it said", async () => {
  const { ended } = await startWatched();
  const body = makeBody();
  await sendCall(standIn, { body, requestId: "request-1" });
  const call = await ended();
  expect(call).toMatchObject({
    requestId: "request-1",
    decided: { status: 200, check: null, failure: null, businessId: expect.stringMatching(/^BSN-/) },
    deliveredMs: expect.any(Number),
    endedMs: expect.any(Number),
  });
  expect(call.body?.toString()).toBe(body);
});

test.each(["reset", "reset-before"])(
  "an answer that never comes (%s) is never told as delivered",
  async (word) => {
    const { ended } = await startWatched();
    await expect(sendCall(standIn, { body: makeBody({ email: `${word}@contoh.id` }) })).rejects.toThrow();
    expect(await ended()).toMatchObject({
      deliveredMs: null,
      decided: { failure: word },
      endedMs: expect.any(Number),
    });
  },
);

test("an answer whose caller has left before it is not delivered", async () => {
  const { delay, begun: isWaiting } = makeWaits({ isInstant: false });
  const { ended } = await startWatched({ delay, switches: { latency: { kind: "fixed", delayMs: 1_000 } } });
  const leaving = new AbortController();
  const sending = sendCall(standIn, { signal: leaving.signal });
  await isWaiting;
  leaving.abort();
  await expect(sending).rejects.toThrow();
  expect(await ended()).toMatchObject({ deliveredMs: null, decided: { status: 200 } });
});

test("a call whose sender leaves in its middle is told, without a body", async () => {
  const { begun } = await startWatched();
  const socket = connect(standIn.port, "127.0.0.1");
  socket.write(
    "POST /anywhere HTTP/1.1\r\nHost: 127.0.0.1\r\nRequest-Id: half\r\nContent-Length: 10\r\n\r\nhalf",
  );
  const call = await begun;
  socket.destroy();
  await once(call.socket, "close");
  expect(call).toMatchObject({ requestId: "half", body: null, decided: null, deliveredMs: null });
});

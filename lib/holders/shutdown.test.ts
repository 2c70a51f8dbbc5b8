import { expect, test } from "vitest";
import type { Holder } from "./holder";
import { leaveInPeace } from "./shutdown";

/** A holder that notes what is asked of it, in order. */
function makeHolder() {
  const calls: string[] = [];
  const holder: Holder = {
    currentId: () => "a holder",
    isConnected: () => true,
    setPoolId: async () => undefined,
    stopClaiming: () => void calls.push("stop claiming"),
    close: async () => void calls.push("close"),
    abandon: async () => void calls.push("abandon"),
  };
  return { calls, holder };
}

test("F36: a process that is told to stop claims nothing more, ends its work and then goes", async () => {
  const { calls, holder } = makeHolder();
  let finish = (): void => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const leaving = leaveInPeace(holder, work, new AbortController().signal);
  expect(calls).toEqual(["stop claiming"]);
  finish();
  expect(await leaving).toBe(true);
  expect(calls).toEqual(["stop claiming", "close"]);
});

test("what is left of work that failed is left for the others to take over", async () => {
  const { calls, holder } = makeHolder();
  expect(await leaveInPeace(holder, Promise.reject(new Error("no")), new AbortController().signal)).toBe(
    false,
  );
  expect(calls).toEqual(["stop claiming", "abandon"]);
});

test("what is unfinished when it is hurried is left for the others to take over", async () => {
  const { calls, holder } = makeHolder();
  const hurry = new AbortController();
  const leaving = leaveInPeace(holder, new Promise(() => {}), hurry.signal);
  hurry.abort();
  expect(await leaving).toBe(false);
  expect(calls).toEqual(["stop claiming", "abandon"]);
});

test("a database that does not let it go holds nobody up", async () => {
  const { holder } = makeHolder();
  holder.close = () => new Promise(() => {});
  expect(await leaveInPeace(holder, Promise.resolve(), new AbortController().signal)).toBe(true);
});

import { afterEach, expect, test } from "vitest";
import type { Holder } from "@/lib/holders/holder";
import { noteFailure, watchDatabase } from "./database-watch";

afterEach(() => {
  globalThis.mitraDatabaseWatch = undefined;
});

/** A process whose liveness connection and database are as told, with a count of the questions asked. */
function watch(now: { isConnected: boolean; answers: boolean }) {
  const asked = { times: 0 };
  const pool = {
    query: async () => {
      asked.times += 1;
      if (!now.answers) throw new Error("Connection terminated");
    },
  };
  watchDatabase(
    { isConnected: () => now.isConnected } satisfies Pick<Holder, "isConnected">,
    pool satisfies { query: (text: string) => Promise<unknown> },
  );
  return { asked, isAway: async () => globalThis.mitraDatabaseWatch?.isAway() };
}

test("nothing is asked while the liveness connection stands", async () => {
  const { asked, isAway } = watch({ isConnected: true, answers: true });
  expect(await isAway()).toBe(false);
  expect(asked.times).toBe(0);
});

test("a lost liveness connection is a reason to ask, not yet an answer", async () => {
  expect(await watch({ isConnected: false, answers: true }).isAway()).toBe(false);
  expect(await watch({ isConnected: false, answers: false }).isAway()).toBe(true);
});

test("a request that failed for want of the database is asked about until it answers again", async () => {
  const now = { isConnected: true, answers: false };
  const { asked, isAway } = watch(now);
  noteFailure(new Error("a bug"));
  expect(await isAway()).toBe(false);
  noteFailure(Object.assign(new Error("too many clients"), { code: "53300" }));
  expect(await isAway()).toBe(true);
  now.answers = true;
  expect(await isAway()).toBe(false);
  expect(await isAway()).toBe(false);
  expect(asked.times).toBe(2);
});

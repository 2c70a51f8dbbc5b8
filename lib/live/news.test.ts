import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addNews,
  concerns,
  type LiveMessage,
  MAX_NEWS_IDS,
  type News,
  readLiveMessage,
  readNews,
} from "./news";

describe("a payload of the database", () => {
  test.each<[string, News]>([
    ["changed:a,b", { kind: "changed", ids: ["a", "b"] }],
    ["added", { kind: "added" }],
    ["many", { kind: "many" }],
    ["session_over:s1", { kind: "session_over", sessionId: "s1" }],
    ["changed:", { kind: "many" }],
    ["something of a later build", { kind: "many" }],
    ["", { kind: "many" }],
  ])("%s is read", (payload, news) => expect(readNews(payload)).toEqual(news));
});

const someNews = fc.oneof(
  fc.record({
    kind: fc.constant("changed" as const),
    ids: fc.uniqueArray(fc.integer({ max: 40, min: 1 }).map(String)),
  }),
  fc.constant({ kind: "added" as const }),
  fc.constant({ kind: "many" as const }),
);

test("gathering news forgets none of it and stays small", () => {
  fc.assert(
    fc.property(fc.array(someNews, { minLength: 1, maxLength: 12 }), (all) => {
      const message = all.reduce<LiveMessage | null>(addNews, null);
      expect(message?.ids?.length ?? 0).toBeLessThanOrEqual(MAX_NEWS_IDS);
      expect(message?.added).toBe(all.some(({ kind }) => kind === "added"));
      for (const news of all) {
        if (news.kind === "changed")
          for (const id of news.ids) expect(message && concerns(message, [id])).toBe(true);
        if (news.kind === "many") expect(message?.ids).toBeNull();
      }
    }),
  );
});

test("a page is concerned by what it shows, and by everything where nobody knows what changed", () => {
  expect(concerns({ ids: ["a"], added: false }, ["a", "b"])).toBe(true);
  expect(concerns({ ids: ["c"], added: true }, ["a", "b"])).toBe(false);
  expect(concerns({ ids: null, added: false }, ["a"])).toBe(true);
  expect(concerns({ ids: null, added: false }, [])).toBe(false);
  expect(concerns({ ids: [], added: true }, null)).toBe(true);
});

test("the browser reads what the server writes, and nothing else", () => {
  for (const message of [
    { ids: ["a"], added: true },
    { ids: null, added: false },
  ] satisfies LiveMessage[])
    expect(readLiveMessage(JSON.stringify(message))).toEqual(message);
  for (const text of ["", "null", "[]", "7", "{}", "{"]) expect(readLiveMessage(text)).toBeNull();
});

import { expect, test } from "vitest";
import { formatHead, parseHead } from "./head-text";

const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

test("a seal that was noted down is read as it was shown", () => {
  const head = { position: "17", hash: HASH };
  expect(formatHead(head)).toBe(`17:${HASH}`);
  expect(parseHead(formatHead(head))).toEqual(head);
});

test.each([
  [`17:${HASH.slice(0, 12)}`, { position: "17", hash: "9f86d081884c" }],
  [` 17:${HASH.slice(0, 12).toUpperCase()}\n`, { position: "17", hash: "9f86d081884c" }],
  [`17:${HASH.slice(0, 11)}`, null],
  [`0:${HASH}`, null],
  [`17:${HASH}0`, null],
  ["17:%%%%%%%%%%%%", null],
  ["", null],
])("%j is read as %j", (text, head) => {
  expect(parseHead(text)).toEqual(head);
});

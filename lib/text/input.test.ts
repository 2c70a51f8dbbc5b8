import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { text, writing } from "./input";

const takes = (typed: unknown) => z.safeParse(text(10), typed).success;

test.each<[unknown, boolean]>([
  ["", true],
  ["Kopi Senja", true],
  ["a\nb\tc\r\n", true],
  ["😀", true],
  ["12345678901", false],
  ["a\u0000", false],
  ["\u001b[31m", false],
  ["\u0085", false],
  ["\ud800", false],
  ["\udc00a", false],
  [null, false],
  [{ contains: "a" }, false],
  [["a"], false],
])("text from outside: %j is taken: %s", (typed, isTaken) => {
  expect(takes(typed)).toBe(isTaken);
});

test.each([
  ["satu\vdua\fx", "satu\ndua\nx"],
  ["satu\u2028dua\u0085tiga", "satu\ndua\ntiga"],
  ["a\r\nb\tc", "a\r\nb\tc"],
  ["a\u0000b\u001b[31m", "ab[31m"],
  ["cut \ud83d", "cut "],
  ["😀 \u202eabc", "😀 \u202eabc"],
])("of what a person writes %j is kept as %j", (typed, kept) => {
  expect(z.parse(writing(40), typed)).toBe(kept);
  expect(z.safeParse(text(40), kept).success).toBe(true);
});

test("what is taken can be stored as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 12 }), (typed) => {
      if (!takes(typed)) return;
      // Throws where a sign is not whole.
      encodeURIComponent(typed);
      expect(typed).not.toContain("\u0000");
    }),
  );
});

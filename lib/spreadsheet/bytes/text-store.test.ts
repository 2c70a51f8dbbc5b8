import { expect, test } from "vitest";
import { SheetRefusal } from "./refusal";
import { TextStore } from "./text-store";

test("a stored text comes back by its number, over many blocks", () => {
  const store = new TextStore();
  const textOf = (number: number) => `Kopi é 😀 ${number}`.repeat(number % 7);
  for (let number = 0; number < 70_000; number += 1) store.add(textOf(number));
  for (let number = 0; number < 70_000; number += 997) expect(store.get(number)).toBe(textOf(number));
  expect(store.get(69_999)).toBe(textOf(69_999));
  expect([store.get(70_000), store.get(Number.NaN), store.get(1e9)]).toEqual([null, null, null]);
});

test.each([
  ["long", "x".repeat(32_768)],
  ["empty", ""],
])("more %s texts than memory should hold are refused", (_, text) => {
  const store = new TextStore();
  const fill = () => {
    for (let count = 0; count < 10_000_000; count += 1) store.add(text);
  };
  expect(fill).toThrow(new SheetRefusal("too_much_text"));
});

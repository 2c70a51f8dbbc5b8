import fc from "fast-check";
import { expect, it } from "vitest";
import { placesOf } from "./places";

it.each<[string, string[], string[]]>([
  ["Kopi Senja & Kopi Pagi", ["kopi", "PAGI"], ["Kopi", "Kopi", "Pagi"]],
  ["İstanbul Kebab", ["kebab"], ["Kebab"]],
  ["İzmir", ["izmir"], ["İzmir"]],
  ["Toko", ["", "x"], []],
])("finds in %s %j", (text, words, found) => {
  expect(placesOf(text, words).map(([from, until]) => text.slice(from, until))).toEqual(found);
});

it("finds no place that is not in the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary", minLength: 1 }),
      (before, word) => {
        const text = `${before}${word}`;
        const places = placesOf(text, [word, before]);
        for (const [from, until] of places) {
          expect(from).toBeLessThan(until);
          expect(until).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});

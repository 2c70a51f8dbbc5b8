import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanCell } from "./cell";

describe("a cell", () => {
  test.each([
    ["'081510229216", "081510229216", "Excel's leading apostrophe goes"],
    ["''081510229216", "081510229216", "twice as well"],
    ["\u200B'0815", "0815", "behind an invisible mark too"],
    ["Jum'at Berkah", "Jum'at Berkah", "an apostrophe inside a name stays"],
    ["Toko '45'", "Toko '45'", "and one at its end"],
    ["'Kopi Senja'", "Kopi Senja", "single quotation marks around it go"],
    ["'D'Cost'", "D'Cost", "but for an apostrophe between letters"],
    ["'Ndoro' & 'Ndari'", "Ndoro' & 'Ndari'", "marks around some words stay where they close"],
    ['="081510229216"', "081510229216", "text that was written as a formula is that text"],
    ['="Kopi ""Senja"""', 'Kopi "Senja"', "with its quotation marks"],
    ['=""', "", "also where it is empty"],
    ['="a"&"b"', '="a"&"b"', "a formula that computes is not evaluated"],
    ["'=SUM(A1:A9)", "=SUM(A1:A9)", "a neutralised formula is itself again"],
    ["81510229216.0", "81510229216", "a whole number that went through a float is its digits"],
    ["+6281510229216.0", "+6281510229216", "with its plus"],
    ["1.50", "1.50", "another number stays"],
    ["v1.0", "v1.0", "a version stays"],
    ["8.15E+10", "8.15E+10", "what Excel damaged is not guessed"],
    ["\uFEFFKopi\u200B Senja\u00AD", "Kopi Senja", "invisible marks go"],
    ["👩‍🍳 Dapur", "👩‍🍳 Dapur", "joiners that shape signs stay"],
    [
      "Kopi\nSenja\u0007 ",
      "Kopi\nSenja\u0007 ",
      "line breaks, control characters and spaces are for the field's rules",
    ],
    ["Kopi\0Senja\uD800", "KopiSenja", "what no database stores goes"],
    ["__proto__", "__proto__", "no word is special"],
  ])("%j is read as %j: %s", (text, expected) => {
    expect(cleanCell(text)).toBe(expected);
  });

  test("is the same when it is cleaned again", () => {
    const part = fc.constantFrom("'", "=", '"', '="', '""', ".0", "1", "\u200B", "\0", "\uD800", "a", " ");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const cleaned = cleanCell(typed);
        expect(cleanCell(cleaned)).toBe(cleaned);
      }),
      { numRuns: 2_000 },
    );
  });
});

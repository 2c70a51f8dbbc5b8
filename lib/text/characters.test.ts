import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cleanLine, countCharacters, isBlank, listUnusualCharacters } from "./characters";

const pieces = fc.constantFrom(
  "a",
  "é",
  "K",
  " ",
  "\u00A0",
  "\n",
  "\u0000",
  "\u200B",
  "\u200C",
  "\u200D",
  "😀",
  "❤\uFE0F",
  "\uD83D",
  "\uDE00",
  "ﺍ",
);
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: pieces }));

describe("cleanLine", () => {
  test.each([
    ["  Kopi Senja  ", "Kopi Senja"],
    ["Kopi\r\nSenja", "Kopi Senja"],
    ["Kopi \u2028\n Senja", "Kopi Senja"],
    ["Kopi\tSenja", "Kopi Senja"],
    ["Kopi\u0000 Se\u0007nja\u009F", "Kopi Senja"],
    ["Kopi\u00A0Senja", "Kopi Senja"],
    ["\uFEFFKo\u200Bpi\u00AD Senja\u200F\u202E", "Kopi Senja"],
    ["Ko\u200Dpi Senja\u200C", "Kopi Senja"],
    ["Kopi \uD83D Senja", "Kopi  Senja"],
    ["PT. Maju & Jaya", "PT. Maju & Jaya"],
    ["Toko  Dua", "Toko  Dua"],
    ["قهوة سنجا", "قهوة سنجا"],
    ["می\u200Cخواهم", "می\u200Cخواهم"],
    ["Kopi ❤\uFE0F 👨\u200D👩\u200D👧", "Kopi ❤\uFE0F 👨\u200D👩\u200D👧"],
    ["<b>Kopi</b>", "<b>Kopi</b>"],
    [" \u00A0\u200B\u3164\u2800\u0000", ""],
  ])("makes %j one clean line", (text, cleaned) => {
    expect(cleanLine(text)).toBe(cleaned);
  });

  it("changes nothing more the second time, and is empty only for blank text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = cleanLine(text);
        expect(cleanLine(cleaned)).toBe(cleaned);
        expect(cleaned === "").toBe(isBlank(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves nothing that a database cannot store", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanLine(text)).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });
});

describe("countCharacters", () => {
  it("counts an emoji as one", () => {
    expect(countCharacters("Kopi 😀")).toBe(6);
  });
});

describe("listUnusualCharacters", () => {
  test.each([
    ["abc XYZ 019 . - / + , = _ : ' @ % ( )", ""],
    ["PT. Maju & Jaya", "&"],
    ["<b>Kopi</b>", "< >"],
    ["Kopi 😀😀 !", "😀 !"],
    ["👨\u200D👩", "👨 U+200D 👩"],
    ["Kafé", "é"],
    ["ABC{|}~^\\[];!?", "{ | } ~ ^ \\ [ ] ; ! …"],
  ])("lists those of %j", (text, characters) => {
    expect(listUnusualCharacters(text)).toBe(characters);
  });
});

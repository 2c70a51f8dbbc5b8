import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { countCharacters, isBlank } from "./characters";
import { comparisonName, emailKey, partnerReferenceKey } from "./comparison";

describe("comparisonName", () => {
  test.each([
    ["PT. Maju & Jaya Tbk.", "MAJU JAYA"],
    ["maju   jaya", "MAJU JAYA"],
    ["P.T. Maju Jaya (Persero)", "MAJU JAYA"],
    ["PT.Maju-Jaya,CV", "MAJU JAYA"],
    ["P. T. Maju Jaya", "MAJU JAYA"],
    ["Koperasi Kopi Senja", "KOPI SENJA"],
    ["Yayasan Kopi Senja, UD", "KOPI SENJA"],
    ["Firma PD Kopi Senja", "KOPI SENJA"],
    ["Ｋｏｐｉ　Senja", "KOPI SENJA"],
    ["Ko\u200Bpi Senja ☕", "KOPI SENJA"],
    ["Ma'ruf Kopi", "MARUF KOPI"],
    ["Ma’ruf Kopi", "MARUF KOPI"],
    ["Ptolemeus Tbkindo", "PTOLEMEUS TBKINDO"],
    ["قهوة", "قهوة"],
    ["PT", "PT"],
    ["P.T.", "PT"],
    ["PT CV", "PT CV"],
    ["!!!", "!!!"],
    ["☕☕", "☕☕"],
    ["", ""],
    [" \u200B", ""],
  ])("compares %j as %j", (name, key) => {
    expect(comparisonName(name)).toBe(key);
  });

  it("stays short enough for an index, however long its letters become", () => {
    expect(countCharacters(comparisonName("ﷺ".repeat(225)))).toBeLessThanOrEqual(225);
  });

  it("changes nothing more the second time, and is empty only for blank text", () => {
    const pieces = fc.constantFrom(
      "P",
      "T",
      "t",
      ".",
      "CV",
      " ",
      "'",
      "&",
      "ß",
      "ΐ",
      "ﷺ",
      "é",
      "\u0345",
      "☕",
      "\u200D",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(pieces).map((parts) => parts.join("")),
        ),
        (name) => {
          const key = comparisonName(name);
          expect(comparisonName(key)).toBe(key);
          if (!isBlank(name)) expect(key).not.toBe("");
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("the other keys", () => {
  it("compares addresses without regard to case, width and invisible marks", () => {
    expect(emailKey(" Budi\u200B＠Gmail.com ")).toBe("budi@gmail.com");
  });

  it("compares references without regard to case", () => {
    expect(partnerReferenceKey("MTR-Abc.1")).toBe("mtr-abc.1");
  });
});

it("finds a legal form wherever it stands, and in no longer word", () => {
  const word = fc.constantFrom("PT", "cv", "Tbk", "KOPERASI", "PTS", "XPT", "ÉPT", "maju", "jaya", "9");
  const forms = new Set(["PT", "CV", "TBK", "KOPERASI"]);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const upper = words.map((each) => each.toUpperCase());
      const kept = upper.filter((each) => !forms.has(each));
      expect(comparisonName(words.join(" "))).toBe((kept.length > 0 ? kept : upper).join(" "));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

it("takes an address by the short way as by the long one", () => {
  const plain = fc.string({ unit: fc.constantFrom(..."aB.@'~!-_9"), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(plain, (text) => {
      expect(emailKey(text)).toBe(emailKey(` ${text}\u200B`));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

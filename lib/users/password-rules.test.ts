import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMON_WORDS } from "./common-words";
import {
  checkPassword,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
  type PasswordProblem,
} from "./password-rules";

const OWNER = { name: "Rina Wulandari", email: "rina.wulandari@sagara.example" };

describe("a password", () => {
  test.each<[string, PasswordProblem | null]>([
    ["", "tooShort"],
    ["x7#Kq9!mPz2", "tooShort"],
    ["x7#Kq9!mPz2w", null],
    ["ｘ7#Kq9!mPz2w", null],
    ["correct horse battery staple", null],
    ["kopi hujan sepeda lampu jendela", null],
    ["          kj4h2kj5bn", null],
    ["🦜🐠🌋🛶🥥🌶🪁🎐🪘🧺🪴🛖", null],
    ["8392017364518293", null],
    ["x".repeat(PASSWORD_MAX_LENGTH + 1), "tooLong"],
    ["passwordpassword", "common"],
    ["Password1234", "common"],
    ["p@ssw0rd!2026", "common"],
    ["P4$$w0rd12345", "common"],
    ["ganti-aku-2026", "common"],
    ["rahasia123456", "common"],
    ["Bismillah2026!", "common"],
    ["sayangku12345", "common"],
    ["iloveyou143143", "common"],
    ["indonesia1945", "common"],
    ["qwertyuiop123", "common"],
    ["1qaz2wsx3edc", "common"],
    ["poiuytrewq0987", "common"],
    ["abcdefghijkl", "common"],
    ["123456789012", "common"],
    ["081234567890", "common"],
    ["aaaaaaaaaaaaaaaaaaaa", "common"],
    ["kx7!kx7!kx7!kx7!", "common"],
    ["admin-admin-2026", "common"],
    ["Welcome to Jakarta", "common"],
    ["wulandari2026", "personal"],
    ["Rina Wulandari 1", "personal"],
    ["Sagara-sagara-26", "personal"],
    ["mitra-doku-2026", "personal"],
    ["MitraMitra123!", "personal"],
  ])("%j is judged %s", (password, problem) => {
    expect(checkPassword(password, OWNER)).toBe(problem);
  });

  test("made of one common word with figures and signs around it is refused, whatever the word", () => {
    for (const word of COMMON_WORDS) {
      expect(checkPassword(`${word}2026!`.padEnd(PASSWORD_MIN_LENGTH, "!"), OWNER), word).not.toBeNull();
      expect(checkPassword(`!!${word.toUpperCase()}19450817`, OWNER), word).not.toBeNull();
    }
  });

  test("is judged without failing or dawdling, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string(),
        fc.string(),
        (password, name, email) => {
          checkPassword(password, { name, email });
        },
      ),
    );
  });

  test("of twenty random letters is taken", () => {
    const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
    const nobody = { name: "", email: "" };
    // Four common words or one repeated piece can still come up by chance; both are refused on purpose elsewhere.
    fc.assert(
      fc.property(fc.array(letter, { minLength: 20, maxLength: 20 }), (letters) => {
        fc.pre(new Set(letters).size > 8);
        return checkPassword(letters.join(""), nobody) === null;
      }),
    );
  });
});

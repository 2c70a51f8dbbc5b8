import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestWords, piecesOf, slipsAllowed } from "./typo";

const fits = (text: string, pattern: string) =>
  new RegExp(`^${pattern.replaceAll("%", ".*")}$`).test(` ${text} `);

/** One slip, as fingers make them. */
const slip = fc
  .tuple(
    fc.nat(),
    fc.constantFrom("other", "left out", "too many", "swapped"),
    fc.constantFrom(..."AEIOURSTKLMN"),
  )
  .map(([place, kind, letter]) => (word: string) => {
    const at = place % word.length;
    if (kind === "other") return word.slice(0, at) + letter + word.slice(at + 1);
    if (kind === "left out") return word.slice(0, at) + word.slice(at + 1);
    if (kind === "too many") return word.slice(0, at) + letter + word.slice(at);
    return word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2);
  });

const WORDS = ["MEBEL", "SEGAR", "MUTIARA", "RAHAYUNI", "SEJAHTERA", "PERCETAKAN"];

describe("a word with a slip", () => {
  it("shares a piece with the word that was meant, wherever the slip is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WORDS), slip, (word, make) => {
        const typed = make(word);
        fc.pre(slipsAllowed(typed) > 0);
        expect(piecesOf(typed).some((piece) => fits(`KOPI ${word} JAYA`, piece))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("leads to the word that was meant", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WORDS), slip, (word, make) => {
        const typed = make(word);
        fc.pre(slipsAllowed(typed) > 0 && !word.includes(typed));
        expect(nearestWords([typed, "JAYA"], [`TOKO ${word} JAYA`, "KOPI SENJA"])).toEqual([word, "JAYA"]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string[], string[], string[] | null]>([
    [["MUTYARA"], ["MUTIARA SEGAR", "MUTARA", "MUTIARA ABADI"], ["MUTIARA"]],
    [["SEJAHTEAR"], ["SEJAHTERA"], ["SEJAHTERA"]],
    [["SEJAHTAR"], ["SEJAHTERA"], ["SEJAHTERA"]],
    [["MUTYA"], ["MUTIARA"], ["MUTIARA"]],
    [["SGAR"], ["SARI", "SEGAR", "SARI JAYA"], ["SEGAR"]],
    [["KOP"], ["KOPI"], null],
    [["KOPJ"], ["ROTI"], null],
    [["1234"], ["1235"], null],
    [["MEBLE", "MUTYARA", "SGAR"], ["MEBEL MUTIARA SEGAR"], null],
  ])("%j of %j means %j", (typed, there, meant) => {
    expect(nearestWords(typed, there)).toEqual(meant);
  });
});

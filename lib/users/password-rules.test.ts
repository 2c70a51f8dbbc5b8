import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMON_WORDS } from "./common-words";
import { checkPassword, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./password-rules";
import type { PasswordProblem } from "./problem";

const OWNER = { name: "Rina Wulandari", email: "rina.wulandari@sagara.example" };

async function problemOf(password: string, owner = OWNER): Promise<PasswordProblem | null> {
  const check = await checkPassword(password, owner);
  return check.ok ? null : check.problem;
}

const LEAKED = `
  michaeljackson minecraft123 harrypotter1 correcthorsebatterystaple mickeymouse1 realmadrid12 rockyou12345
  butterfly123 playstation4 fuckyou12345 cristianoronaldo thequickbrownfox doraemon1234 cantik123456 ganteng12345
  spongebob1234 justinbieber1 avengedsevenfold metallica1234 chelsea12345 blackpink1234 jungkook1997 dragonball12
  youtube12345 pokemongo2024 tinkerbell12 slipknot6666 harleydavidson onedirection1 jesuschrist1 iloveyouforever
  letmein12345 chocolate123 superman12345 kucinglucu123 anaksholeh123 masukajadeh1 terserahkamu persibjuara123
  semangat45!! alhamdulillah1 manchesterunited lionelmessi10 narutouzumaki counterstrike nasigoreng12
`;

describe("a password", () => {
  test.each<[string, PasswordProblem | null]>([
    ["", "tooShort"],
    ["x7#Kq9!mPz2", "tooShort"],
    ["x7#Kq9!mPz2w", null],
    ["ｘ7#Kq9!mPz2w", null],
    ["horse paper window candle", null],
    ["sepeda-hijau-di-dermaga-7", null],
    ["perahu kertas di sungai", null],
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
    ["correct horse battery staple", "common"],
    ["The Quick Brown Fox 1", "common"],
    ["bhinneka-tunggal-ika", "common"],
    ["drowssap1234", "common"],
    ["m1ch43lj4cks0n", "common"],
    ["wulandari2026", "personal"],
    ["Rina Wulandari 1", "personal"],
    ["Sagara-sagara-26", "personal"],
    ["mitra-doku-2026", "personal"],
    ["kapal-rina-berlayar", "common"],
    ["kopi rina wulandari", "personal"],
    ["MitraMitra123!", "personal"],
  ])("%j is judged %s", async (password, problem) => {
    expect(await problemOf(password)).toBe(problem);
  });

  test.each(LEAKED.trim().split(/\s+/))("%s is refused, which is tried among the first", async (password) => {
    expect(await problemOf(password)).toBe("common");
  });

  test("that leaked is refused in other dress too", async () => {
    const { dictionary } = await import("@zxcvbn-ts/language-common");
    const leaked = dictionary["passwords-common"]
      .map(String)
      .filter((word) => /^[a-z]{5,}$/.test(word))
      .slice(0, 3_000);
    const dress = fc.constantFrom<(word: string) => string>(
      (word) => word.padEnd(PASSWORD_MIN_LENGTH, "1234567890"),
      (word) => `${word}@2026`.padEnd(PASSWORD_MIN_LENGTH, "!"),
      (word) => `${word[0]?.toUpperCase()}${word.slice(1)}12345!`.padEnd(PASSWORD_MIN_LENGTH, "0"),
      (word) => `${word}${word}${word}`,
      (word) =>
        word.replaceAll("a", "4").replaceAll("e", "3").replaceAll("o", "0").padEnd(PASSWORD_MIN_LENGTH, "1"),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...leaked), dress, async (word, dressed) => {
        expect(await problemOf(dressed(word)), dressed(word)).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  test("made of one common word with figures and signs around it is refused, whatever the word", async () => {
    for (const word of COMMON_WORDS) {
      expect(await problemOf(`${word}2026!`.padEnd(PASSWORD_MIN_LENGTH, "!")), word).not.toBeNull();
      expect(await problemOf(`!!${word.toUpperCase()}19450817`), word).not.toBeNull();
    }
  });

  test("may hold what is a name of theirs only by chance", async () => {
    const owner = { name: "Rina m3k9x1b7qz", email: "rina.m3k9x1b7qz@sagara.example" };
    expect(await problemOf("kapal-m3k9x1b7qz-berlayar", owner)).toBeNull();
  });

  test("is judged without failing or dawdling, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string(),
        fc.string(),
        async (password, name, email) => {
          await checkPassword(password, { name, email });
        },
      ),
    );
  });

  test("of twenty random letters is taken", async () => {
    const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
    const nobody = { name: "", email: "" };
    // Four common words or one repeated piece can still come up by chance; both are refused on purpose elsewhere.
    await fc.assert(
      fc.asyncProperty(fc.array(letter, { minLength: 20, maxLength: 20 }), async (letters) => {
        fc.pre(new Set(letters).size > 8);
        return (await problemOf(letters.join(""), nobody)) === null;
      }),
    );
  });
});

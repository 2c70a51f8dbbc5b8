import { describe, expect, test } from "vitest";
import { mentionAt, mentionedIn, proposalsFor } from "./mentions";

const PEOPLE = ["Rina", "Rina Contoh", "Citra Umpama", "Ana"].map((name) => ({ id: name, name }));
const idsOf = (people: readonly { id: string }[]) => people.map(({ id }) => id);

describe("who is mentioned", () => {
  test.each([
    ["@Rina, tolong cek", ["Rina"]],
    ["Sudah dicek @rina contoh?", ["Rina Contoh"]],
    ["@Citra Umpama dan (@Ana)", ["Citra Umpama", "Ana"]],
    ["@Ana @Ana", ["Ana"]],
    ["@Analisis", []],
    ["kirim ke budi@Ana.example", []],
    ["@Citra", []],
    ["Rina", []],
    ["@", []],
  ])("%s", (text, names) => {
    expect(idsOf(mentionedIn(text, PEOPLE))).toEqual(names);
  });

  test("is somebody whose letters are others in lower case", () => {
    const ibrahim = { id: "1", name: "İbrahim" };
    expect(mentionedIn("@İbrahim, tolong cek", [ibrahim])).toEqual([ibrahim]);
    expect(mentionedIn("@İbrahimovic", [ibrahim])).toEqual([]);
  });

  test("is everybody of that name", () => {
    expect(
      idsOf(
        mentionedIn("@Ana", [
          { id: "1", name: "Ana" },
          { id: "2", name: "ANA" },
        ]),
      ),
    ).toEqual(["1", "2"]);
  });
});

test.each([
  ["Tanya @ri", 9, { from: 6, typed: "ri" }],
  ["@", 1, { from: 0, typed: "" }],
  ["@rina con", 9, { from: 0, typed: "rina con" }],
  ["@rina contoh lalu", 17, null],
  ["a@b", 3, null],
  ["tanya", 5, null],
  ["@ri nanti", 3, { from: 0, typed: "ri" }],
])("what is being typed of a name: %s", (text, cursor, at) => {
  expect(mentionAt(text, cursor)).toEqual(at);
});

test("people are proposed by the beginning of any of their names", () => {
  expect(idsOf(proposalsFor(PEOPLE, "co"))).toEqual(["Rina Contoh"]);
  expect(idsOf(proposalsFor(PEOPLE, ""))).toHaveLength(4);
  expect(proposalsFor(PEOPLE, "ina")).toEqual([]);
});

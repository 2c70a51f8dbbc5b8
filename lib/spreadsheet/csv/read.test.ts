import fc from "fast-check";
import { expect, test } from "vitest";
import { readRows } from "@/lib/spreadsheet/testing/read-rows";

test.each([
  ["marks around a first word", '"a", "b", "c"\n"Kopi" Senja, "x, y", "z" \n', ['"Kopi" Senja', "x, y", "z"]],
  ["a doubled mark", '"a", "b", "c"\n"1"x, "Kopi ""Senja""", 2\n', ['"1"x', 'Kopi "Senja"', "2"]],
  ["marks around a last word", '"a", "b", "c"\n1, Kopi "Senja", "3"\n', ["1", 'Kopi "Senja"', "3"]],
  ["a lone cell that ends in a mark", 'a,b,c\n"Kopi, ""Senja",,\n', ['Kopi, "Senja', "", ""]],
  ["a lone cell with a mark behind a comma", 'a,b,c\n"Kopi,""Senja",,\n', ['Kopi,"Senja', "", ""]],
])("a CSV file is read in spite of %s", async (_, file, row) => {
  expect(await readRows(file)).toEqual([["a", "b", "c"], row]);
});

test("a CSV file is read or refused, wherever its marks, spaces and signs stand", async () => {
  const piece = fc.constantFrom('"', '""', "'", "','", " ", ",", ";", "\n", "a", '"a"', '", "', "Kopi");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
      await readRows(`"a", "b"\n${pieces.join("")}`);
      await readRows(`a,b,c\n${pieces.join("")}`);
      await readRows(`'a','b'\n'c','d'\n${pieces.join("")}`);
    }),
    { numRuns: 700 },
  );
});

const HEADINGS = "name,email,note";
const APOSTROPHES: [string, string[], string[][]][] = [
  ["every cell", ["'name','email','note'", "'Kopi, Senja','b@k.id',''"], [["Kopi, Senja", "b@k.id", ""]]],
  [
    "the rows alone, numbers bare",
    [HEADINGS, "'Kopi, Senja','b@k.id',12"],
    [["Kopi, Senja", "b@k.id", "12"]],
  ],
  ["doubled where one is meant", [HEADINGS, "'D''Cost','b@k.id',''"], [["D'Cost", "b@k.id", ""]]],
  ["not doubled", [HEADINGS, "'D'Cost','b@k.id','x'"], [["D'Cost", "b@k.id", "x"]]],
  [
    "with spaces between",
    ["'name', 'email', 'note'", "'Kopi, A', 'b@k.id', 'x'"],
    [["Kopi, A", "b@k.id", "x"]],
  ],
  [
    "over two lines",
    [HEADINGS, "'a','b','c'", "'Kopi\nA','b','x'"],
    [
      ["a", "b", "c"],
      ["Kopi\nA", "b", "x"],
    ],
  ],
  ["with marks of the other kind", [HEADINGS, `'Kopi "A"','b','x'`], [['Kopi "A"', "b", "x"]]],
];

test.each(APOSTROPHES)(
  "cells in single quotation marks are read without them: %s",
  async (_, lines, rows) => {
    expect(await readRows(lines.join("\n"))).toEqual([expect.anything(), ...rows]);
  },
);

test.each([
  ["'0812,b@k.id,x", ["0812", "b@k.id", "x"]],
  ["D'Cost,b@k.id,Ma'ruf", ["D'Cost", "b@k.id", "Ma'ruf"]],
  [`"Kopi, 'A'",b@k.id,x`, ["Kopi, 'A'", "b@k.id", "x"]],
])("other apostrophes are none: %s", async (line, row) => {
  expect(await readRows(`${HEADINGS}\n${line}\n`)).toEqual([HEADINGS.split(","), row]);
});

test("what another program wrote in single quotation marks is read as it was", async () => {
  const text = fc.stringMatching(/^[A-Za-z](?:[A-Za-z ,;"]|''){0,8}[A-Za-z]$/);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 }), async (rows) => {
      const lines = rows.map((cells) => cells.map((cell) => `'${cell}'`).join(","));
      const read = await readRows(`'name','email','note'\n${lines.join("\n")}`);
      const meant = rows.map((cells) => cells.map((cell) => cell.replaceAll("''", "'")));
      expect(read).toEqual([HEADINGS.split(","), ...meant]);
    }),
  );
});

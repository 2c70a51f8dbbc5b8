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
  const piece = fc.constantFrom('"', '""', " ", ",", ";", "\n", "a", '"a"', '", "', "Kopi");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
      await readRows(`"a", "b"\n${pieces.join("")}`);
      await readRows(`a,b,c\n${pieces.join("")}`);
    }),
    { numRuns: 1_000 },
  );
});

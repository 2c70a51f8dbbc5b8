import { expect, test } from "vitest";
import { readSheet } from "@/lib/spreadsheet/testing/read-rows";

const MERCHANT = "Kopi Senja;Budi;budi@kopi.example;0815 1022 9216";

async function rowsOf(text: string) {
  const read = await readSheet(text);
  return "rows" in read ? read.rows.map(({ row, cells }) => [row, ...cells]) : read.refused;
}

test("a table without headings begins with a merchant, who is not taken for them", async () => {
  const cells = MERCHANT.split(";");
  expect(await rowsOf(`\n${MERCHANT};\n${MERCHANT}\n`)).toEqual([
    [2, "", "", "", ""],
    [2, ...cells],
    [3, ...cells],
  ]);
  expect(await rowsOf(MERCHANT)).toHaveLength(2);
});

test.each([
  ["Kopi;PIC;Email;HP", "headings of theirs"],
  ["Kopi;Budi;budi@kopi.example;HP", "an address alone"],
  ["Kopi;Budi;Email;0815 1022 9216", "a number alone"],
  ["PT Maju;Email: info@maju.id;Telp: 021 5795 5000", "the head of a letter"],
])("%s is the headings: %s", async (first) => {
  const rows = await rowsOf(`${first}\n${MERCHANT}\n`);
  expect(rows[0]).toEqual([1, ...first.split(";")]);
  expect(rows).toHaveLength(2);
});

import { expect, test } from "vitest";
import { chatLine, tabLine } from "./copy-form";

test("a row keeps its cells, whatever stands in them", () => {
  expect(tabLine(["Kopi\tSenja", "a\r\nb", ""])).toBe("Kopi Senja\ta b\t");
});

test("a quotation mark at the start of a cell swallows none of those behind it", () => {
  // A spreadsheet reads what is pasted as a file of its own: up to the closing mark all would be one cell.
  expect(tabLine(['"Kopi', 'Toko "Senja"', '"Kopi" Senja'])).toBe('"""Kopi"\tToko "Senja"\t"""Kopi"" Senja"');
});

test.each(["=1+1", "+62815", "@sum", "-3"])(
  "a cell that a spreadsheet would work out is text: %s",
  (cell) => {
    expect(tabLine(["Toko", cell])).toBe(`Toko\t'${cell}`);
  },
);

test("a line of a chat is a name and an id", () => {
  expect(chatLine("Kopi Senja", "BSN-1")).toBe("Kopi Senja – BSN-1");
});

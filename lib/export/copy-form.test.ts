import { expect, test } from "vitest";
import { chatLine, tabLine } from "./copy-form";

test("a row keeps its cells, whatever stands in them", () => {
  expect(tabLine(["Kopi\tSenja", "a\r\nb", ""])).toBe("Kopi Senja\ta b\t");
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

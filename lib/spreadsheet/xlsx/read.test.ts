import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { makeXlsx, type XlsxToMake } from "@/lib/spreadsheet/testing/make-xlsx";
import { readRows } from "@/lib/spreadsheet/testing/read-rows";

const read = async (xlsx: XlsxToMake) => readRows(await buffer(makeXlsx(xlsx)));

/** A sheet with one heading and one cell under it. */
const readCell = async (cell: string, more: Omit<XlsxToMake, "sheets"> = {}) => {
  const heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>H</t></is></c></row>';
  const rows = await read({ sheets: [{ data: `${heading}<row r="2">${cell}</row>` }], ...more });
  return Array.isArray(rows) ? rows[1]?.[0] : rows;
};

/** Number formats of Excel's own (14 is a day) and of the workbook, by the style's number. */
const STYLES = `<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="0000000000000"/><numFmt numFmtId="166" formatCode="&quot;days&quot; 0.0 [Red]"/><numFmt numFmtId="167" formatCode="[h]:mm"/><numFmt numFmtId="168" formatCode="0.0E+00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="21"/><xf numFmtId="11"/><xf numFmtId="168"/></cellXfs>`;

describe("a number of a workbook", () => {
  test.each([
    ["81510229216", 0, "81510229216", "a phone number as its digits"],
    ["8.1510229216E10", 0, "81510229216", "also where the file has it in scientific form"],
    ["6281510229216", 6, "6281510229216", "and where Excel shows it so"],
    ["81500000000", 6, "8.15E+10", "but not where what Excel shows is all that is left of it"],
    ["81500000000", 7, "8.15E+10", "in a form of the workbook's own too"],
    ["81500000000", 0, "81500000000", "a round number in a plain form stays"],
    ["628151022921612", 0, "628151022921612", "fifteen digits are exact"],
    ["3171234567890120", 0, "3.17123456789012E+15", "of sixteen the last is lost, and that is to be seen"],
    ["1E+300", 0, "1E+300", "also of very many"],
    ["0.10000000000000001", 0, "0.1", "a fraction without the noise of its storage"],
    ["-12.5", 0, "-12.5", "below 0"],
    ["-0", 0, "0", "0 has no sign"],
    ["81510229216", 3, "0081510229216", "with the zeros its format shows"],
    ["2.5", 4, "2.5", "words and colours of a format make no day of it"],
    ["46338", 1, "2026-11-12", "a day"],
    ["46338.586898148147", 2, "2026-11-12T14:05:08", "a moment"],
    ["1", 1, "1900-01-01", "the first day"],
    ["61", 1, "1900-03-01", "a day behind the one that never was"],
    ["0.5", 5, "12:00:00", "a time of day"],
    ["81510229216", 1, "81510229216", "a phone number in a column of days"],
    ["", 0, "", "nothing"],
  ])("%j in style %i is read as %j: %s", async (value, style, expected) => {
    const cell = `<c r="A2" s="${style}"><v>${value}</v></c><c r="B2"><v>1</v></c>`;
    expect(await readCell(cell, { styles: STYLES })).toBe(expected);
  });

  test("is a day of 1904 where the workbook counts so", async () => {
    expect(await readCell('<c s="1"><v>44876</v></c>', { styles: STYLES, is1904: true })).toBe("2026-11-12");
  });
});

describe("a cell of a workbook", () => {
  const shared =
    '<si><t>Kopi</t></si><si><r><t>Kopi </t></r><r><rPr><b/></rPr><t xml:space="preserve">Senja </t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si><t>a_x000D_b_x005F_x0041_&amp;&#233;</t></si><si/>';
  test.each([
    ['<c t="s"><v>0</v></c>', "Kopi", "shared"],
    ['<c t="s"><v>1</v></c>', "Kopi Senja ", "rich text"],
    ['<c t="s"><v>2</v></c>', "東京", "without how it is pronounced"],
    ['<c t="s"><v>3</v></c>', "a\rb_x0041_&é", "with Excel's escapes and XML's"],
    ['<c t="inlineStr"><is><r><t>Ko</t></r><r><t>pi</t></r></is></c>', "Kopi", "inline"],
    ['<c t="inlineStr"><is><t><![CDATA[<Kopi>]]></t></is></c>', "<Kopi>", "as character data"],
    ['<c t="str"><f>A1&amp;"x"</f><v>Kopi x</v></c>', "Kopi x", "the value saved with a formula"],
    ["<c><f>SUM(A1:A9)</f><v>81510229216</v></c>", "81510229216", "its number too"],
    ['<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", "an error as it is shown"],
    ['<c t="b"><v>1</v></c>', "TRUE", "yes"],
    ['<c t="b"><v>0</v></c>', "FALSE", "no"],
    ['<c t="d"><v>2026-11-12</v></c>', "2026-11-12", "a day in ISO 8601"],
    ['<c t="inlineStr"><is><t>\'0815</t></is></c>', "0815", "cleaned like any other"],
    ['<c t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1", "text that looks like a formula"],
  ])("%s is read as %j: %s", async (cell, expected) => {
    expect(await readCell(cell, { sharedStrings: shared })).toBe(expected);
  });

  test.each([
    ['<c s="1" t="s"><v>0</v></c>'],
    ['<c s="1" t="str"><f>A1</f><v>Kopi</v></c>'],
    ['<c s="1" t="inlineStr"><is><t>Kopi</t></is></c>'],
  ])("%s is read as its format shows it", async (cell) => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="&quot;PT &quot;@"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>';
    expect(await readCell(cell, { sharedStrings: shared, styles })).toBe("PT Kopi");
  });

  test.each([['<c t="s"><v>4</v></c>'], ['<c t="s"/>']])("%s is blank", async (cell) => {
    expect(await readCell(cell, { sharedStrings: shared })).toMatchObject({ refused: "headings_only" });
  });

  test.each([
    ["a number behind the last one", shared],
    ["no texts at all", undefined],
  ])("whose text is not in the workbook is not taken for a blank one: %s", async (_, sharedStrings) => {
    const cell = '<c t="s"><v>9</v></c><c><v>1</v></c>';
    expect(await readCell(cell, { sharedStrings })).toMatchObject({ refused: "broken_workbook" });
  });
});

describe("formulas without what they come to", () => {
  const formula = "<c><f>Data!A1</f></c>";

  test.each([
    ["under headings", formula],
    ["also empty ones", "<c><f/></c>"],
  ])("%s are said to be it", async (_, cell) => {
    expect(await readCell(cell)).toEqual({ refused: "formulas_only", params: {} });
  });

  test("as headings too are said to be it", async () => {
    expect(await read({ sheets: [{ data: `<row>${formula}</row>` }] })).toMatchObject({
      refused: "formulas_only",
    });
  });

  test("are what they are beside other cells, and no blank ones", async () => {
    const data = `<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row>${formula}<c><v>2</v></c></row>`;
    expect(await read({ sheets: [{ data }] })).toEqual([
      ["a", "b"],
      ["=Data!A1", "2"],
    ]);
  });

  test("that come to nothing are headings alone", async () => {
    expect(await readCell('<c t="str"><f>Data!A1</f><v></v></c>')).toMatchObject({
      refused: "headings_only",
    });
  });
});

describe("a workbook", () => {
  const row = (number: number, ...cells: string[]) =>
    `<row r="${number}">${cells.map((text, place) => `<c r="${String.fromCharCode(65 + place)}${number}" t="str"><v>${text}</v></c>`).join("")}</row>`;

  test("is read by its first sheet that a person sees", async () => {
    const sheets = [
      { data: row(1, "hidden", "x"), state: "hidden" },
      { data: row(1, "very", "x"), state: "veryHidden" },
      { data: row(1, "seen") + row(2, "1") },
      { data: row(1, "later") + row(2, "2") },
    ];
    expect(await read({ sheets })).toEqual([["seen"], ["1"]]);
  });

  test("has the rows and cells where they stand, with blanks that it does not write", async () => {
    const data =
      '<row r="3"><c r="A3" t="str"><v>a</v></c><c r="C3" t="str"><v>c</v></c></row><row r="4" ht="15"/><row r="9"><c r="B9"><v>2</v></c><c r="D9" s="1"/></row>';
    expect(await read({ sheets: [{ data }] })).toEqual([
      ["a", "", "c"],
      ["", "2", ""],
    ]);
  });

  test("need not say where its cells stand", async () => {
    const data =
      '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>';
    expect(await read({ sheets: [{ data }] })).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("may have its parts in other places", async () => {
    const relation = (type: string, target: string) =>
      `<Relationships><Relationship Id="a" Type="http://purl.oclc.org/${type}" Target="${target}"/></Relationships>`;
    const files = {
      "_rels/.rels": relation("officeDocument", "/Book/my book.xml"),
      "Book/my book.xml": '<workbook><sheets><sheet name="S" q:id="a"/></sheets></workbook>',
      "Book/_rels/my book.xml.rels": relation("worksheet", "../Sheets/Sheet%201.XML"),
      "sheets/sheet 1.xml": `<worksheet><sheetData>${row(1, "a")}${row(2, "1")}</sheetData></worksheet>`,
    };
    expect(await read({ sheets: [], files })).toEqual([["a"], ["1"]]);
  });

  test("may have prefixes and be UTF-16", async () => {
    const sheet =
      '\uFEFF<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="urn:x"><x:sheetData><x:row><x:c t="str"><x:v>é</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const zip = {
      sheets: [{ data: "" }],
      files: { "xl/worksheets/sheet1.xml": Buffer.from(sheet, "utf16le") },
    };
    expect(await read(zip)).toEqual([["é"], ["1"]]);
  });

  test("has no bottom however far its formats reach", async () => {
    function* data() {
      yield row(1, "a") + row(2, "1");
      for (let number = 3; number < 50_000; number += 1)
        yield `<row r="${number}"><c r="A${number}" s="1"/></row>`;
    }
    expect(await read({ sheets: [{ data: data() }] })).toEqual([["a"], ["1"]]);
  });
});

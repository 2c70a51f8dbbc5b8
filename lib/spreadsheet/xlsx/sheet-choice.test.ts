import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { makeXlsx, makeZip, type XlsxToMake } from "@/lib/spreadsheet/testing/make-xlsx";
import { readRows, readSheet } from "@/lib/spreadsheet/testing/read-rows";
import { chooseSheet, type SheetGlance } from "./sheet-choice";

const glance = (facts: Partial<SheetGlance>): SheetGlance => ({
  isVisible: true,
  rows: 6,
  fieldNames: 0,
  namedThings: 0,
  width: 2,
  ...facts,
});
const COVER = glance({});
const EMPTY = glance({ rows: 0, width: 0 });
const OURS = glance({ fieldNames: 7, width: 7 });
const WIDE = glance({ width: 8 });
const THEIRS = glance({ namedThings: 4, width: 6 });
const HIDDEN_OURS = glance({ fieldNames: 7, width: 7, isVisible: false });

test.each([
  ["the first where all are alike", [OURS, OURS], 0],
  ["the one with our headings behind instructions", [COVER, OURS], 1],
  ["the one with more of our headings", [glance({ fieldNames: 3, width: 7 }), OURS], 1],
  ["the one with rows under our headings", [glance({ rows: 1, fieldNames: 7, width: 7 }), OURS], 1],
  ["the one with headings that people have behind a wide one", [WIDE, THEIRS], 1],
  ["the one with our headings behind one with those that people have", [THEIRS, OURS], 1],
  ["the wide one where no headings are ours", [COVER, WIDE], 1],
  ["not an empty one in front", [EMPTY, COVER], 1],
  ["one that is seen before a hidden one with our headings", [HIDDEN_OURS, WIDE], 1],
  ["a hidden one where there is no other", [EMPTY, HIDDEN_OURS], 1],
  ["none where there is nothing", [EMPTY, EMPTY], null],
])("of several sheets %s is read", (_, glances, expected) => {
  expect(chooseSheet(glances)).toBe(expected);
});

const row = (number: number, ...cells: string[]) =>
  `<row r="${number}">${cells.map((text) => `<c t="str"><v>${text}</v></c>`).join("")}</row>`;
const HEADINGS = ["business_name", "phone_number"];
const file = (workbook: XlsxToMake) => buffer(makeXlsx(workbook));

describe("sheets that are not read", () => {
  const sheets = [
    { name: "Petunjuk", data: row(1, "Cara") + row(2, "Isi Data") },
    { name: "Data", data: row(1, ...HEADINGS) + row(2, "A", "1") },
    { name: "Lama", data: row(1, "Daftar") + row(3, ...HEADINGS) + row(4, "B", "2"), state: "hidden" },
    { name: "Orang", data: row(1, "Nama Toko", "PIC", "No. HP") + row(2, "C", "D", "3") },
    { name: "Kosong", data: '<row r="1"><c s="1"/></row>' },
    { name: "Judul", data: row(1, ...HEADINGS) },
    { name: "Rusak", data: "<row><c>" },
  ];

  test("are named with their rows, hidden ones too; those with nothing are not", async () => {
    const read = await readSheet(await file({ sheets }));
    expect(read).toMatchObject({ facts: { sheet: "Data" } });
    const others = "facts" in read ? read.facts.others : [];
    expect(others.map(({ name, rows, isHidden, isOurs }) => [name, rows, isHidden, isOurs])).toEqual([
      ["Petunjuk", 2, false, false],
      ["Lama", 1, true, true],
      ["Orang", 1, false, true],
      ["Rusak", 0, false, false],
    ]);
  });

  test("can be asked for by name", async () => {
    const read = await readSheet(await file({ sheets }), "Lama");
    expect(read).toMatchObject({ facts: { sheet: "Lama" }, rows: [{ row: 3 }, { row: 4 }] });
  });

  test("are counted as far as it takes no time", async () => {
    function* many() {
      const rows = `<row><c t="str"><v>${"x".repeat(400)}</v></c></row>`.repeat(1_000);
      for (let count = 0; count < 50; count += 1) yield rows;
    }
    const read = await readSheet(
      await file({
        sheets: [{ data: row(1, ...HEADINGS) + row(2, "A", "1") }, { name: "Besar", data: many() }],
      }),
    );
    expect(read).toMatchObject({ facts: { others: [{ name: "Besar", isMore: true }] } });
  });

  test("where all that have something are hidden, that is said", async () => {
    const hidden = [
      { data: "" },
      { name: "Data", data: row(1, ...HEADINGS) + row(2, "A"), state: "veryHidden" },
    ];
    expect(await readRows(await file({ sheets: hidden }))).toEqual({
      refused: "hidden_sheets_only",
      params: { sheet: "Data", rows: 1 },
    });
  });
});

describe("an archive that is no workbook", () => {
  test.each([
    ["Index/Document.iwa", "numbers_document"],
    ["Daftar.numbers/Index/Document.iwa", "numbers_document"],
    ["Index.zip", "numbers_document"],
    ["Metadata/BuildVersionHistory.plist", "numbers_document"],
    ["word/document.xml", "other_document"],
    ["ppt/presentation.xml", "other_document"],
    ["Daftar.csv", "other_archive"],
  ])("with %s is refused as %s", async (name, refused) => {
    expect(await readRows(await buffer(makeZip({ [name]: "x" })))).toEqual({ refused, params: {} });
  });
});

describe("rows that are written in pieces", () => {
  const cell = (place: string) => `<c r="${place}" t="str"><v>${place}</v></c>`;
  test.each([
    [
      "a row for each cell",
      `<row r="1">${cell("A1")}</row><row r="1">${cell("B1")}</row><row r="2">${cell("A2")}</row><row r="2">${cell("B2")}</row>`,
    ],
    [
      "without numbers, told by their cells",
      `<row>${cell("A1")}</row><row>${cell("B1")}</row><row>${cell("A2")}</row><row>${cell("B2")}</row>`,
    ],
  ])("are one row: %s", async (_, data) => {
    const read = await readSheet(await file({ sheets: [{ data }] }));
    expect("rows" in read && read.rows.map(({ row: number, cells }) => [number, ...cells])).toEqual([
      [1, "A1", "B1"],
      [2, "A2", "B2"],
    ]);
  });

  test("that go back are for Excel to repair", async () => {
    const data = row(2, "a") + row(1, "b");
    expect(await readRows(await file({ sheets: [{ data }] }))).toMatchObject({ refused: "broken_workbook" });
  });
});

test("lines without end are refused, blank or not, before they cost time", async () => {
  const text = `a,b\n${"\n".repeat(1_100_000)}1,2\n`;
  expect(await readRows(text)).toEqual({ refused: "too_many_lines", params: { max: 1_048_576 } });
  const quoted = `"a",b\n${"\n".repeat(101_000)}1,2\n`;
  expect(await readRows(quoted)).toEqual({ refused: "too_many_blank_lines", params: { max: 100_000 } });
});

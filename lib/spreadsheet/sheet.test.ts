import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanCell } from "@/lib/spreadsheet/cells/cell";
import { DELIMITERS } from "@/lib/spreadsheet/csv/delimiter";
import { isBlank } from "@/lib/text/characters";
import { openSheet } from "./sheet";
import { readRows, readSheet, sourceOf } from "./testing/read-rows";
import { writeSheet } from "./write";

async function* inBatches(rows: string[][]): AsyncGenerator<string[][]> {
  for (let place = 0; place < rows.length; place += 2) yield rows.slice(place, place + 2);
}

async function write(format: "csv" | "xlsx", delimiter: string, [headings = [], ...rows]: string[][]) {
  return buffer(writeSheet({ format, delimiter, headings, rows: inBatches(rows) }));
}

const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("a title above the headings", () => {
  const HEADINGS = ["Nama bisnis", "Nomor telepon", "Email"];
  const ROW = ["Kopi Senja", "0815", "budi"];
  const csv = (delimiter: string, ...above: string[]) =>
    [...above, HEADINGS.join(delimiter), ROW.join(delimiter), ""].join("\n");

  test.each([
    ["a line of its own, with commas under it", csv(",", "Daftar merchant November")],
    ["a line of its own, with semicolons under it", csv(";", "Daftar merchant November")],
    ["a line with a comma, with semicolons under it", csv(";", "Daftar merchant, November")],
    ["a row as a spreadsheet saves it", csv(";", "Daftar merchant November;;", ";;")],
    ["two of them", csv(",", "", "Daftar merchant", "PT Contoh, Jakarta", "")],
    ["five rows above", csv(",", "Daftar", "1", "2", "3", "4")],
    ["forty rows above", csv(",", ...Array.from({ length: 40 }, (_, place) => `Catatan ${place}`))],
    ["two cells", csv(",", "Daftar merchant,November")],
    ["cells for every column", csv(",", "Daftar,November,2026", "dibuat oleh,Rina,Bandung")],
    ["group headings", csv(";", "Merchant;Perwakilan;;Undangan", "Nama bisnis;PIC;Kontak;Login")],
    [
      "the head of a letter",
      csv(",", "PT Maju Jaya", "Jl. Merdeka 5,Bandung", "Telp: 021 555,Email: info@maju.id"),
    ],
  ])("is left out: %s", async (_, file) => {
    expect(await readRows(file)).toEqual([HEADINGS, ROW]);
  });

  test("is left out of a workbook", async () => {
    const file = await write("xlsx", ",", [["Daftar merchant November"], HEADINGS, ROW]);
    expect(await readRows(file)).toEqual([HEADINGS, ROW]);
  });

  test.each([
    ["the headings are too far below", csv(",", ...Array.from({ length: 50 }, () => "Daftar")), "Daftar"],
    ["it is a heading of ours", csv(",", "Nama bisnis"), "Nama bisnis"],
    ["none of what is under it is ours", "Daftar\nToko,HP\nKopi Senja,0815\n", "Daftar"],
  ])("is taken for the headings where %s", async (_, file, first) => {
    const rows = await readRows(file);
    expect(Array.isArray(rows) ? rows[0]?.[0] : rows).toBe(first);
  });
});

test("headings as people have them are found under a title too", async () => {
  const headings = ["No", "Nama Toko", "PIC", "No. HP", "Email PIC"];
  const row = ["1", "Kopi Senja", "Budi", "0815", "budi@a.id"];
  const file = [["Data Merchant", "November"], ["Merchant", "", "Kontak"], headings, row];
  expect(await readRows(file.map((cells) => cells.join(",")).join("\n"))).toEqual([headings, row]);
});

describe("a CSV file", () => {
  test.each([
    ["commas", "a,b\n1,2\n"],
    ["semicolons", "a;b\n1;2\n"],
    ["tabs, as Excel and Google Sheets copy cells", "a\tb\n1\t2"],
    ["a line that names the delimiter", "sep=;\r\na;b\r\n1;2\r\n"],
    ["Windows line ends", "a,b\r\n1,2\r\n"],
    ["line ends of an old Mac", "a,b\r1,2\r"],
    ["blank rows", "\n\n,,\na,b\n\n , \n1,2\n,\n\n"],
    ["blank columns behind the last heading", "a,b,,\n1,2,,\n"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n"],
    ["UTF-16, little end first", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le")],
    ["UTF-16, big end first", swapped("\uFEFFa,b\n1,2\n")],
    ["UTF-16 without a mark", Buffer.from("a,b\n1,2\n", "utf16le")],
    ["UTF-16 without a mark, big end first", swapped("a,b\n1,2\n")],
    ["quotation marks around everything", '"a","b"\n"1","2"\n'],
    ["pipes", "a|b\n1|2\n"],
    ["pipes that are named", "sep=|\na|b\n1|2\n"],
    ["another sign that is named", "sep=^\na^b\n1^2\n"],
    ["a named delimiter in quotation marks", '"sep=;"\na;b\n1;2\n'],
    ["spaces before quotation marks", '"a", "b"\n"1", "2"\n'],
    ["spaces on both sides of them", '"a" ; "b"\n"1" ;  "2"\n'],
  ])("is read with %s", async (_, file) => {
    expect(await readRows(file)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  const LINES = 'Nama bisnis,Kota,Nomor telepon\n"Kopi ""Senja"", Bandung",Bandung,0815\nRoti,,0816';
  const wrap = (line: string) => `"${line.replaceAll('"', '""')}"`;
  test.each([
    ["every line", LINES.split("\n").map(wrap).join("\n")],
    ["only lines with quotation marks", LINES.replace(/^.*".*$/m, wrap)],
    [
      "every line, with blank cells behind",
      LINES.split("\n")
        .map((line) => `${wrap(line)};;;`)
        .join("\r\n"),
    ],
    ["every line, under a title", ["Daftar", ...LINES.split("\n")].map(wrap).join("\n")],
    [
      "every line, with semicolons",
      LINES.replaceAll(/,(?! )/g, ";")
        .split("\n")
        .map(wrap)
        .join("\n"),
    ],
  ])("is read with quotation marks around %s, which is told", async (which, file) => {
    const read = await readSheet(file);
    if ("refused" in read) throw new Error(read.refused);
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      ["Nama bisnis", "Kota", "Nomor telepon"],
      ['Kopi "Senja", Bandung', "Bandung", "0815"],
      ["Roti", "", "0816"],
    ]);
    expect(read.facts.takenApart).toBe(which.startsWith("every") ? "all" : "some");
  });

  test("whose lines have cells of their own says nothing of that", async () => {
    expect(await readSheet(LINES)).toMatchObject({ facts: { takenApart: null } });
  });

  test("keeps a cell with commas whole where a row has no other", async () => {
    const file = 'Nama bisnis,Kota,Nomor telepon,Email\n"Kopi, Teh, Roti"\n"a, b",c,d,e\n';
    expect(await readRows(file)).toEqual([
      ["Nama bisnis", "Kota", "Nomor telepon", "Email"],
      ["Kopi, Teh, Roti"],
      ["a, b", "c", "d", "e"],
    ]);
  });

  test.each([
    ["line breaks in quotation marks", 'a,b\n1,"x\r\ny\nz"\n', [["1", "x\r\ny\nz"]]],
    [
      "mixed line ends",
      "a,b\r\n1,2\n3,4\r5,6",
      [
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
      ],
    ],
    [
      "mixed line ends behind a quotation mark",
      'a,b\n"1",2\r\n3,4\r5,6',
      [
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
      ],
    ],
    [
      "marks in the middle of a cell",
      'a,b\nKopi "Senja" 2,x\n3,4',
      [
        ['Kopi "Senja" 2', "x"],
        ["3", "4"],
      ],
    ],
    [
      "marks around the first word",
      'a,b\n"1",2\n"Kopi" Senja,x\n',
      [
        ["1", "2"],
        ['"Kopi" Senja', "x"],
      ],
    ],
    ["text as formulas", 'a,b\n="0812",=1+1\n', [["0812", "=1+1"]]],
    ["rows of another length", "a,b\n1\n1,2,3\n", [["1"], ["1", "2", "3"]]],
    ["more delimiters of another kind in its cells", "a;b\n1,2,3,4;5,6,7\n", [["1,2,3,4", "5,6,7"]]],
  ])("is read with %s", async (_, file, rows) => {
    expect(await readRows(file)).toEqual([["a", "b"], ...rows]);
  });

  test("tells how it is delimited", async () => {
    const sheet = await openSheet(sourceOf('"a,b,c,d";x\n1;2\n'), { fileName: "a.txt" });
    expect(sheet).toMatchObject({ format: "csv", delimiter: ";" });
  });

  test("is read alike whatever pieces it comes in, also around a first quotation mark", async () => {
    const rows = Array.from({ length: 9_000 }, (_, place) => [
      `Kopi é ${place}`,
      place === 6_000 ? "a\nb" : "x",
    ]);
    const file = await write("csv", ";", [["a", "b"], ...rows]);
    expect(file.length).toBeGreaterThan(2 * 64 * 1024);
    expect(await readRows(file)).toEqual([["a", "b"], ...rows]);
  });
});

describe("what is written is read back cell by cell", () => {
  const odd = fc.constantFrom(
    "=1+1",
    "+62 815",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "a\r\nb",
    'a"b',
    '"',
    "'",
    "a;b",
    "a,b",
    "a\tb",
    "sep=;",
    "_x0041_",
    "_x000D_",
    "_x\u0001",
    "_x005F_",
    "<&>",
    "]]>",
    "\u0001",
    "\uFFFF",
    " x ",
    "0812",
    "1e5",
    "😀",
    "x\u2028y",
    "\u0085",
  );
  const cell = fc
    .oneof(
      odd,
      fc.string({ unit: "grapheme" }),
      fc.array(odd, { maxLength: 4 }).map((parts) => parts.join("")),
    )
    .map(cleanCell);
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 2, maxLength: 8 }),
    )
    .map((rows) => rows.map((cells) => cells.map((text) => (isBlank(text) ? "" : text))))
    .filter((rows) => rows.every((cells) => cells.some((text) => text !== "") && cells.at(-1) !== ""));

  const rows = (wide: boolean) => table.filter(([headings = []]) => !wide || headings.length > 1);

  /** Marks that keep formulas text, which look like quotation marks around other cells. */
  const GUARDED = [
    ["=1+1", "", "=1+1", "!"],
    ["", "", "\tx", "=1+1"],
    ["", "\rx", "", "."],
  ];

  test.each(DELIMITERS.map((delimiter) => [delimiter]))("as CSV with %j", async (delimiter) => {
    await fc.assert(
      fc.asyncProperty(rows(true), async (cells) => {
        const file = await write("csv", delimiter, cells);
        expect(await readRows(file)).toEqual(cells);
      }),
      { numRuns: 300, examples: [[GUARDED]] },
    );
  });

  test("as XLSX", async () => {
    await fc.assert(
      fc.asyncProperty(rows(false), async (cells) => {
        expect(await readRows(await write("xlsx", "", cells))).toEqual(cells);
      }),
      { numRuns: 150 },
    );
  });

  test("a single column too", async () => {
    expect(await readRows(await write("csv", ",", [["a b"], ["1;2"], ["x"]]))).toEqual([
      ["a b"],
      ["1;2"],
      ["x"],
    ]);
  });

  test("and no cell of it begins like a formula in CSV", async () => {
    const file = await write("csv", ",", [["=a"], ["=1+1"], ["@x"], ["-1"], ["+1"]]);
    expect(file.toString("utf8")).toBe("\uFEFF'=a\r\n'=1+1\r\n'@x\r\n'-1\r\n'+1\r\n");
  });
});

describe("the examples of the template", () => {
  const example = "Kopi Senja,Budi Contoh,budi@kopisenja.example,081234567890,kasir@kopisenja.example,,";
  const headings =
    "business_name,representative_name,representative_email,phone_number,invited_user_email,referral_code,partner_reference";

  test("are left out as long as nobody touched them", async () => {
    expect(await readRows(`${headings}\n${example}\nToko A,B,c@d.example,0812,c@d.example,,\n`)).toHaveLength(
      2,
    );
    expect(await readRows(`${headings}\n${example}\n`)).toMatchObject({ refused: "headings_only" });
  });

  test("are rows like any other once a cell of them is another", async () => {
    expect(await readRows(`${headings}\n${example}X\n`)).toHaveLength(2);
  });
});

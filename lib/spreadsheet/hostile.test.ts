import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { makeXlsx, makeZip } from "./testing/make-xlsx";
import { readRows, sourceOf } from "./testing/read-rows";

const refused = (code: string, params = {}) => ({ refused: code, params });
const CELL = 32_767;
const cells = (count: number) => Array.from({ length: count }, (_, place) => `c${place}`).join(",");
const xlsx = (data: string) => buffer(makeXlsx({ sheets: [{ data }] }));
const repeated = (text: string, count: number) => Array<string>(count / 10_000).fill(text.repeat(10_000));
const OLE2 = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const ole2 = (name: string) =>
  Buffer.concat([OLE2, Buffer.alloc(100_000), Buffer.from(name, "utf16le"), Buffer.alloc(600)]);

describe("a file that is no spreadsheet", () => {
  test.each([
    ["nothing", Buffer.alloc(0), refused("empty")],
    ["a mark alone", "\uFEFF", refused("empty")],
    ["blank rows", "\n ,\t,\n\u200B,\n", refused("empty")],
    ["headings", "business_name,phone_number\n", refused("headings_only")],
    ["headings that begin with a sign of the web", "<nama>,phone_number\n", refused("headings_only")],
    ["a program", Buffer.concat([Buffer.from("MZ\x90\0\x03"), randomBytes(2_000)]), refused("program")],
    ["a program of Linux", Buffer.from("\x7fELF\x02\x01\x01\0\0", "latin1"), refused("program")],
    ["a PDF file", "%PDF-1.7\n1 0 obj", refused("pdf")],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]), refused("not_a_spreadsheet")],
    ["a web page", "\n<!DOCTYPE html><table><tr><td>Kopi", refused("web_page")],
    ["a table of an old portal", "<html xmlns:x='urn'><table>", refused("web_page")],
    ["a table without a page", "\n<style>td{}</style>\n<table><tr><td>Kopi", refused("web_page")],
    ["a table under a title", "<h3>Daftar, November</h3>\n<table>\n<tr>", refused("web_page")],
    ["rows of a table", "<tr><td>Nama</td></tr>\n<tr><td>Kopi</td></tr>", refused("web_page")],
    ["a page behind a comment", "<!-- ekspor -->\n<html><table>", refused("web_page")],
    ["a page in UTF-16", Buffer.from("\uFEFF<html>\n<table>", "utf16le"), refused("web_page")],
    [
      "a page in one file",
      "MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>",
      refused("web_page"),
    ],
    ["a link of Google Drive", '{"":"WARNING!","doc_id":"1a"}', refused("not_a_spreadsheet")],
    ["an older one", '{"url": "https://docs.google.com/open", "doc_id": "1"}', refused("not_a_spreadsheet")],
    ["a list of objects", '[\n  {"name":"Kopi"},\n  {"name":"Roti"}]', refused("not_a_spreadsheet")],
    ["a link of Windows", "[InternetShortcut]\r\nURL=https://a.id\r\n", refused("not_a_spreadsheet")],
    ["contacts of a phone", "BEGIN:VCARD\nFN:Budi\nEND:VCARD\n", refused("not_a_spreadsheet")],
    ["an archive without files", Buffer.from("PK\x05\x06".padEnd(22, "\0")), refused("other_archive")],
    ["an old Excel file", ole2("Workbook"), refused("old_excel")],
    ["an Excel file with a password", ole2("EncryptedPackage"), refused("encrypted")],
    ["an old Word document", ole2("WordDocument"), refused("other_document")],
    ["old slides", ole2("PowerPoint Document"), refused("other_document")],
    [
      "an old Excel file with a document in it",
      Buffer.concat([ole2("WordDocument"), ole2("Workbook")]),
      refused("old_excel"),
    ],
    ["NUL bytes", "a,b\n1,\0\n", refused("nul_bytes")],
    ["NUL bytes far behind", `a,b\n${"1,2\n".repeat(50_000)}\0`, refused("nul_bytes")],
    ["NUL characters of UTF-16", Buffer.from("\uFEFFa,b\n1,\0\n", "utf16le"), refused("nul_bytes")],
    ["another encoding", Buffer.from("a,b\nKopi Sén,2\n", "latin1"), refused("unreadable_text")],
    ["half of a character", Buffer.from("a,b\né", "utf8").subarray(0, -1), refused("unreadable_text")],
    ["half of a pair in UTF-16", Buffer.from("\uFEFFa\n\uD800b", "utf16le"), refused("unreadable_text")],
  ])("%s is refused", async (_, file, expected) => {
    expect(await readRows(file)).toEqual(expected);
  });

  test.each([
    ["documents", { "_rels/.rels": "<Relationships/>", "word/document.xml": "<w/>" }, "other_document"],
    ["pictures", { "a.png": "x" }, "other_archive"],
    ["OpenDocument", { mimetype: "application/vnd.oasis", "content.xml": "<x/>" }, "open_document"],
    ["binary Excel", { "xl/workbook.bin": "x" }, "binary_excel"],
  ])("an archive of %s is refused", async (_, files, code) => {
    expect(await readRows(await buffer(makeZip(files)))).toEqual(refused(code));
  });
});

describe("a file with a fault", () => {
  test.each([
    ["an open quote", 'a,b\n1,2\n3,"4\n5,6\n', refused("open_quote", { row: 3 })],
    ["an open quote that another ends", 'a,b\n1,"2\n3,"4"\n', refused("open_quote", { row: 2 })],
    ["an open quote in the headings", `"a,b\n${"1,2\n".repeat(400_000)}`, refused("open_quote", { row: 1 })],
    ["201 columns", `${cells(201)}\n1\n`, refused("too_many_columns", { row: 1, max: 200 })],
    ["201 cells in a row", `a\n1\n${cells(201)}\n`, refused("too_many_columns", { row: 3, max: 200 })],
    ["a million columns", `a\n${cells(1e6)}`, refused("too_many_columns", { row: 2, max: 200 })],
    [
      "a million empty columns, quoted",
      `a\n${'"",'.repeat(1e6)}`,
      refused("too_many_columns", { row: 2, max: 200 }),
    ],
    [
      "a cell that is too long",
      `a,b\n1,${"x".repeat(CELL + 1)}\n`,
      refused("cell_too_long", { row: 2, column: 2, max: CELL }),
    ],
    [
      "a cell of two million characters",
      `a,b\n1,${"x".repeat(2e6)}`,
      refused("cell_too_long", { row: 2, column: 0, max: CELL }),
    ],
    [
      "a row that is too long",
      `a\n${`${"x".repeat(30_000)},`.repeat(34)}`,
      refused("row_too_long", { row: 2, max: 1e6 }),
    ],
    ["100,001 rows", `a\n${"1\n".repeat(100_001)}`, refused("too_many_rows", { max: 100_000 })],
  ])("%s is refused, and says where", async (_, file, expected) => {
    expect(await readRows(file)).toEqual(expected);
  });

  test("a row is counted once where its line end is in two pieces", async () => {
    const file = `abc\r\n${"x\r\n".repeat(30_000)}"open`;
    expect(file.slice(0, 64 * 1024).endsWith("x\r")).toBe(true);
    expect(await readRows(file)).toEqual(refused("open_quote", { row: 30_002 }));
  });

  test.each([
    ["200 columns", `${cells(200)}\n1\n`, 2],
    ["the longest cell", `a\n${"x".repeat(CELL)}\n`, 2],
    ["a heading of two columns alike", "a,a\n1,2\n", 2],
    ["__proto__ as a heading", "__proto__,constructor\n1,2\n", 2],
    ["a formula in every cell", `=a,=b\n${'=HYPERLINK("http://x"),=1+1\n'.repeat(100)}`, 101],
    ["100,000 rows alike", `a\n${"1\n".repeat(100_000)}`, 100_001],
  ])("%s is read", async (_, file, count) => {
    expect(await readRows(file)).toHaveLength(count);
  });
});

describe("a workbook with a fault", () => {
  const row = (cell: string) => `<row><c t="str"><v>a</v></c></row><row>${cell}</row>`;

  test.each([
    ["XML that ends early", "<row><c>", refused("broken_workbook")],
    ["an entity of its own", row("<c><v>&lol;</v></c>"), refused("broken_workbook")],
    ["elements in elements without end", "<a>".repeat(100_000), refused("broken_workbook")],
    [
      "a cell that is too long",
      row(`<c t="str"><v>${"x".repeat(CELL + 1)}</v></c>`),
      refused("cell_too_long", { row: 2, column: 1, max: CELL }),
    ],
    [
      "a cell of two million characters",
      row(`<c r="C2" t="str"><v>${"x".repeat(2e6)}</v></c>`),
      refused("cell_too_long", { row: 2, column: 3, max: CELL }),
    ],
    [
      "a million columns",
      row('<c t="str"><v>x</v></c>'.repeat(1e5)),
      refused("too_many_columns", { row: 2, max: 200 }),
    ],
    [
      "a cell far to the right",
      row('<c r="XFD2"><v>1</v></c>'),
      refused("too_many_columns", { row: 2, max: 200 }),
    ],
    [
      "one place written over and over",
      row(`<c r="A2" t="str"><v>${"x".repeat(30_000)}</v></c>`.repeat(40)),
      refused("row_too_long", { row: 2, max: 1e6 }),
    ],
    ["headings alone", "<row><c><v>1</v></c></row>", refused("headings_only")],
    ["nothing", "", refused("empty")],
  ])("%s is refused", async (_, data, expected) => {
    expect(await readRows(await xlsx(data))).toEqual(expected);
  });

  test("is refused when a byte of it changed, or its end is missing", async () => {
    const file = await xlsx(row("<c><v>81510229216</v></c>").repeat(300));
    expect(await readRows(file.subarray(0, -300))).toEqual(refused("broken_workbook"));
    const name = file.indexOf("xl/worksheets/sheet1.xml");
    const damaged = Buffer.from(file);
    damaged[name + 60] = (damaged[name + 60] ?? 0) ^ 0xff;
    expect(await readRows(damaged)).toEqual(refused("broken_workbook"));
  });

  test("is refused when a part of it has a password", async () => {
    const file = await xlsx(row("<c><v>1</v></c>"));
    for (let at = file.indexOf("PK\x01\x02"); at >= 0; at = file.indexOf("PK\x01\x02", at + 1)) {
      file.writeUInt16LE(file.readUInt16LE(at + 8) | 1, at + 8);
    }
    expect(await readRows(file)).toEqual(refused("encrypted"));
  });

  test("is refused when it says that it is larger than a workbook may be, before a byte of it is inflated", async () => {
    const file = await xlsx(row("<c><v>1</v></c>"));
    const sheet = file.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    file.writeUInt32LE(0xf0_00_00_00, sheet + 24);
    expect(await readRows(file)).toEqual(refused("inflates_too_much"));
  });

  test("is refused at once when it is many times larger than what was packed", async () => {
    const file = await buffer(makeXlsx({ sheets: [{ data: repeated("<row><c/></row>", 5_000_000) }] }));
    expect(file.length).toBeLessThan(200_000);
    expect(await readRows(file)).toEqual(refused("inflates_too_much"));
  });

  test("is refused when it has more rows than a sheet can have, though all are blank", async () => {
    const file = await buffer(makeXlsx({ sheets: [{ data: repeated("<row/>", 1_100_000) }] }));
    expect(await readRows(file)).toEqual(refused("inflates_too_much"));
  });

  test("is read when its 100,000 rows are all alike", async () => {
    const alike = '<row><c t="inlineStr"><is><t>Kopi Senja</t></is></c><c><v>81510229216</v></c></row>';
    const file = await buffer(makeXlsx({ sheets: [{ data: repeated(alike, 100_000) }] }));
    expect(await readRows(file)).toHaveLength(100_000);
  });

  test("is refused when what comes out of it has another check sum", async () => {
    const file = await xlsx(row("<c><v>1</v></c>"));
    const sheet = file.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    file.writeUInt32LE(1, sheet + 16);
    expect(await readRows(file)).toEqual(refused("broken_workbook"));
  });

  test("is refused when it lies about how large it is", async () => {
    const file = await xlsx(row("<c><v>1</v></c>").repeat(1_000));
    const sheet = file.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    file.writeUInt32LE(10, sheet + 24);
    expect(await readRows(file)).toEqual(refused("broken_workbook"));
  });
});

test("what goes wrong while the bytes are fetched is not said of the file", async () => {
  const away = new Error("the database is away");
  const file = await xlsx('<row><c t="str"><v>a</v></c></row>'.repeat(10));
  for (const whole of [file, Buffer.from("a,b\n1,2\n")]) {
    let reads = 0;
    const read = async (position: number, length: number) => {
      reads += 1;
      if (reads > 1) throw away;
      return sourceOf(whole).read(position, length);
    };
    await expect(readRows({ size: whole.length, read })).rejects.toBe(away);
  }
});

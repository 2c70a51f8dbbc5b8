import { inflateRawSync } from "node:zlib";

/** The files of a ZIP archive by name, found through its central directory as every reader does. */
export function readArchive(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const count = archive.readUInt16LE(end + 10);
  let entry = archive.readUInt32LE(end + 16);
  for (let number = 0; number < count; number += 1) {
    const size = archive.readUInt32LE(entry + 20);
    const nameLength = archive.readUInt16LE(entry + 28);
    const more = archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
    const local = archive.readUInt32LE(entry + 42);
    const name = archive.toString("utf8", entry + 46, entry + 46 + nameLength);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + size);
    files.set(name, archive.readUInt16LE(entry + 10) === 0 ? bytes : inflateRawSync(bytes));
    entry += 46 + nameLength + more;
  }
  return files;
}

/** The cells of one sheet (1, 2 …) of an Excel workbook, row by row; a moment is Excel's number as text. */
export function readSheet(workbook: Buffer, sheet: number): string[][] {
  const xml = readArchive(workbook).get(`xl/worksheets/sheet${sheet}.xml`)?.toString("utf8") ?? "";
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = ""]) => {
    const cells: string[] = [];
    for (const [, column = "", content = ""] of row.matchAll(/<c r="([A-Z])\d+"[^>]*>(.*?)<\/c>/gs)) {
      cells[column.charCodeAt(0) - 65] = plain(content.replace(/<[^>]*>/g, ""));
    }
    return Array.from(cells, (cell) => cell ?? "");
  });
}

function plain(xml: string): string {
  return xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("_x005F_", "_");
}

/** The cells of a CSV file, read by the rules of RFC 4180. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && row.length === 0 && quoted === undefined && bare === "") break;
    row.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

import { type ByteSource, piecesOf } from "./byte-source";
import { encodingOf } from "./decoded-text";
import { SheetRefusal, type SheetRefusalCode } from "./refusal";

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** An archive without a single file in it. */
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
/** The container of Microsoft's older formats, and of every Excel file with a password. */
const OLE2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** How files begin that people hand in by mistake, whatever their names say. */
const MISTAKEN: readonly (readonly [readonly number[], SheetRefusalCode])[] = [
  [EMPTY_ZIP, "other_archive"],
  [codesOf("%PDF-"), "pdf"],
  [[0x7f, ...codesOf("ELF")], "program"],
  [[0xfe, 0xed, 0xfa, 0xce], "program"],
  [[0xfe, 0xed, 0xfa, 0xcf], "program"],
  [[0xcf, 0xfa, 0xed, 0xfe], "program"],
  [[0xca, 0xfe, 0xba, 0xbe], "program"],
  [[0x89, ...codesOf("PNG")], "not_a_spreadsheet"],
  [[0xff, 0xd8, 0xff], "not_a_spreadsheet"],
  [codesOf("GIF8"), "not_a_spreadsheet"],
  [[0x1f, 0x8b], "other_archive"],
  [codesOf("Rar!"), "other_archive"],
  [[0x37, 0x7a, 0xbc, 0xaf], "other_archive"],
  [codesOf("SQLite format 3"), "not_a_spreadsheet"],
  [codesOf("{\\rtf"), "not_a_spreadsheet"],
];

const LOOK_AT_BYTES = 512;

/**
 * What a file is by its bytes; its name is not believed. `archive` may be a workbook. Throws SheetRefusal for what
 * is surely neither that nor text.
 */
export async function recogniseFile(source: ByteSource): Promise<"text" | "archive"> {
  if (source.size === 0) throw new SheetRefusal("empty");
  const start = await source.read(0, Math.min(LOOK_AT_BYTES, source.size));
  if (startsWith(start, ZIP)) return "archive";
  if (startsWith(start, OLE2)) throw new SheetRefusal(await oldKind(source));
  const mistaken = MISTAKEN.find(([magic]) => startsWith(start, magic));
  if (mistaken) throw new SheetRefusal(mistaken[1]);
  if (isProgram(start)) throw new SheetRefusal("program");
  const text = new TextDecoder(encodingOf(start).name).decode(start).trimStart();
  if (WEB_PAGE.test(text)) throw new SheetRefusal("web_page");
  if (OTHER_TEXT.test(text)) throw new SheetRefusal("not_a_spreadsheet");
  return "text";
}

/** `MZ` alone could begin a merchant's name; a program has NUL bytes soon after it. */
function isProgram(start: Uint8Array): boolean {
  return startsWith(start, codesOf("MZ")) && start.includes(0);
}

/** Many a program's "Excel" download is a web page with a table, often without its head, or all of it in one file. */
const WEB_PAGE =
  /^(?:<!--|<(?:!doctype|html|head|meta|title|style|body|div|center|font|p|br|h[1-6]|table|thead|tbody|tr|td|\?xml)\b|MIME-Version:)/i;
/** Objects of JavaScript, as which Google Drive keeps its links to spreadsheets; links of Windows; contacts. */
const OTHER_TEXT = /^(?:\[?\s*\{\s*"[^"]*"\s*:|\[InternetShortcut\]|BEGIN:VCARD)/i;

const inContainer = (name: string) => Buffer.from(name, "utf16le");
/** Excel puts an encrypted workbook into a container of the old kind, under this name. */
const ENCRYPTED_PART = inContainer("EncryptedPackage");
const DOCUMENT_PARTS = ["WordDocument", "PowerPoint Document"].map(inContainer);
const SHEET_PARTS = ["Workbook", "Book"].map(inContainer);
const LONGEST_PART = 64;

/** What a container of the old kind holds, by the names of its parts; a workbook may have documents in it. */
async function oldKind(source: ByteSource): Promise<SheetRefusalCode> {
  let before = Buffer.alloc(0);
  let hasDocument = false;
  let hasSheet = false;
  for await (const piece of piecesOf(source)) {
    const bytes = Buffer.concat([before, piece]);
    if (bytes.includes(ENCRYPTED_PART)) return "encrypted";
    hasDocument ||= DOCUMENT_PARTS.some((part) => bytes.includes(part));
    hasSheet ||= SHEET_PARTS.some((part) => bytes.includes(part));
    before = bytes.subarray(-LONGEST_PART);
  }
  return hasDocument && !hasSheet ? "other_document" : "old_excel";
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, place) => bytes[place] === byte);
}

function codesOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

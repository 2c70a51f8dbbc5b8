import { PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";
import { OFFSET_HOURS, type TimeZone } from "@/lib/i18n/format";
import { type Cell, looksLikeFormula } from "@/lib/spreadsheet/cells/written-cell";

export type Workbook = {
  sheetName: string;
  headings: readonly string[];
  /** Read to its end, batch by batch, as fast as the file is taken. */
  rows: AsyncIterable<readonly (readonly Cell[])[]>;
  /** Which of them a person does not see at first. */
  isHidden?: (cells: readonly Cell[]) => boolean;
  /** Of moments, where there are any. */
  timeZone?: TimeZone;
  /** A second sheet: what the file is, each fact a name and what is said about it. */
  about?: { sheetName: string; facts: readonly (readonly [string, ...Cell[]])[] };
};

const USUAL_ZONE: TimeZone = "Asia/Jakarta";

/**
 * An Excel workbook as a stream, which holds no more than a batch of rows at a time. Text is written as text, so
 * that nothing in it is taken for a formula; moments are dates of Excel in the zone. What reads it slowly is
 * waited for; destroying it ends `rows`.
 */
export function streamWorkbook(workbook: Workbook): Readable {
  const zip = new ZipFile();
  const rows = Readable.from(sheetOf(workbook), { objectMode: false });
  const output = zip.outputStream.pipe(new PassThrough());
  const fail = (error: Error) => output.destroy(error);
  zip.on("error", fail);
  rows.on("error", fail);
  output.on("close", () => rows.destroy());
  for (const [name, text] of Object.entries(partsOf(workbook))) zip.addBuffer(Buffer.from(text), name);
  zip.addReadStream(rows, "xl/worksheets/sheet1.xml");
  zip.end();
  return output;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** The numbers of `cellXfs` below. `typed` is for what people add: text, so that a phone number keeps its first 0. */
const STYLES = { plain: 0, heading: 1, moment: 2, formulaLike: 3, typed: 4 } as const;
type Style = keyof typeof STYLES;

async function* sheetOf({
  headings,
  rows,
  isHidden,
  timeZone = USUAL_ZONE,
}: Workbook): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headings.length}" width="24" style="${STYLES.typed}" customWidth="1"/></cols><sheetData>`;
  yield headingRow(headings);
  let number = 1;
  for await (const batch of rows) {
    let text = "";
    for (const cells of batch) {
      number += 1;
      text += rowOf(
        number,
        cells.map((cell, column) => cellXml(number, column, cell, timeZone)),
        isHidden?.(cells),
      );
    }
    yield text;
  }
  yield "</sheetData></worksheet>";
}

function aboutSheet(facts: NonNullable<Workbook["about"]>["facts"], timeZone: TimeZone): string {
  const rows = facts.map(([name, ...values], index) => {
    const number = index + 1;
    const cells = values.map((value, place) => cellXml(number, place + 1, value, timeZone));
    return rowOf(number, [textXml(number, 0, name, "heading"), ...cells]);
  });
  return `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="3" width="80" customWidth="1"/></cols><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

function headingRow(headings: readonly string[]): string {
  return rowOf(
    1,
    headings.map((heading, column) => textXml(1, column, heading, "heading")),
  );
}

function rowOf(number: number, cells: readonly string[], isHidden = false): string {
  return `<row r="${number}"${isHidden ? ' hidden="1"' : ""}>${cells.join("")}</row>`;
}

function cellXml(row: number, column: number, cell: Cell, timeZone: TimeZone): string {
  if (cell === null || cell === "") return "";
  if (cell instanceof Date)
    return `<c r="${place(row, column)}" s="${STYLES.moment}"><v>${serialDay(cell, timeZone)}</v></c>`;
  return textXml(row, column, cell, looksLikeFormula(cell) ? "formulaLike" : "plain");
}

function textXml(row: number, column: number, text: string, style: Style): string {
  return `<c r="${place(row, column)}" s="${STYLES[style]}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

function place(row: number, column: number): string {
  return `${columnLetters(column)}${row}`;
}

/** `A` for 0, `Z` for 25, `AA` for 26. */
function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}

const DAY_MS = 86_400_000;
/** Days from Excel's day 0 to 1970. */
const EXCEL_EPOCH_DAYS = 25_569;

/** Excel counts days since 1900 and knows no zones. */
function serialDay(at: Date, timeZone: TimeZone): number {
  const seconds = Math.floor(at.getTime() / 1_000) * 1_000;
  return (seconds + OFFSET_HOURS[timeZone] * 3_600_000) / DAY_MS + EXCEL_EPOCH_DAYS;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** What XML cannot hold or would change, and an underscore that begins what Excel reads as such an escape. */
const ESCAPED_BY_EXCEL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is escaped.
  /_(?=x[0-9A-Fa-f]{4}[_\u0001-\u0008\u000B-\u001F\uFFFE\uFFFF])|[\u0001-\u0008\u000B-\u001F\uFFFE\uFFFF]/g;

/** Control characters as Excel writes them, `_x000D_`; NUL, which it cannot hold either, is left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll("\0", "")
    .replace(ESCAPED_BY_EXCEL, escapeForExcel)
    .replace(/[&<>]/g, (character) => ESCAPES[character] ?? "");
}

function escapeForExcel(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

function partsOf(workbook: Workbook): Record<string, string> {
  const { sheetName, about, timeZone = USUAL_ZONE } = workbook;
  const sheets = about ? [sheetName, about.sheetName] : [sheetName];
  return {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map((name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="49" applyNumberFormat="1" xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1" xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>`,
    ...(about ? { "xl/worksheets/sheet2.xml": aboutSheet(about.facts, timeZone) } : {}),
  };
}

import { Readable } from "node:stream";
import { ZipFile } from "yazl";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

type Text = string | Buffer | Iterable<string>;

export type XlsxToMake = {
  /** The inside of `<sheetData>` of each sheet. */
  sheets: readonly { data: string | Iterable<string>; state?: string; name?: string }[];
  /** The inside of `<sst>`. */
  sharedStrings?: string | Iterable<string>;
  /** The inside of `<styleSheet>`. */
  styles?: string;
  is1904?: boolean;
  /** Further files of the archive, or other contents for those above. */
  files?: Readonly<Record<string, Text>>;
};

/** A workbook as some program could have written it, as a stream of bytes. */
export function makeXlsx({ sheets, sharedStrings, styles, is1904, files }: XlsxToMake): Readable {
  const relations = [
    ...sheets.map((_, place) => relation(`rId${place + 1}`, "worksheet", `worksheets/sheet${place + 1}.xml`)),
    relation("rIdStrings", "sharedStrings", "/xl/sharedStrings.xml"),
    relation("rIdStyles", "styles", "styles.xml"),
  ];
  const list = sheets.map(
    ({ name, state }, place) =>
      `<sheet name="${name ?? `Sheet ${place + 1}`}" sheetId="${place + 1}"${state ? ` state="${state}"` : ""} r:id="rId${place + 1}"/>`,
  );
  return makeZip({
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns:r="${OFFICE}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${list.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}">${relations.join("")}</Relationships>`,
    ...Object.fromEntries(
      sheets.map(({ data }, place) => [
        `xl/worksheets/sheet${place + 1}.xml`,
        wrapped("<worksheet><sheetData>", data, "</sheetData></worksheet>"),
      ]),
    ),
    ...(sharedStrings === undefined
      ? {}
      : { "xl/sharedStrings.xml": wrapped("<sst>", sharedStrings, "</sst>") }),
    ...(styles === undefined ? {} : { "xl/styles.xml": `<styleSheet>${styles}</styleSheet>` }),
    ...files,
  });
}

/** A ZIP archive of files by name, as a stream of bytes. */
export function makeZip(files: Readonly<Record<string, Text>>): Readable {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) {
    zip.addReadStream(Readable.from(isWhole(text) ? [text] : text, { objectMode: false }), name);
  }
  zip.end();
  return Readable.from(zip.outputStream);
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

function isWhole(text: string | Buffer | Iterable<string>): text is string | Buffer {
  return typeof text === "string" || Buffer.isBuffer(text);
}

function* wrapped(before: string, text: string | Iterable<string>, after: string): Generator<string> {
  yield before;
  if (typeof text === "string") yield text;
  else yield* text;
  yield after;
}

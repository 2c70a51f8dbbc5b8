import type { Archive } from "@/lib/spreadsheet/bytes/archive";
import { SHEET_LIMITS, SheetRefusal, type SheetRefusalCode } from "@/lib/spreadsheet/bytes/refusal";
import { TextStore } from "@/lib/spreadsheet/bytes/text-store";
import { readXml, unescapeFromExcel, walkXml } from "@/lib/spreadsheet/bytes/xml";
import { formatOf, type NumberFormat } from "@/lib/spreadsheet/cells/number-format";

/** A sheet of cells as the workbook lists it, and where it is in the archive. */
export type WorksheetPart = { name: string; part: string; isVisible: boolean };

export type WorkbookParts = {
  /** In the order of their tabs. */
  sheets: readonly WorksheetPart[];
  styles: string | null;
  sharedStrings: string | null;
  /** Whether its days are counted from 1904. */
  is1904: boolean;
};

const SMALL_PART_BYTES = 16 * 1024 * 1024;
const STRINGS_BYTES = 256 * 1024 * 1024;
const MAX_SHEETS = 10_000;
const MAX_FORMATS = 70_000;

/** Finds the sheets of a workbook. Throws SheetRefusal for an archive that is something else, or has none. */
export async function readWorkbook(archive: Archive): Promise<WorkbookParts> {
  const root = await readRelations(archive, "");
  const workbook = root.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  if (!archive.has(workbook) || !workbook.endsWith(".xml")) throw new SheetRefusal(otherKind(archive));
  const { sheets, is1904 } = await readSheetList(archive, workbook);
  const relations = await readRelations(archive, workbook);
  const targetOf = (type: string) =>
    relations.find((relation) => relation.type === type && archive.has(relation.target))?.target ?? null;
  const worksheets = sheets.flatMap(({ id, name, isVisible }) => {
    const relation = relations.find((each) => each.id === id && each.type === "worksheet");
    return relation ? [{ name, part: relation.target, isVisible }] : [];
  });
  if (worksheets.length === 0) throw new SheetRefusal(sheets.length === 0 ? otherKind(archive) : "empty");
  return {
    sheets: worksheets,
    styles: targetOf("styles"),
    sharedStrings: targetOf("sharedStrings"),
    is1904,
  };
}

function otherKind(archive: Archive): SheetRefusalCode {
  if (archive.has("xl/workbook.bin")) return "binary_excel";
  if (NUMBERS_FILES.some((name) => archive.hasAnywhere(name))) return "numbers_document";
  if (DOCUMENT_FILES.some((name) => archive.has(name))) return "other_document";
  return archive.has("mimetype") && archive.has("content.xml") ? "open_document" : "other_archive";
}

/** By which a document of Apple's Numbers is known, in its form of today and in older ones, also packed as a folder. */
const NUMBERS_FILES = ["Index/Document.iwa", "Index.zip", "index.apxl", "Metadata/BuildVersionHistory.plist"];
const DOCUMENT_FILES = ["word/document.xml", "ppt/presentation.xml"];

type Relation = { id: string; type: string; target: string };

/** What a part refers to, with targets as names of the archive; nothing where it has no such list. */
async function readRelations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!archive.has(list)) return [];
  const relations: Relation[] = [];
  await readXml(archive.read(list, SMALL_PART_BYTES), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== "Relationship" || TargetMode === "External" || relations.length >= MAX_SHEETS) return;
      const type = Type?.slice(Type.lastIndexOf("/") + 1) ?? "";
      relations.push({ id: Id ?? "", type, target: resolvePart(folder, Target ?? "") });
    },
    close() {},
    text() {},
  });
  return relations;
}

/** `worksheets/sheet1.xml` or `/xl/worksheets/sheet1.xml` as a name of the archive. */
function resolvePart(folder: string, target: string): string {
  return decodeURIComponent(new URL(target, `file:///${folder}`).pathname.slice(1));
}

type SheetEntry = { id: string; name: string; isVisible: boolean };

async function readSheetList(
  archive: Archive,
  part: string,
): Promise<{ sheets: SheetEntry[]; is1904: boolean }> {
  const sheets: SheetEntry[] = [];
  let is1904 = false;
  await readXml(archive.read(part, SMALL_PART_BYTES), {
    open(name, attributes) {
      if (name === "workbookPr") is1904 = isTrue(attributes.date1904);
      if (name !== "sheet" || sheets.length >= MAX_SHEETS) return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      const isVisible = (attributes.state ?? "visible") === "visible";
      sheets.push({ id, name: attributes.name ?? "", isVisible });
    },
    close() {},
    text() {},
  });
  return { sheets, is1904 };
}

function isTrue(flag: string | undefined): boolean {
  return flag === "1" || flag === "true";
}

/** How the numbers of each cell style are shown, by the style's number. */
export async function readNumberFormats(archive: Archive, part: string | null): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const known = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let isInCellStyles = false;
  if (part === null) return formats;
  await readXml(archive.read(part, SMALL_PART_BYTES), {
    open(name, { numFmtId, formatCode }) {
      if (name === "cellXfs") isInCellStyles = true;
      const id = Number(numFmtId ?? 0);
      if (name === "numFmt" && codes.size < MAX_FORMATS) codes.set(id, formatCode ?? "");
      if (name !== "xf" || !isInCellStyles || formats.length >= MAX_FORMATS) return;
      const format = known.get(id) ?? formatOf(id, codes.get(id));
      known.set(id, format);
      formats.push(format);
    },
    close(name) {
      if (name === "cellXfs") isInCellStyles = false;
    },
    text() {},
  });
  return formats;
}

/** The texts that the cells of a workbook share, by number; without how they are pronounced. */
export async function readSharedStrings(archive: Archive, part: string | null): Promise<TextStore> {
  const store = new TextStore();
  if (part === null) return store;
  const rich = new RichText();
  const walk = walkXml(archive.read(part, STRINGS_BYTES), {
    open(name) {
      if (name === "si") rich.clear();
      rich.open(name);
    },
    close(name) {
      rich.close(name);
      if (name === "si") store.add(rich.read());
    },
    text: (text) => rich.add(text),
  });
  for await (const _ of walk);
  return store;
}

/** The text of a `<si>` or `<is>`: all its runs, without the phonetic ones. */
export class RichText {
  #text = "";
  #isInText = false;
  #isPhonetic = false;

  clear(): void {
    this.#text = "";
  }

  open(name: string): void {
    if (name === "t") this.#isInText = true;
    if (name === "rPh") this.#isPhonetic = true;
  }

  close(name: string): void {
    if (name === "t") this.#isInText = false;
    if (name === "rPh") this.#isPhonetic = false;
  }

  /** One character more than a cell may have is kept, so that it is refused where it stands. */
  add(text: string): void {
    if (!this.#isInText || this.#isPhonetic || this.#text.length > MAX_RAW_CHARACTERS) return;
    this.#text += text;
  }

  read(): string {
    return unescapeFromExcel(this.#text).slice(0, SHEET_LIMITS.cellCharacters + 1);
  }
}

/** Every character of a cell may be written as `_x000D_`. */
const MAX_RAW_CHARACTERS = SHEET_LIMITS.cellCharacters * 7;

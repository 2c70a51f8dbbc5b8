import { type Archive, openArchive } from "./archive";
import type { ByteSource } from "./byte-source";
import { SheetRefusal } from "./refusal";
import type { RawRow } from "./rows";
import { SheetCells } from "./sheet-cells";
import { readNumberForms, readSharedStrings, readWorkbook, type WorkbookParts } from "./workbook";
import { walkXml } from "./xml";

/** A hundred thousand rows of twenty columns are about a quarter of this. */
const SHEET_BYTES = 600 * 1024 * 1024;

/** Opens an XLSX workbook: finds its first visible sheet, and gives its rows when they are asked for. */
export async function openXlsx(source: ByteSource): Promise<{ rows: AsyncGenerator<RawRow[]> }> {
  const archive = await openArchive(source);
  const parts = await readWorkbook(archive);
  return { rows: readRows(archive, parts) };
}

async function* readRows(archive: Archive, parts: WorkbookParts): AsyncGenerator<RawRow[]> {
  const cells = new SheetCells({
    strings: await readSharedStrings(archive, parts.sharedStrings),
    forms: await readNumberForms(archive, parts.styles),
    is1904: parts.is1904,
  });
  let rowCount = 0;
  for await (const _ of walkXml(archive.read(parts.sheet, SHEET_BYTES), cells)) {
    const rows = cells.take();
    rowCount += rows.length;
    if (rows.length > 0) yield rows;
  }
  if (rowCount <= 1 && cells.hasBareFormula) throw new SheetRefusal("formulas_only");
}

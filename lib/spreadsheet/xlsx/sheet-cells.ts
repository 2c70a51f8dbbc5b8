import { SHEET_LIMITS, SheetRefusal } from "@/lib/spreadsheet/bytes/refusal";
import type { TextStore } from "@/lib/spreadsheet/bytes/text-store";
import { unescapeFromExcel, type XmlHandler } from "@/lib/spreadsheet/bytes/xml";
import type { CellKind } from "@/lib/spreadsheet/cells/cell-kind";
import type { NumberFormat } from "@/lib/spreadsheet/cells/number-format";
import { readNumber, readText } from "@/lib/spreadsheet/cells/number-text";
import { isBlankCell, type RawRow } from "@/lib/spreadsheet/rows/rows";
import { columnOf, placeOf, wholeNumber } from "./cell-place";
import type { MergedCells } from "./sheet-facts";
import { RichText } from "./workbook";

/** What the cells of a sheet refer to. */
export type CellWords = { strings: TextStore; formats: readonly NumberFormat[]; is1904: boolean };

const BOOLEANS: Readonly<Record<string, string>> = { "0": "FALSE", "1": "TRUE" };
/** No sheet of Excel has more, and blank ones cost time although nothing of them is kept. */
const MAX_ROWS = 1_048_576;
const MAX_VALUE_CHARACTERS = SHEET_LIMITS.cellCharacters * 7;
/** A formula is kept to be shown, not to be worked out. */
const MAX_FORMULA_CHARACTERS = 500;
const MAX_MERGED = 10_000;

/**
 * Gathers the rows of a sheet's XML; `take` gives those that are complete and forgets them, `end` the last one. A
 * formula counts as the value that was saved with it; where none was, its cell is the formula itself, so that nobody
 * takes it for blank. Cells that are blank are as if they were not there. Some programs write a row for each of its
 * cells: those of one number are one row.
 */
export class SheetCells implements XmlHandler {
  readonly #words: CellWords;
  #rows: RawRow[] = [];
  #row = 0;
  /** The attributes of a row that does not say its number, until its first cell does. */
  #unnumbered: Readonly<Record<string, string>> | null = null;
  #isHidden = false;
  #rowCount = 0;
  #cells: string[] = [];
  #kinds: Record<number, CellKind> | null = null;
  #rowCharacters = 0;
  #column = -1;
  #type = "n";
  #style = 0;
  #isInValue = false;
  #isInFormula = false;
  #isFormula = false;
  #formula = "";
  #value = "";
  #kind: CellKind | null = null;
  #hasBareFormula = false;
  #valueRows = 0;
  #hasValueInRow = false;
  #mergedCount = 0;
  readonly #inline = new RichText();
  /** Blocks of merged cells, which stand behind all rows. */
  readonly merged: MergedCells[] = [];
  /** Columns that are not shown, from 0. */
  readonly hiddenColumns = new Set<number>();

  constructor(words: CellWords) {
    this.#words = words;
  }

  take(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** What is left when the sheet has been read. */
  end(): RawRow[] {
    this.#endRow();
    return this.take();
  }

  /** Whether formulas came by without the values that they come to, and no row but the headings has anything else. */
  get hasFormulasOnly(): boolean {
    return this.#hasBareFormula && this.#valueRows <= 1;
  }

  /** How many blocks of cells are merged, also those that are too many to be kept. */
  get mergedCount(): number {
    return this.#mergedCount;
  }

  place(): { row: number; column: number } {
    return { row: this.#row, column: this.#column + 1 };
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case "row":
        this.#openRow(attributes);
        return;
      case "c":
        this.#openCell(attributes);
        return;
      case "f":
        this.#isFormula = true;
        this.#isInFormula = true;
        return;
      case "v":
        this.#isInValue = true;
        return;
      case "col":
        this.#addHiddenColumns(attributes);
        return;
      case "mergeCell":
        this.#addMerged(attributes.ref ?? "");
        return;
      default:
        this.#inline.open(name);
    }
  }

  close(name: string): void {
    switch (name) {
      case "row":
        if (this.#unnumbered) this.#goOnInRow(this.#row + 1, this.#unnumbered);
        return;
      case "c":
        this.#closeCell();
        return;
      case "f":
        this.#isInFormula = false;
        return;
      case "v":
        this.#isInValue = false;
        return;
      default:
        this.#inline.close(name);
    }
  }

  text(text: string): void {
    if (this.#isInFormula) this.#formula = (this.#formula + text).slice(0, MAX_FORMULA_CHARACTERS);
    else if (!this.#isInValue) this.#inline.add(text);
    else if (this.#value.length <= MAX_VALUE_CHARACTERS) this.#value += text;
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    this.#rowCount += 1;
    if (this.#rowCount > MAX_ROWS) throw new SheetRefusal("inflates_too_much");
    this.#column = -1;
    const number = wholeNumber(attributes.r);
    if (number === null) this.#unnumbered = attributes;
    else this.#goOnInRow(number, attributes);
  }

  #goOnInRow(number: number, { hidden, ht }: Readonly<Record<string, string>>): void {
    this.#unnumbered = null;
    if (number !== this.#row) {
      this.#endRow();
      // A sheet whose rows go back is one that Excel repairs; what it would make of it cannot be told.
      if (number < this.#row) throw new SheetRefusal("broken_workbook");
      this.#row = number;
    }
    this.#isHidden ||= isTrue(hidden) || (ht !== undefined && Number(ht) === 0);
  }

  #endRow(): void {
    if (this.#cells.length > 0) {
      this.#rows.push({ row: this.#row, cells: this.#cells, kinds: this.#kinds, isHidden: this.#isHidden });
      if (this.#hasValueInRow) this.#valueRows += 1;
    }
    this.#cells = [];
    this.#kinds = null;
    this.#isHidden = false;
    this.#hasValueInRow = false;
    this.#rowCharacters = 0;
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    if (this.#unnumbered) this.#goOnInRow(placeOf(r)?.row ?? this.#row + 1, this.#unnumbered);
    this.#column = columnOf(r) ?? this.#column + 1;
    this.#type = t ?? "n";
    this.#style = wholeNumber(s) ?? 0;
    this.#value = "";
    this.#formula = "";
    this.#isFormula = false;
    this.#inline.clear();
  }

  #closeCell(): void {
    const isBare =
      this.#isFormula && this.#value === "" && this.#type !== "str" && this.#type !== "inlineStr";
    if (isBare) {
      this.#hasBareFormula = true;
      this.#kind = { kind: "formula" };
      this.#keepCell(`=${this.#formula.trim()}`);
      return;
    }
    this.#kind = null;
    const text = this.#readCell();
    if (isBlankCell(text)) return;
    this.#hasValueInRow = true;
    this.#keepCell(text);
  }

  /** The text of the cell; `#kind` is what it was. */
  #readCell(): string {
    const { strings, formats, is1904 } = this.#words;
    switch (this.#type) {
      case "s":
        return this.#value === "" ? "" : this.#asShown(sharedText(strings, this.#value.trim()));
      case "inlineStr":
        return this.#asShown(this.#inline.read());
      case "n": {
        const { text, kind } = readNumber(this.#value, formats[this.#style], { is1904 });
        this.#kind = this.#isFormula && Number(this.#value) === 0 ? (kind ?? { kind: "zero" }) : kind;
        return text;
      }
      case "b":
        this.#kind = { kind: "boolean" };
        return BOOLEANS[this.#value.trim()] ?? this.#value;
      case "e":
        this.#kind = { kind: "error" };
        return this.#value;
      case "d":
        this.#kind = { kind: "moment", shown: this.#value };
        return this.#value;
      default:
        // Texts of formulas.
        return this.#asShown(unescapeFromExcel(this.#value));
    }
  }

  #asShown(words: string): string {
    const { text, kind } = readText(words, this.#words.formats[this.#style]);
    this.#kind = kind;
    return text;
  }

  #keepCell(text: string): void {
    const row = this.#row;
    this.#rowCharacters += text.length;
    if (this.#column >= SHEET_LIMITS.columns) {
      throw new SheetRefusal("too_many_columns", { row, max: SHEET_LIMITS.columns });
    }
    if (text.length > SHEET_LIMITS.cellCharacters) {
      throw new SheetRefusal("cell_too_long", { ...this.place(), max: SHEET_LIMITS.cellCharacters });
    }
    if (this.#rowCharacters > SHEET_LIMITS.rowCharacters) {
      throw new SheetRefusal("row_too_long", { row, max: SHEET_LIMITS.rowCharacters });
    }
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = text;
    if (this.#kind) {
      this.#kinds ??= {};
      this.#kinds[this.#column] = this.#kind;
    }
  }

  #addHiddenColumns({ min, max, hidden }: Readonly<Record<string, string>>): void {
    if (!isTrue(hidden)) return;
    const last = Math.min(wholeNumber(max) ?? 0, SHEET_LIMITS.columns);
    for (let number = wholeNumber(min) ?? 1; number <= last; number += 1) this.hiddenColumns.add(number - 1);
  }

  #addMerged(ref: string): void {
    const [first, last] = ref.split(":").map(placeOf);
    if (!first || !last) return;
    this.#mergedCount += 1;
    if (this.merged.length >= MAX_MERGED) return;
    this.merged.push({
      firstRow: first.row,
      lastRow: last.row,
      firstColumn: first.column,
      lastColumn: last.column,
    });
  }
}

/** A text of a number that the workbook lacks is lost, which nobody is to take for a blank cell. */
function sharedText(strings: TextStore, number: string): string {
  const text = strings.get(wholeNumber(number) ?? Number.NaN);
  if (text === null) throw new SheetRefusal("broken_workbook");
  return text;
}

function isTrue(flag: string | undefined): boolean {
  return flag === "1" || flag === "true";
}

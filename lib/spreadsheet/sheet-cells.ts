import { type NumberForm, numberText } from "./number-text";
import { SHEET_LIMITS, SheetRefusal } from "./refusal";
import { isBlankCell, type RawRow } from "./rows";
import type { TextStore } from "./text-store";
import { RichText } from "./workbook";
import { unescapeFromExcel, type XmlHandler } from "./xml";

/** What the cells of a sheet refer to. */
export type CellWords = { strings: TextStore; forms: readonly NumberForm[]; is1904: boolean };

const BOOLEANS: Readonly<Record<string, string>> = { "0": "FALSE", "1": "TRUE" };
/** No sheet of Excel has more, and blank ones cost time although nothing of them is kept. */
const MAX_ROWS = 1_048_576;
const MAX_VALUE_CHARACTERS = SHEET_LIMITS.cellCharacters * 7;

/**
 * Gathers the rows of a sheet's XML; `take` gives those that are complete and forgets them. A formula counts as the
 * value that was saved with it and is never looked at. Cells that are blank are as if they were not there.
 */
export class SheetCells implements XmlHandler {
  readonly #words: CellWords;
  #rows: RawRow[] = [];
  #row = 0;
  #rowCount = 0;
  #cells: string[] = [];
  #rowCharacters = 0;
  #column = -1;
  #type = "n";
  #style = 0;
  #isInValue = false;
  #isFormula = false;
  #hasValue = false;
  #hasBareFormula = false;
  #value = "";
  readonly #inline = new RichText();

  constructor(words: CellWords) {
    this.#words = words;
  }

  take(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Whether a formula came by without the value that it comes to, as programs write it that do not calculate. */
  get hasBareFormula(): boolean {
    return this.#hasBareFormula;
  }

  place(): { row: number; column: number } {
    return { row: this.#row, column: this.#column + 1 };
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case "row":
        this.#rowCount += 1;
        if (this.#rowCount > MAX_ROWS) throw new SheetRefusal("inflates_too_much");
        this.#row = wholeNumber(attributes.r) ?? this.#row + 1;
        this.#cells = [];
        this.#rowCharacters = 0;
        this.#column = -1;
        return;
      case "c":
        this.#column = columnOf(attributes.r) ?? this.#column + 1;
        this.#type = attributes.t ?? "n";
        this.#style = wholeNumber(attributes.s) ?? 0;
        this.#value = "";
        this.#isFormula = false;
        this.#hasValue = false;
        this.#inline.clear();
        return;
      case "f":
        this.#isFormula = true;
        return;
      case "v":
        this.#isInValue = true;
        this.#hasValue = true;
        return;
      default:
        this.#inline.open(name);
    }
  }

  close(name: string): void {
    switch (name) {
      case "row":
        if (this.#cells.length > 0) this.#rows.push({ row: this.#row, cells: this.#cells });
        this.#cells = [];
        return;
      case "c":
        if (this.#isFormula && !this.#hasValue) this.#hasBareFormula = true;
        this.#keepCell(this.#textOfCell());
        return;
      case "v":
        this.#isInValue = false;
        return;
      default:
        this.#inline.close(name);
    }
  }

  text(text: string): void {
    if (!this.#isInValue) this.#inline.add(text);
    else if (this.#value.length <= MAX_VALUE_CHARACTERS) this.#value += text;
  }

  #textOfCell(): string {
    const { strings, forms, is1904 } = this.#words;
    switch (this.#type) {
      case "s":
        return strings.get(wholeNumber(this.#value.trim()) ?? Number.NaN) ?? "";
      case "inlineStr":
        return this.#inline.read();
      case "n":
        return numberText(this.#value, forms[this.#style] ?? "plain", { is1904 });
      case "b":
        return BOOLEANS[this.#value.trim()] ?? this.#value;
      default:
        // Texts of formulas, errors such as #N/A, and days that are written in ISO 8601 already.
        return unescapeFromExcel(this.#value);
    }
  }

  #keepCell(text: string): void {
    if (isBlankCell(text)) return;
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
  }
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** 0 for `A1`, 26 for `AA7`; null without a place. */
function columnOf(place: string | undefined): number | null {
  const letters = /^([A-Za-z]{1,4})\d/.exec(place ?? "")?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Why a file cannot be read at all; the sentences are `imports.refusals.<code>`, their arguments stand beside each. */
export const SHEET_REFUSALS = [
  /** Nothing in it, or only blank rows. */
  "empty",
  /** No row under the headings, or only the untouched examples of the template. */
  "headings_only",
  /** The same, but there are formulas, and what they come to was not saved with them. */
  "formulas_only",
  /** The only sheets with anything in them are hidden: `sheet`, `rows`. */
  "hidden_sheets_only",
  /** Its headings stand below one another, and each merchant is a column. */
  "transposed",
  /** More bytes than a file may have: `maxMb`. */
  "too_large",
  /** `max`. */
  "too_many_rows",
  /** Lines, blank or not: `max`. */
  "too_many_lines",
  /** `max`. */
  "too_many_blank_lines",
  /** `row`, `max`. */
  "too_many_columns",
  /** `row`, `column` (from 1; 0 where it is not known), `max`. */
  "cell_too_long",
  /** All cells of one row together: `row`, `max`. */
  "row_too_long",
  /** A quotation mark that opens a cell and is never closed: `row`. */
  "open_quote",
  /** Text in an encoding other than UTF-8 and UTF-16. */
  "unreadable_text",
  "nul_bytes",
  /** An Excel file with a password. */
  "encrypted",
  /** `.xls`. */
  "old_excel",
  /** `.xlsb`. */
  "binary_excel",
  /** `.ods`. */
  "open_document",
  /** `.numbers`. */
  "numbers_document",
  /** Of Word or PowerPoint. */
  "other_document",
  "web_page",
  "pdf",
  "program",
  /** A ZIP archive without a workbook in it. */
  "other_archive",
  /** Pictures, other archives and so on. */
  "not_a_spreadsheet",
  /** An Excel file that is damaged or cut off. */
  "broken_workbook",
  /** An archive that becomes much larger than its size lets expect. */
  "inflates_too_much",
  /** More different texts than can be held while reading. */
  "too_much_text",
] as const;
export type SheetRefusalCode = (typeof SHEET_REFUSALS)[number];

/** What one file may hold. Characters are UTF-16 units, as Excel counts them. */
export const SHEET_LIMITS = {
  rows: 100_000,
  /** Rows with those that are blank: no sheet of Excel has more, and each costs time. */
  lines: 1_048_576,
  /** Those without a single delimiter, in a file with quotation marks. */
  blankLines: 100_000,
  columns: 200,
  cellCharacters: 32_767,
  /** All cells of a row together. */
  rowCharacters: 1_000_000,
  /** All cells of the file together: more than fits into a CSV file of 50 MB, so that a small archive cannot become a huge table. */
  sheetCharacters: 100_000_000,
} as const;

/** A file that cannot be read, with what its sentence needs. An expected ending, thrown because it can come at any row. */
export class SheetRefusal extends Error {
  readonly code: SheetRefusalCode;
  readonly params: Record<string, string | number>;

  constructor(code: SheetRefusalCode, params: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "SheetRefusal";
    this.code = code;
    this.params = params;
  }
}

export const BUGS = [
  {
    name: "rows that the file hides are sent",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: "this.#isHidden ||= isTrue(hidden) || (ht",
        replacement: "this.#isHidden ||= (ht",
      },
    ],
  },
  {
    name: "the first sheet is read, whatever is in it",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-choice.ts",
        search: "(isOurs && rows > 1 ? OURS + fieldNames : 0) +",
        replacement: "",
      },
    ],
  },
  {
    name: "nobody is told of a sheet that was not read",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/read.ts",
        search: "if (count <= 0 && isWhole) return [];",
        replacement: "if (isWhole) return [];",
      },
    ],
  },
  {
    name: "what repeats is taken as known by who has read a part of the file",
    test: "lib/imports/reading/read.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/read.ts",
        search: "batch.rowCount === 0 ? finder.repeated() : null",
        replacement: "finder.repeated()",
      },
    ],
  },
  {
    name: "what was found out of one domain is said of another of the same name",
    test: "lib/text/email.test.ts",
    patches: [
      {
        file: "lib/text/email.ts",
        search: "let suggestion = SUGGESTED.get(domain);",
        replacement: "let suggestion = SUGGESTED.get(domain.slice(0, dot));",
      },
      {
        file: "lib/text/email.ts",
        search: "SUGGESTED.set(domain, suggestion);",
        replacement: "SUGGESTED.set(domain.slice(0, dot), suggestion);",
      },
    ],
  },
  {
    name: "a sheet that was chosen may still be filled with rows of the other",
    test: "lib/imports/reading/read.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: " and sheet is not distinct from $5`",
        replacement: " and ($5::text is null or true)`",
      },
    ],
  },
  {
    name: "a number loses what its format shows in front of it",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/cells/number-text.ts",
        search: "if (text === digits || isSure) return { text, kind: null };",
        replacement: "if (text === digits || isSure) return { text: digits, kind: null };",
      },
    ],
  },
  {
    name: "thousands that hang on the reader's language are sent unasked",
    test: "lib/spreadsheet/cells/number-text.test.ts",
    patches: [
      { file: "lib/spreadsheet/cells/number-text.ts", search: " && !/\\d,\\d/.test(text)", replacement: "" },
    ],
  },
  {
    name: "an error of Excel is taken for a name",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: 'this.#kind = { kind: "error" };\n        return this.#value;',
        replacement: "return this.#value.slice(1);",
      },
    ],
  },
  {
    name: "a formula without its value is a blank cell",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: 'this.#isFormula && this.#value === "" && this.#type',
        replacement: 'this.#isFormula && this.#value === "=" && this.#type',
      },
    ],
  },
  {
    name: "rows are counted without the blank ones",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: "return { row: row.row, cells: kept, kinds, isHidden, checked };",
        replacement: "return { row: (counted += 1), cells: kept, kinds, isHidden, checked };",
      },
      {
        file: "lib/imports/reading/rows.ts",
        search: "const CLAIM_ROWS",
        replacement: "let counted = 1;\nconst CLAIM_ROWS",
      },
    ],
  },
  {
    name: "a row that is written cell by cell is many rows",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/xlsx/sheet-cells.ts",
        search: "    if (number !== this.#row) {",
        replacement: "    if (number !== this.#row || this.#cells.length > 0) {",
      },
    ],
  },
  {
    name: "what lies under a merged cell is sent",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      { file: "lib/imports/reading/merged-cells.ts", search: '      cells[column] = "";\n', replacement: "" },
    ],
  },
  {
    name: "cells behind the last heading are lost",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/reading/rows.ts",
        search: "const { cells, kinds, isHidden } = row;",
        replacement:
          "const { kinds, isHidden } = row;\n  const cells = row.cells.slice(0, headings.cells.length);",
      },
    ],
  },
  {
    name: "a file of blank lines keeps a worker busy",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/rows.ts",
        search: "if (row > SHEET_LIMITS.lines) throw",
        replacement: "if (row < 0) throw",
      },
    ],
  },
  {
    name: "a full-width sign begins a formula in CSV",
    test: "lib/export/files.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/cells/written-cell.ts",
        search: "\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20",
        replacement: "",
      },
    ],
  },
  {
    name: "text comes in with what no database stores",
    test: "lib/text/input.test.ts",
    patches: [
      {
        file: "lib/text/input.ts",
        search: "z.refine((typed) => !UNSTORABLE.test(typed)),",
        replacement: "z.refine(() => true),",
      },
    ],
  },
  {
    name: "of two addresses the first is taken",
    test: "lib/text/email.test.ts",
    patches: [
      {
        file: "lib/text/email.ts",
        search: 'if (address !== undefined && addresses.length > 1) return choose("email_two", addresses);',
        replacement: "",
      },
    ],
  },
  {
    name: "a synonym is taken without a person",
    test: "lib/imports/reading/mapping-proposal.test.ts",
    patches: [
      {
        file: "lib/imports/reading/mapping-proposal.ts",
        search: 'const isCertain = field !== "" && field !== "?";',
        replacement: 'const isCertain = field !== "?";',
      },
    ],
  },
  {
    name: "a heading that may name a field waits for nobody",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/headings.ts",
        search: 'return isDecided || !mayFill(headings[column] ?? "", certain) ? field : "?";',
        replacement: "return field;",
      },
    ],
  },
  {
    name: "a title of two cells is the headings",
    test: "lib/spreadsheet/sheet.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/heading-row.ts",
        search: "if (ours !== null) return ours;",
        replacement: "",
      },
    ],
  },
  {
    name: "a page tries to build its schemas with eval",
    test: "lib/house.test.ts",
    patches: [{ file: "lib/text/input.ts", search: 'import "@/lib/zod-without-eval";\n', replacement: "" }],
  },
  {
    name: "lines are taken apart without a word",
    test: "lib/spreadsheet/sheet.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/csv/read.ts",
        search: "lines.apart += 1;",
        replacement: "lines.asTheyAre += 0;",
      },
    ],
  },
  {
    name: "headings that people have are counted as a row of another sheet",
    test: "lib/spreadsheet/xlsx/sheet-choice.test.ts",
    patches: [
      {
        file: "lib/spreadsheet/rows/heading-row.ts",
        search: " || countNamedThings(cells) >= ENOUGH_NAMED_THINGS;",
        replacement: ";",
      },
    ],
  },
];

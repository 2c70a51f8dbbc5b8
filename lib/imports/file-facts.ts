import type { SheetRow } from "@/lib/spreadsheet/rows/rows";
import type { OtherSheet, SheetFacts } from "@/lib/spreadsheet/xlsx/sheet-facts";

/** Numbers of rows, neighbours together: `[[3, 3], [5, 9]]`. */
export type RowRanges = readonly (readonly [first: number, last: number])[];

/** What a file says beside its rows, and what of it was not read. */
export type FileFacts = {
  /** The name of the sheet that was read; null for a CSV file. */
  sheet: string | null;
  /** Sheets with something in them that were not read. */
  others: readonly OtherSheet[];
  /** Rows that the file hides: how many, and the first of them by number. */
  hidden: { count: number; ranges: RowRanges };
  /** Blocks of merged cells among the rows. */
  mergedBlocks: number;
  /** What the columns are called that the file hides; they are read all the same. */
  hiddenColumns: readonly string[];
  /** Files that were read by an earlier version do not say it. */
  takenApart?: SheetFacts["takenApart"];
};

/** So many stretches of hidden rows are named. */
const MAX_RANGES = 30;

/** Gathers what is known of a file only when all its rows have come by, in their order. */
export function createRowFacts() {
  const ranges: [number, number][] = [];
  let hiddenCount = 0;
  let last = 0;
  let width = 0;
  return {
    add({ row, cells, isHidden }: SheetRow): void {
      width = Math.max(width, cells.length);
      if (!isHidden) return;
      hiddenCount += 1;
      const open = ranges.at(-1);
      if (open && last === row - 1) open[1] = row;
      else if (ranges.length < MAX_RANGES) ranges.push([row, row]);
      last = row;
    },
    /** The most cells that a row has. */
    width: () => width,
    hidden: (): FileFacts["hidden"] => ({ count: hiddenCount, ranges }),
  };
}

/** Whether a person may choose to have another sheet read. */
export function hasChoice(facts: FileFacts | null): boolean {
  return facts !== null && facts.others.length > 0;
}

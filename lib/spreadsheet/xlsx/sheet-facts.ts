/** A block of cells that were merged into one; rows from 1, columns from 0. */
export type MergedCells = { firstRow: number; lastRow: number; firstColumn: number; lastColumn: number };

/** A sheet of a workbook that was not read, and has something in it. */
export type OtherSheet = {
  name: string;
  /** Rows under its headings, or all of them where there are none that name what we send. */
  rows: number;
  /** Whether there are more than were counted. */
  isMore: boolean;
  isHidden: boolean;
  /** Whether its headings name what we send. */
  isOurs: boolean;
};

/** What a file says of itself beside its rows. */
export type SheetFacts = {
  /** The name of the sheet that was read; null for a CSV file. */
  sheet: string | null;
  others: readonly OtherSheet[];
  merged: readonly MergedCells[];
  /** Also those that are too many to be named. */
  mergedCount: number;
  /** Columns that are not shown, from 0. */
  hiddenColumns: readonly number[];
  /** Which lines of a CSV file stood in one cell and were taken apart. */
  takenApart: "all" | "some" | null;
};

/** Those of a file that says nothing beside its rows. */
export const NO_FACTS: SheetFacts = {
  sheet: null,
  others: [],
  merged: [],
  mergedCount: 0,
  hiddenColumns: [],
  takenApart: null,
};

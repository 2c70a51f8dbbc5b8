import { describe, expect, test } from "vitest";
import { cellsToMend, type GridColumn, type GridFinding, type GridRow, nextPlace } from "./view";

const COLUMNS: GridColumn[] = [3, 0, 5].map((index) => ({
  index,
  heading: "",
  field: null,
  isOwn: false,
  isName: false,
}));

function makeRow(position: number, columns: (number | null)[], overrides: Partial<GridRow> = {}): GridRow {
  const findings = columns.map(
    (column): GridFinding => ({ column, tone: "problem", text: "", choices: [], registrationId: null }),
  );
  return {
    position,
    state: "problems",
    cells: [],
    findings,
    note: null,
    registration: null,
    can: { edit: true, leaveOut: true, takeBack: false, accept: false },
    asksReason: false,
    print: "",
    ...overrides,
  };
}

describe("the cells to mend", () => {
  test("come in the order in which they stand on the screen", () => {
    expect(cellsToMend([makeRow(2, [5, 3]), makeRow(4, [0])], COLUMNS)).toEqual([
      { position: 2, column: 3 },
      { position: 2, column: 5 },
      { position: 4, column: 0 },
    ]);
  });

  test("stand once each, and a finding about the whole row stands for its first cell", () => {
    expect(cellsToMend([makeRow(1, [null, 3, 3])], COLUMNS)).toEqual([{ position: 1, column: 3 }]);
  });

  test("are not those of rows that nobody can change or that wait for nothing", () => {
    const done = makeRow(1, [0], { can: { edit: false, leaveOut: false, takeBack: false, accept: false } });
    expect(cellsToMend([done, makeRow(2, [0], { state: "skipped" })], COLUMNS)).toEqual([]);
  });
});

describe("the next one", () => {
  const places = cellsToMend([makeRow(2, [5, 3]), makeRow(4, [0])], COLUMNS);

  test("is the first one at the start", () => {
    expect(nextPlace(places, null, COLUMNS)).toEqual({ position: 2, column: 3 });
  });

  test("stands behind the cell one is in, in its row or a later one", () => {
    expect(nextPlace(places, { position: 2, column: 0 }, COLUMNS)).toEqual({ position: 2, column: 5 });
    expect(nextPlace(places, { position: 3, column: 3 }, COLUMNS)).toEqual({ position: 4, column: 0 });
  });

  test("is the first one again behind the last", () => {
    expect(nextPlace(places, { position: 4, column: 0 }, COLUMNS)).toEqual({ position: 2, column: 3 });
    expect(nextPlace([], { position: 4, column: 0 }, COLUMNS)).toBeNull();
  });
});

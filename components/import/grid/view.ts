import type { RowState } from "@/lib/imports/import-view";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** A column of the grid. `index` is its place in the file, from 0. */
export type GridColumn = {
  index: number;
  heading: string;
  /** The field it fills, where the heading says it otherwise; null for a column of theirs. */
  field: string | null;
  isOwn: boolean;
  /** Whether it says which merchant the row is: it stays in sight while the others scroll. */
  isName: boolean;
};

/** What is to be said about a row; `column` is null where it is about the whole row. */
export type GridFinding = {
  column: number | null;
  /** A note is only told: how a value is taken that stands otherwise. */
  tone: "problem" | "warning" | "note";
  text: string;
  /** What may be taken in place of what stands there, with one press. */
  choices: readonly string[];
  /** The registration that is meant. */
  registrationId: string | null;
};

/** A row as the grid shows it: all that is said is said already, in the language and the zone of the page. */
export type GridRow = {
  position: number;
  state: RowState;
  /** By their place in the file. */
  cells: readonly string[];
  findings: readonly GridFinding[];
  /** Why it is left out, or was accepted. */
  note: string | null;
  registration: {
    id: string;
    status: RegistrationStatus;
    sending: boolean;
    businessId: string | null;
  } | null;
  can: {
    edit: boolean;
    leaveOut: boolean;
    takeBack: boolean;
    accept: boolean;
  };
  /** Whether its warnings are accepted with a reason only. */
  asksReason: boolean;
  /** What tells it from what it says once somebody has changed it (`rowPrint`). */
  print: string;
};

export type GridCellPlace = { position: number; column: number };

/** The cells that somebody has to look at, in the order they are read; what is about a whole row stands for its first cell. */
export function cellsToMend(rows: readonly GridRow[], columns: readonly GridColumn[]): GridCellPlace[] {
  const order = columns.map(({ index }) => index);
  return rows
    .filter(({ state, can }) => can.edit && (state === "problems" || state === "warnings"))
    .flatMap(({ position, findings }) => {
      const toMend = findings.filter(({ tone }) => tone !== "note");
      const found = new Set(toMend.map(({ column }) => column ?? order[0]));
      return order.filter((column) => found.has(column)).map((column) => ({ position, column }));
    });
}

/** The one of `places` behind `from` in reading order, and the first one behind the last. */
export function nextPlace(
  places: readonly GridCellPlace[],
  from: GridCellPlace | null,
  columns: readonly GridColumn[],
): GridCellPlace | null {
  const [first = null] = places;
  if (!from) return first;
  const rank = (column: number) => columns.findIndex(({ index }) => index === column);
  const behind = places.find(
    ({ position, column }) =>
      position > from.position || (position === from.position && rank(column) > rank(from.column)),
  );
  return behind ?? first;
}

/**
 * What a cell was in its workbook, where its text alone does not say what a person saw there. A cell that was plainly
 * text, or a number that is taken as it is shown, has none.
 */
export type CellKind =
  /** Excel made a day or a time of it; `shown` is how it shows that. */
  | { kind: "moment"; shown: string }
  | { kind: "boolean" }
  | { kind: "error" }
  /** A formula whose value was not saved; the cell's text is the formula. */
  | { kind: "formula" }
  /** A formula that came to 0, as it does where there is nothing to come to. */
  | { kind: "zero" }
  /** A number that its format shows otherwise than it is taken; `shown` is null where we cannot tell how. */
  | { kind: "format"; shown: string | null }
  /** It lies under a merged cell, whose value stands in row `row`. */
  | { kind: "merged"; row: number }
  /** A person typed it here, knowing what it says. */
  | { kind: "typed" };

/** The kinds of a row's cells, by their column from 0; null where none of them has one. */
export type RowKinds = Readonly<Record<number, CellKind>> | null;

/** `kinds` with another kind at a column, or none. */
export function withKind(kinds: RowKinds, column: number, kind: CellKind | null): RowKinds {
  const { [column]: _, ...others } = kinds ?? {};
  const all: Record<number, CellKind> = kind === null ? others : { ...others, [column]: kind };
  return Object.keys(all).length === 0 ? null : all;
}

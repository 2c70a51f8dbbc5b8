import { REQUIRED_FIELDS } from "@/lib/spreadsheet/rows/heading-field";
import { ENOUGH_FIELD_NAMES, ENOUGH_NAMED_THINGS } from "@/lib/spreadsheet/rows/heading-row";

/** What the first rows of a sheet say of it. */
export type SheetGlance = {
  isVisible: boolean;
  /** Rows that are not blank, as far as was looked. */
  rows: number;
  /** How many fields the row names that names most of them. */
  fieldNames: number;
  /** The same with the names that people have for them. */
  namedThings: number;
  /** The most cells that a row fills. */
  width: number;
};

/**
 * Which sheet has the merchants, by place: one whose headings are ours and has rows under them, else one with those
 * that people have, else one that is as wide as a row of merchants is, else the first with anything in it. One that a
 * person sees goes before all that are hidden. Null where there is nothing in any.
 */
export function chooseSheet(glances: readonly SheetGlance[]): number | null {
  let best: { place: number; rank: number } | null = null;
  for (const [place, glance] of glances.entries()) {
    const rank = rankOf(glance);
    if (rank > (best?.rank ?? 0)) best = { place, rank };
  }
  return best?.place ?? null;
}

const VISIBLE = 1_000;
const OURS = 500;
const THEIRS = 200;
const HAS_ROWS = 100;
const WIDE = 50;

function rankOf({ isVisible, rows, fieldNames, namedThings, width }: SheetGlance): number {
  if (rows === 0) return 0;
  const isOurs = fieldNames >= ENOUGH_FIELD_NAMES;
  const isTheirs = !isOurs && namedThings >= ENOUGH_NAMED_THINGS;
  return (
    1 +
    (isVisible ? VISIBLE : 0) +
    (isOurs && rows > 1 ? OURS + fieldNames : 0) +
    (isTheirs && rows > 1 ? THEIRS + namedThings : 0) +
    (rows > 1 ? HAS_ROWS : 0) +
    (width >= REQUIRED_FIELDS.length ? WIDE : 0)
  );
}

import { removeInvisibleMarks } from "@/lib/text/characters";

const NEVER_STORED = /[\0\p{Cs}]/gu;
const LEADING_APOSTROPHES = /^'+/;
/** Quotation marks of another program; a mark between two letters is an apostrophe. */
const IN_APOSTROPHES = /^'(?=[\p{L}\p{N}])(?:[^']|(?<=\p{L})'(?=\p{L}))+'$/u;
const TEXT_AS_FORMULA = /^="((?:[^"]|"")*)"$/;
const WHOLE_NUMBER_AS_FLOAT = /^(\+?\d+)\.0$/;
/** Nearly every cell: printable ASCII on which none of the rules can have an effect. */
const CLEAN_ALREADY = /^(?!['=])[ -~]*(?<!\d\.0)$/;

/**
 * A cell of a spreadsheet as it is kept and given back: without invisible marks and Excel's leading `'`, `'Kopi'` and
 * `="0812"` as their text, `81510229216.0` as the digits. Everything else stays, line breaks and spaces too, except
 * NUL and halves of surrogate pairs, which no database stores. Cleaning twice changes nothing more.
 */
export function cleanCell(text: string): string {
  if (CLEAN_ALREADY.test(text)) return text;
  let before = text;
  for (;;) {
    const after = cleanOnce(before);
    if (after === before) return after;
    before = after;
  }
}

function cleanOnce(text: string): string {
  const visible = removeInvisibleMarks(text.replace(NEVER_STORED, ""));
  if (IN_APOSTROPHES.test(visible)) return visible.slice(1, -1);
  const shown = visible.replace(LEADING_APOSTROPHES, "");
  const inner = TEXT_AS_FORMULA.exec(shown)?.[1];
  return inner === undefined ? shown.replace(WHOLE_NUMBER_AS_FLOAT, "$1") : inner.replaceAll('""', '"');
}

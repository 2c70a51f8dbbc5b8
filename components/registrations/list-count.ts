import { formatNumber } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";

/** A count with more shows this many and a plus; the counts handed in go one above it. */
export const COUNT_CAP = 1_000;

/** `412`, `1,000+`. */
export function countText(count: number, locale: Locale): string {
  return count > COUNT_CAP ? `${formatNumber(COUNT_CAP, locale)}+` : formatNumber(count, locale);
}

/**
 * How many rows stand before those of a page; null where nobody knows. The way here counted them, and since then some may
 * have left the list or come into it: the last page is told by the total, and what the total refutes is not said.
 */
export function standingBefore({
  before,
  rows,
  total,
  isLast,
}: {
  /** As it was counted on the way here. */
  before: number | null;
  rows: number;
  /** Null where it is not known exactly. */
  total: number | null;
  /** Whether no row comes after these. */
  isLast: boolean;
}): number | null {
  if (before === 0 || total === null) return before;
  if (isLast) return Math.max(0, total - rows);
  return before !== null && before + rows > total ? null : before;
}

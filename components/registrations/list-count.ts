import { formatNumber } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";

/** A count with more shows this many and a plus; the counts handed in go one above it. */
export const COUNT_CAP = 1_000;

/** `412`, `1,000+`. */
export function countText(count: number, locale: Locale): string {
  return count > COUNT_CAP ? `${formatNumber(COUNT_CAP, locale)}+` : formatNumber(count, locale);
}

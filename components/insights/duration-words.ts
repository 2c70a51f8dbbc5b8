import type { Locale } from "@/lib/i18n/locale";

const STEPS = [
  { unit: "second", lengthMs: 1_000, belowMs: 60_000 },
  { unit: "minute", lengthMs: 60_000, belowMs: 3_600_000 },
  { unit: "hour", lengthMs: 3_600_000, belowMs: 48 * 3_600_000 },
  { unit: "day", lengthMs: 86_400_000, belowMs: Number.POSITIVE_INFINITY },
] as const;

/** `0.4 sec`, `12 min`, `1.5 hr`, `3 days`, in the unit that a person would choose. */
export function durationWords(durationMs: number, locale: Locale): string {
  const { unit, lengthMs } = STEPS.find(({ belowMs }) => durationMs < belowMs) ?? STEPS[3];
  const amount = durationMs / lengthMs;
  const words = new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: amount < 10 ? 1 : 0,
  });
  return words.format(amount);
}

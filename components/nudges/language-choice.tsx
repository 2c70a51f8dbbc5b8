"use client";

import clsx from "clsx";
import { LOCALE_NAMES, type Locale } from "@/lib/i18n/locale";

/** Indonesian first, which most merchants read. */
const CHOICES = ["id", "en"] as const satisfies readonly Locale[];

/** In which language the merchant is written to. */
export function LanguageChoice({
  label,
  locale,
  onChoose,
}: {
  label: string;
  locale: Locale;
  onChoose: (locale: Locale) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as the other switches are.
    <div
      role="group"
      aria-label={label}
      className="flex w-fit rounded-lg border bg-surface p-0.5 shadow-raised"
    >
      {CHOICES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === locale}
          onClick={() => onChoose(each)}
          className={clsx(
            "touch-target flex h-6.5 items-center rounded-md px-2.5 text-sm max-sm:h-8",
            each === locale ? "bg-accent-wash font-medium text-accent-ink" : "text-ink-soft hover:text-ink",
          )}
        >
          {LOCALE_NAMES[each]}
        </button>
      ))}
    </div>
  );
}

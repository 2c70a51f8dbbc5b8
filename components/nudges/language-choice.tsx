"use client";

import clsx from "clsx";
import { useMessages } from "@/lib/i18n/client-messages";
import { LOCALE_NAMES, type Locale } from "@/lib/i18n/locale";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";

/** In which language the merchant is written to. */
export function LanguageChoice({ locale, onChoose }: { locale: Locale; onChoose: (locale: Locale) => void }) {
  const say = useMessages("nudge");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as the other switches are.
    <div
      role="group"
      aria-label={say("language")}
      className="flex w-fit rounded-lg border bg-surface p-0.5 shadow-raised"
    >
      {NUDGE_LOCALES.map((each) => (
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

"use client";

import Languages from "lucide-react/icons/languages";
import { useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { Select } from "@/components/ui/fields/select";
import { LOCALE_COOKIE, LOCALE_NAMES, LOCALES, type Locale } from "@/lib/i18n/locale";
import { setPreferenceCookie } from "./preference-cookie";

/** The language of the screens. A choice holds for this browser and is shown at once; nothing typed is lost. */
export function LanguageControl({
  locale,
  label,
  className,
}: {
  locale: Locale;
  label: string;
  className?: string;
}) {
  const refresh = useRefresh();
  const [pending, startTransition] = useTransition();

  return (
    <Select
      aria-label={label}
      aria-busy={pending || undefined}
      quiet
      icon={<Languages aria-hidden="true" />}
      className={className}
      value={locale}
      onChange={(event) => {
        setPreferenceCookie(LOCALE_COOKIE, event.target.value);
        startTransition(async () => {
          await refresh();
        });
      }}
    >
      {LOCALES.map((choice) => (
        <option key={choice} value={choice} lang={choice}>
          {LOCALE_NAMES[choice]}
        </option>
      ))}
    </Select>
  );
}

import { cookies } from "next/headers";
import { getLocale, getTranslator } from "@/lib/server/language";
import { LanguageControl } from "./language-control";
import { parseTheme, THEME_COOKIE } from "./theme";
import { ThemeControl } from "./theme-control";

/** The `Language` control with the words and the choice of this request. */
export async function LanguagePreference({ className }: { className?: string }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslator("layout")]);
  return <LanguageControl locale={locale} label={t("language")} className={className} />;
}

/** The `Theme` control with the words and the choice of this request. */
export async function ThemePreference({ className }: { className?: string }) {
  const [cookieJar, t] = await Promise.all([cookies(), getTranslator("layout")]);
  const theme = parseTheme(cookieJar.get(THEME_COOKIE)?.value);
  return (
    <ThemeControl
      // Chosen elsewhere, such as in the command menu, it says so here too.
      key={theme}
      theme={theme}
      label={t("theme")}
      names={{ system: t("themes.system"), light: t("themes.light"), dark: t("themes.dark") }}
      className={className}
    />
  );
}

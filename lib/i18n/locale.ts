/** The languages of the product. Indonesian is what people get when nothing says otherwise. */
export const LOCALES = ["en", "id"] as const;
export type Locale = (typeof LOCALES)[number];
const DEFAULT_LOCALE: Locale = "id";

/** The cookie the `Language` control sets; it outlives the session on purpose. */
export const LOCALE_COOKIE = "locale";

/** Each language in its own words, as the `Language` control offers them. */
export const LOCALE_NAMES = { en: "English", id: "Indonesia" } as const satisfies Record<Locale, string>;

export function isLocale(text: unknown): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** What is known of the person's language, each as it arrived: nothing here is trusted to be a locale. */
export type LocaleHints = {
  cookie?: string | undefined;
  userSetting?: string | null | undefined;
  acceptLanguage?: string | null | undefined;
};

/** The language to answer in: cookie, then the person's setting, then the browser's wish, then Indonesian. */
export function pickLocale({ cookie, userSetting, acceptLanguage }: LocaleHints): Locale {
  if (isLocale(cookie)) return cookie;
  if (isLocale(userSetting)) return userSetting;
  return preferredLocale(acceptLanguage ?? "") ?? DEFAULT_LOCALE;
}

/** More entries than any browser sends; a longer header is not read to its end. */
const MAX_ACCEPTED_LANGUAGES = 32;

function preferredLocale(acceptLanguage: string): Locale | undefined {
  return acceptLanguage
    .split(",", MAX_ACCEPTED_LANGUAGES)
    .map(parseLanguageRange)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language)
    .find(isLocale);
}

function parseLanguageRange(range: string): { language: string | undefined; quality: number } {
  const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  const language = tag.split("-")[0];
  // "in" is what old Java and Android call Indonesian.
  return { language: language === "in" ? "id" : language, quality: Number.isNaN(quality) ? 0 : quality };
}

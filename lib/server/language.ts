import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { getActor } from "@/lib/auth/session";
import { isDatabaseUnavailable } from "@/lib/errors";
import type { Namespace } from "@/lib/i18n/catalog";
import { DEFAULT_TIME_ZONE, isTimeZone, type TimeStyle } from "@/lib/i18n/format";
import { LOCALE_COOKIE, type Locale, pickLocale } from "@/lib/i18n/locale";
import { createTranslatorFor, type Translator } from "@/lib/i18n/translator";

/** The language of this request; decided once per request. */
export const getLocale = cache(async (): Promise<Locale> => {
  const [cookieJar, requestHeaders, settings] = await Promise.all([cookies(), headers(), getSettings()]);
  return pickLocale({
    cookie: cookieJar.get(LOCALE_COOKIE)?.value,
    userSetting: settings?.locale,
    acceptLanguage: requestHeaders.get("accept-language"),
  });
});

/** The messages of one area in the language of this request. */
export async function getTranslator<N extends Namespace>(namespace: N): Promise<Translator<N>> {
  return createTranslatorFor(await getLocale(), namespace);
}

/** How the person of this request reads times; WIB where nobody is signed in. */
export const getTimeStyle = cache(async (): Promise<TimeStyle> => {
  const [locale, settings] = await Promise.all([getLocale(), getSettings()]);
  return { locale, timeZone: isTimeZone(settings?.timeZone) ? settings.timeZone : DEFAULT_TIME_ZONE };
});

const getSettings = cache(async (): Promise<{ locale: string | null; timeZone: string } | null> => {
  try {
    const actor = await getActor();
    return actor?.kind === "user" ? actor : null;
  } catch (error) {
    // A page that says "the database does not answer" still has to say it in some language.
    if (isDatabaseUnavailable(error)) return null;
    throw error;
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLocale, type LocaleHints, pickLocale } from "./locale";

const CASES: { hints: LocaleHints; locale: string; why: string }[] = [
  { hints: {}, locale: "id", why: "nothing is known" },
  {
    hints: { cookie: "en", userSetting: "id", acceptLanguage: "id" },
    locale: "en",
    why: "the cookie is first",
  },
  {
    hints: { cookie: "fr", userSetting: "en" },
    locale: "en",
    why: "a cookie that is no language counts for nothing",
  },
  {
    hints: { userSetting: "en", acceptLanguage: "id-ID" },
    locale: "en",
    why: "the setting is before the browser",
  },
  {
    hints: { userSetting: null, acceptLanguage: "en-US,en;q=0.9" },
    locale: "en",
    why: "the browser asks for English",
  },
  { hints: { acceptLanguage: "fr;q=1, id;q=0.4, en;q=0.6" }, locale: "en", why: "weights count, not places" },
  { hints: { acceptLanguage: "en;q=0, id" }, locale: "id", why: "a weight of zero is a refusal" },
  { hints: { acceptLanguage: "in-ID" }, locale: "id", why: "old devices call Indonesian in" },
  { hints: { acceptLanguage: "fr-FR, de" }, locale: "id", why: "the browser asks for neither" },
  { hints: { acceptLanguage: "en;q=abc" }, locale: "id", why: "a weight that is no number is none" },
];

describe("pickLocale", () => {
  it.each(CASES)("answers $locale where $why", ({ hints, locale }) => {
    expect(pickLocale(hints)).toBe(locale);
  });

  it("answers a language of ours whatever arrives", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (cookie, userSetting, acceptLanguage) => {
        expect(isLocale(pickLocale({ cookie, userSetting, acceptLanguage }))).toBe(true);
      }),
    );
  });
});

import format from "icu-minify/format";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { CATALOGS, type Namespace } from "./catalog";
import { type CompiledMessages, compileMessages, flattenMessages } from "./compiled-messages";
import { LOCALES } from "./locale";
import { messageArguments } from "./testing/message-arguments";

const FORMATTERS = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) =>
    new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

/** A value for every argument, numbers where the message counts. */
function sampleValues(text: string, count: number): Record<string, string | number> {
  const values = [...messageArguments(text)].map(([name, kind]) => [
    name,
    kind === "number" ? count : "Kopi Senja",
  ]);
  return Object.fromEntries(values);
}

describe.each(LOCALES)("compiled messages in %s", (locale) => {
  const namespaces = Object.keys(CATALOGS[locale]) as Namespace[];
  const compiled: CompiledMessages = JSON.parse(compileMessages(locale, namespaces));
  const translate = createTranslator<Record<string, unknown>>({ locale, messages: CATALOGS[locale] });

  it.each([0, 1, 2, 1_234])("say the same as the server's translator, counting %i", (count) => {
    for (const [key, text] of flattenMessages(CATALOGS[locale])) {
      const values = sampleValues(text, count);
      const message = compiled[key];
      if (message === undefined) throw new Error(`${key} was not compiled`);
      expect(format(message, locale, values, { formatters: FORMATTERS }), key).toBe(
        translate(key as never, values as never),
      );
    }
  });
});

import { createTranslator, type _Translator as UseIntlTranslator } from "use-intl/core";
import { CATALOGS, type Messages, type Namespace } from "./catalog";
import type { Locale } from "./locale";

/** Says the messages of one area: `t("key", {arguments})`. A key that does not exist is a type error. */
export type Translator<N extends Namespace> = UseIntlTranslator<Messages, N>;

/** Making one reads its area, and each parses a message when it first says it: so they are made once for all requests. */
const translators = new Map<string, unknown>();

/**
 * A translator for one area of the catalogue. For pages use `getTranslator` of `./server`.
 *
 * Throws for a message that cannot be formatted: a gap in the catalogue is a bug, never a key shown to a person.
 */
export function createTranslatorFor<N extends Namespace>(locale: Locale, namespace: N): Translator<N> {
  const name = `${locale}.${namespace}`;
  const known = translators.get(name) ?? makeTranslator(locale, namespace);
  translators.set(name, known);
  // The cast ties the namespace's type, which neither the map nor the generic call can follow, to the one asked for.
  return known as Translator<N>;
}

function makeTranslator(locale: Locale, namespace: Namespace): unknown {
  return createTranslator({
    locale,
    messages: CATALOGS[locale],
    namespace,
    onError: (error) => {
      throw error;
    },
  });
}

import { createTranslator, type _Translator as UseIntlTranslator } from "use-intl/core";
import { CATALOGS, type Messages, type Namespace } from "./catalog";
import type { Locale } from "./locale";

/** Says the messages of one area: `t("key", {arguments})`. A key that does not exist is a type error. */
export type Translator<N extends Namespace> = UseIntlTranslator<Messages, N>;

/**
 * A translator for one area of the catalogue. Pure; for pages use `getTranslator` of `./server`.
 *
 * Throws for a message that cannot be formatted: a gap in the catalogue is a bug, never a key shown to a person.
 */
export function createTranslatorFor<N extends Namespace>(locale: Locale, namespace: N): Translator<N> {
  // The cast only ties the namespace's type, which the generic call cannot follow, to the one asked for.
  return createTranslator({
    locale,
    messages: CATALOGS[locale],
    namespace,
    onError: (error) => {
      throw error;
    },
  }) as unknown as Translator<N>;
}

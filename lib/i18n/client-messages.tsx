"use client";

import format from "icu-minify/format";
import { createContext, type ReactNode, useContext } from "react";
import type { MessageKeys, NestedKeyOf } from "use-intl";
import type { Messages, Namespace } from "./catalog";
import type { CompiledMessages } from "./compiled-messages";
import type { Locale } from "./locale";

type ClientMessages = { locale: Locale; messages: CompiledMessages };

const ClientMessagesContext = createContext<ClientMessages>({ locale: "en", messages: {} });

/**
 * Hands compiled messages to the client components below it, added to those of providers above.
 * Give it only the areas they use: every message travels with the page.
 */
export function ClientMessagesProvider({
  locale,
  messages,
  children,
}: ClientMessages & { children: ReactNode }) {
  const outer = useContext(ClientMessagesContext);
  const value = { locale, messages: { ...outer.messages, ...messages } };
  return <ClientMessagesContext value={value}>{children}</ClientMessagesContext>;
}

/** The keys of one area, such as `businessName` of `form`. */
export type MessageKey<N extends Namespace> = MessageKeys<Messages[N], NestedKeyOf<Messages[N]>>;

/** Says a message of the area: `say("key", {arguments})`. */
export type Say<N extends Namespace> = (
  key: MessageKey<N>,
  values?: Record<string, string | number>,
) => string;

const FORMATTERS = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) =>
    new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

/** The messages of one area in a client component. Throws where no provider above carries the area. */
export function useMessages<N extends Namespace>(namespace: N): Say<N> {
  const { locale, messages } = useContext(ClientMessagesContext);
  return (key, values) => {
    const message = messages[`${namespace}.${key}`];
    if (message === undefined) {
      throw new Error(
        `The message ${namespace}.${key} is not with this page: name its area in a provider above`,
      );
    }
    const formatted = format<string>(message, locale, values, {
      formatters: FORMATTERS,
    });
    return Array.isArray(formatted) ? formatted.join("") : formatted;
  };
}

/** The language of the page, in a client component. */
export function useClientLocale(): Locale {
  return useContext(ClientMessagesContext).locale;
}

"use client";

import format, { type CompiledMessage } from "icu-minify/format";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { MessageKeys, NestedKeyOf } from "use-intl";
import type { Messages, Namespace } from "./catalog";
import type { CompiledMessages } from "./compiled-messages";
import type { Locale } from "./locale";

type ClientMessages = { locale: Locale; messages: CompiledMessages; outer: ClientMessages | null };

const ClientMessagesContext = createContext<ClientMessages>({ locale: "en", messages: {}, outer: null });

/** What was read so far: the same text comes with every page of a kind. */
const known = new Map<string, CompiledMessages>();

function readMessages(text: string): CompiledMessages {
  const messages = known.get(text) ?? JSON.parse(text);
  known.set(text, messages);
  return messages;
}

/**
 * Hands messages, as `compileMessages` writes them, to the client components below it, added to those of providers
 * above. Give it only the areas they use: every message travels with the page.
 */
export function ClientMessagesProvider({
  locale,
  messages: text,
  children,
}: {
  locale: Locale;
  messages: string;
  children: ReactNode;
}) {
  const outer = useContext(ClientMessagesContext);
  // The same for as long as the text is: whoever says a message need not be drawn anew with every refresh of the page.
  const value = useMemo(() => ({ locale, messages: readMessages(text), outer }), [locale, text, outer]);
  return <ClientMessagesContext value={value}>{children}</ClientMessagesContext>;
}

function findMessage({ messages, outer }: ClientMessages, key: string): CompiledMessage | undefined {
  return messages[key] ?? (outer ? findMessage(outer, key) : undefined);
}

/** The keys of one area, such as `businessName` of `form`. */
export type MessageKey<N extends Namespace> = MessageKeys<Messages[N], NestedKeyOf<Messages[N]>>;

/** Says a message of the area: `say("key", {arguments})`. */
export type Say<N extends Namespace> = (
  key: MessageKey<N>,
  values?: Record<string, string | number>,
) => string;

/** Each made once: making one costs as much as writing a thousand figures. */
function once<Args extends unknown[], Made>(make: (...args: Args) => Made): (...args: Args) => Made {
  const made = new Map<string, Made>();
  return (...args) => {
    const name = JSON.stringify(args);
    const formatter = made.get(name) ?? make(...args);
    made.set(name, formatter);
    return formatter;
  };
}

const FORMATTERS = {
  getDateTimeFormat: once(
    (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
  ),
  getNumberFormat: once(
    (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
  ),
  getPluralRules: once(
    (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
  ),
};

/** The messages of one area in a client component. Throws where no provider above carries the area. */
export function useMessages<N extends Namespace>(namespace: N): Say<N> {
  const said = useContext(ClientMessagesContext);
  return (key, values) => {
    const message = findMessage(said, `${namespace}.${key}`);
    if (message === undefined) {
      throw new Error(
        `The message ${namespace}.${key} is not with this page: name its area in a provider above`,
      );
    }
    const formatted = format<string>(message, said.locale, values, { formatters: FORMATTERS });
    return Array.isArray(formatted) ? formatted.join("") : formatted;
  };
}

/** The language of the page, in a client component. */
export function useClientLocale(): Locale {
  return useContext(ClientMessagesContext).locale;
}

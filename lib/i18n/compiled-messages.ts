import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { CATALOGS, type Namespace } from "./catalog";
import type { Locale } from "./locale";

/** Messages by their full key (`form.businessName`), parsed already, so that the browser needs no ICU parser. */
export type CompiledMessages = Readonly<Record<string, CompiledMessage>>;

const compiled = new Map<string, string>();

/**
 * The compiled messages of the areas a client component needs, as JSON of `CompiledMessages`: a text travels to the
 * browser as it is, where each value of an object would be gone through on every request. Made once per process.
 */
export function compileMessages(locale: Locale, namespaces: readonly Namespace[]): string {
  const name = `${locale} ${namespaces.join()}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const messages = namespaces.flatMap((namespace) => flattenMessages(CATALOGS[locale][namespace], namespace));
  const text = JSON.stringify(
    Object.fromEntries(messages.map(([path, message]) => [path, compile(message)])),
  );
  compiled.set(name, text);
  return text;
}

/** The leaves of a catalogue (or of a part of it) as `[dotted key, text]`, in the order they are written. */
export function flattenMessages(messages: object, prefix = ""): [string, string][] {
  return Object.entries(messages).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "string") return [[path, value]];
    return value !== null && typeof value === "object" ? flattenMessages(value, path) : [];
  });
}

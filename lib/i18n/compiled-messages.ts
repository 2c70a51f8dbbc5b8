import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { CATALOGS, type Namespace } from "./catalog";
import type { Locale } from "./locale";

/** Messages by their full key (`form.businessName`), parsed already, so that the browser needs no ICU parser. */
export type CompiledMessages = Readonly<Record<string, CompiledMessage>>;

const compiled = new Map<string, CompiledMessages>();

/** The compiled messages of the areas a client component needs. Each area is compiled once per process. */
export function compileMessages(locale: Locale, namespaces: readonly Namespace[]): CompiledMessages {
  return Object.assign({}, ...namespaces.map((namespace) => compileNamespace(locale, namespace)));
}

function compileNamespace(locale: Locale, namespace: Namespace): CompiledMessages {
  const key = `${locale}.${namespace}`;
  const known = compiled.get(key);
  if (known) return known;
  const messages = Object.fromEntries(
    flattenMessages(CATALOGS[locale][namespace], namespace).map(([path, text]) => [path, compile(text)]),
  );
  // The compiler makes plural branches without a prototype, which cannot travel to a client component.
  const plain: CompiledMessages = JSON.parse(JSON.stringify(messages));
  compiled.set(key, plain);
  return plain;
}

/** The leaves of a catalogue (or of a part of it) as `[dotted key, text]`, in the order they are written. */
export function flattenMessages(messages: object, prefix = ""): [string, string][] {
  return Object.entries(messages).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "string") return [[path, value]];
    return value !== null && typeof value === "object" ? flattenMessages(value, path) : [];
  });
}

/** What a reminder's words may leave open, each between braces; filled in from the registration and its sender. */
export const PLACEHOLDERS = ["business_name", "representative_name", "inbox", "documents", "sender"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

const BETWEEN_BRACES = /\{([^{}\n]*)\}/g;
/** As many are named as a sentence can hold. */
const MAX_NAMED = 5;

/** The text with its placeholders filled in, once: what stands in a value is never filled in again. Pure. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  return text.replace(BETWEEN_BRACES, (whole, name: string) => {
    const placeholder = PLACEHOLDERS.find((known) => known === name.trim());
    return placeholder === undefined ? whole : values[placeholder];
  });
}

/** What stands between braces and is no placeholder, as it is written there, each once. Pure. */
export function unknownPlaceholders(text: string): string[] {
  const names = [...text.matchAll(BETWEEN_BRACES)].map(([, name = ""]) => name.trim());
  const unknown = names.filter((name) => !PLACEHOLDERS.some((known) => known === name));
  return [...new Set(unknown)].slice(0, MAX_NAMED).map((name) => `{${name}}`);
}

/** What a reminder's words may leave open, each between braces; filled in from the registration and its sender. */
export const PLACEHOLDERS = ["business_name", "representative_name", "inbox", "documents", "sender"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

const BETWEEN_BRACES = /\{([^{}\n]*)\}/g;
/** With all the braces that stand there, also where one is missing at a word; of no word a brace is just a sign. */
const BRACED = /\{{1,9}[^{}\n]*\}{1,9}|\{{1,9}\w{1,60}|\w{1,60}\}{1,9}/g;
/** As many are named as a sentence can hold. */
const MAX_NAMED = 5;

/** The text with its placeholders filled in, once: what stands in a value is never filled in again. Pure. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  return text.replace(BETWEEN_BRACES, (whole, name: string) => {
    const placeholder = PLACEHOLDERS.find((known) => known === name.trim());
    return placeholder === undefined ? whole : values[placeholder];
  });
}

/** What has braces and is no placeholder, as it is written there, each once: a brace too many or too few would be sent. Pure. */
export function unknownPlaceholders(text: string): string[] {
  const braced = [...text.matchAll(BRACED)].map(([whole]) => whole.replace(/(?<=^\{+)\s+|\s+(?=\}+$)/g, ""));
  const unknown = braced.filter((whole) => !PLACEHOLDERS.some((known) => whole === `{${known}}`));
  return [...new Set(unknown)].slice(0, MAX_NAMED);
}

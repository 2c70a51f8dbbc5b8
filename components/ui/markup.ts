/** A piece of HTML. Only `markup` makes one, so every text in it has been escaped. */
class Escaped {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}
export type Markup = Escaped;

type Inserted = string | Markup | null;

/**
 * HTML as a template: a text that is put in is escaped, for between tags and for attributes in double quotes, and
 * null is nothing.
 *
 * For what stands on a page hundreds of times and only shows something. Anything else is an element of React.
 */
export function markup(parts: TemplateStringsArray, ...inserted: readonly Inserted[]): Markup {
  const texts = inserted.map((each, at) => htmlOf(each) + (parts[at + 1] ?? ""));
  return new Escaped((parts[0] ?? "") + texts.join(""));
}

/** Pieces one after another. */
export function joinMarkup(pieces: readonly Markup[]): Markup {
  return new Escaped(pieces.map(({ html }) => html).join(""));
}

function htmlOf(inserted: Inserted): string {
  if (inserted === null) return "";
  return typeof inserted === "string" ? escapeText(inserted) : inserted.html;
}

const SPECIAL = /[&<>"']/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? "");
}

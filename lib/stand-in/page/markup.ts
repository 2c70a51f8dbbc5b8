/** HTML that is safe to put into HTML. */
export type Markup = { readonly markup: string };

type Piece = Markup | readonly Markup[] | string | number;

/** A template whose values are escaped, unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  let markup = texts[0] ?? "";
  pieces.forEach((piece, at) => {
    markup += markupOf(piece) + (texts[at + 1] ?? "");
  });
  return { markup };
}

function markupOf(piece: Piece): string {
  if (typeof piece === "string" || typeof piece === "number") return escapeText(String(piece));
  return "markup" in piece ? piece.markup : piece.map(markupOf).join("");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

import compile from "icu-minify/compile";

/** What a message asks for, through every branch: each name with whether it is counted. */
export function messageArguments(text: string): Map<string, "text" | "number"> {
  const found = new Map<string, "text" | "number">();
  const compiled: unknown = compile(text);
  if (Array.isArray(compiled)) for (const node of compiled) visit(node, found);
  return found;
}

/** icu-minify's kinds of a compiled node: 2 and 3 are plurals, 4 is a number. */
const COUNTED_KINDS: readonly unknown[] = [2, 3, 4];

/** A node is text, an argument `[name]`, or `[name, kind, branches by case]`; a branch is a node or a list of them. */
function visit(node: unknown, found: Map<string, "text" | "number">): void {
  if (!Array.isArray(node)) return;
  const [name, kind, branches]: unknown[] = node;
  // In a branch, 0 stands for the figure that is counted.
  if (typeof name !== "string" || (node.length > 1 && (typeof kind !== "number" || kind === 0))) {
    for (const inner of node) visit(inner, found);
    return;
  }
  if (COUNTED_KINDS.includes(kind)) found.set(name, "number");
  else if (!found.has(name)) found.set(name, "text");
  if (typeof branches === "object" && branches !== null) {
    for (const branch of Object.values(branches)) visit(branch, found);
  }
}

import type { FieldProblem } from "@/lib/field-problem";

// react-hook-form keeps one text for the error of a field. A sentence would stay in the language in which it was said,
// so the text is the problem itself, and the sentence is said where it is shown.

export function writeProblem({ code, params }: FieldProblem): string {
  return JSON.stringify({ code, params });
}

/** What `writeProblem` wrote. */
export function readProblem(text: string): FieldProblem {
  return JSON.parse(text);
}

import "./zod-without-eval";
import type * as z from "zod/mini";

/** What is wrong with one field: a code that both catalogues have words for, and the arguments of those words. */
export type FieldProblem<Code extends string = string> = {
  code: Code;
  params?: Record<string, string | number>;
};

/** What a check of zod says where it does not hold: `z.refine(isShort, saying("tooLong"))`. */
export function saying(code: string) {
  return { params: { problem: { code } satisfies FieldProblem } };
}

/** The same as an issue, for a schema that finds out while it reads; `path` where it reads several fields together. */
export function issueOf(input: unknown, problem: FieldProblem, path: string[] = []) {
  return { code: "custom" as const, path, input, params: { problem } };
}

/** The problem that an issue says; null for what no form makes, such as a number in place of text. */
export function problemOf(issue: { code?: string | undefined; params?: unknown }): FieldProblem | null {
  const { params } = issue;
  if (issue.code !== "custom" || typeof params !== "object" || params === null || !("problem" in params)) {
    return null;
  }
  return isProblem(params.problem) ? params.problem : null;
}

function isProblem(value: unknown): value is FieldProblem {
  return typeof value === "object" && value !== null && "code" in value;
}

/** The first problem of each field, as far as it is one of these. */
export function problemsIn<Code extends string>(
  { issues }: z.core.$ZodError,
  codes: readonly Code[],
): Partial<Record<string, Code>> {
  const problems: Partial<Record<string, Code>> = {};
  for (const issue of issues) {
    const code = codes.find((known) => known === problemOf(issue)?.code);
    if (code) problems[issue.path.join(".")] ??= code;
  }
  return problems;
}

/** What a schema makes of what was typed, or the answer to the form that says what is wrong with it. */
export function readTyped<Schema extends z.ZodMiniType, Code extends string>(
  schema: Schema,
  typed: z.input<Schema>,
  codes: readonly Code[],
): { kind: "ok"; value: z.output<Schema> } | { kind: "problems"; problems: Partial<Record<string, Code>> } {
  const { success, data, error } = schema.safeParse(typed);
  return success ? { kind: "ok", value: data } : { kind: "problems", problems: problemsIn(error, codes) };
}

import { zodResolver } from "@hookform/resolvers/zod";
import type { FieldValues, Resolver } from "react-hook-form";
import { problemOf } from "@/lib/field-problem";
import type { FormSchema } from "./form-schema";
import { writeProblem } from "./problem-text";

/** Checks by the schema and hands on what was typed, for the server reads it by the same schema. */
export function resolveWith<Values extends FieldValues>(schema: FormSchema<Values>): Resolver<Values> {
  return zodResolver(
    schema,
    { error: (issue) => writeProblem(problemOf(issue) ?? { code: "bad_input" }) },
    { raw: true },
  );
}

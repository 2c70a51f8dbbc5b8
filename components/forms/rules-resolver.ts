import type { FieldValues, Resolver } from "react-hook-form";
import type { FormSchema } from "./form-schema";

/** Fetches the schema, which no page brings with it. */
export type LoadSchema<Values extends FieldValues> = () => Promise<FormSchema<Values>>;

/** The resolver of a form whose rules are fetched when they are first needed. */
export function resolveBy<Values extends FieldValues>(load: LoadSchema<Values>): Resolver<Values> {
  return async (values, context, options) => {
    // Rules that cannot be fetched are no reason to stop: the server checks everything again.
    const resolve = await loadResolver(load).catch(() => null);
    return resolve ? resolve(values, context, options) : { values, errors: {} };
  };
}

/** Starts fetching the rules; a failure is met again, and handled, when they are needed. */
export function prepareRules<Values extends FieldValues>(load: LoadSchema<Values>): void {
  loadResolver(load).catch(() => undefined);
}

async function loadResolver<Values extends FieldValues>(load: LoadSchema<Values>): Promise<Resolver<Values>> {
  const [{ resolveWith }, schema] = await Promise.all([import("./zod-rules"), load()]);
  return resolveWith(schema);
}

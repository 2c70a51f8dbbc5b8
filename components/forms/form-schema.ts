import type { FieldValues } from "react-hook-form";
import type * as z from "zod/mini";

/** What a form may hold, and what is wrong with it: the schema that the server reads it by. */
export type FormSchema<Values extends FieldValues> = z.ZodMiniType<unknown, Values>;

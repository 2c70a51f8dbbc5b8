import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import { text } from "@/lib/text/input";

const typed = text(1_000);

/** Who signs in, and where they wanted to go. */
export const signInSchema = z.object({
  email: typed.check(z.refine((email) => email !== "", saying("emailMissing"))),
  password: typed.check(z.refine((password) => password !== "", saying("passwordMissing"))),
  next: z.optional(text(2_000)),
});
export type SignInInput = z.input<typeof signInSchema>;

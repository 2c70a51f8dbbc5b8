import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import { text } from "@/lib/text/input";

const typed = text(1_000);

/** Who signs in. */
export const signInSchema = z.object({
  email: typed.check(z.refine((email) => email !== "", saying("emailMissing"))),
  password: typed.check(z.refine((password) => password !== "", saying("passwordMissing"))),
});

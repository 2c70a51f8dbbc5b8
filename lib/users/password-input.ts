import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import { text } from "@/lib/text/input";

const typed = text(10_000);

/** One's password and the one it is changed to, which the server judges. */
export const changePasswordSchema = z.object({
  currentPassword: typed.check(z.refine((password) => password !== "", saying("missing"))),
  newPassword: typed,
});
export type ChangePasswordInput = z.input<typeof changePasswordSchema>;

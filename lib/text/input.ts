import "@/lib/zod-without-eval";
import * as z from "zod/mini";
import { cleanLines } from "@/lib/text/characters";

/** What no database stores and no screen shows; line breaks and tabs are what people type. */
const UNSTORABLE = /[^\P{Cc}\n\r\t]|\p{Cs}/u;

/**
 * Text that comes in from outside: never without an end, never with a control character or half of a sign. Where such
 * characters are a person's slip, as in a field that is cleaned, the field says so itself (`lib/registrations/input/schema.ts`).
 */
export function text(maxLength: number) {
  return z.string().check(
    z.maxLength(maxLength),
    z.refine((typed) => !UNSTORABLE.test(typed)),
  );
}

/** The same of what a person writes in lines of their own, such as a note: what came along unseen is taken out of it. */
export function writing(maxLength: number) {
  return z.string().check(z.maxLength(maxLength), z.overwrite(cleanLines));
}

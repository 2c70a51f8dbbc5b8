import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";

export const LOWEST_RATE_LIMIT = 1;
export const HIGHEST_RATE_LIMIT = 1_000;

/** A rate limit as typed: a whole number from 1 to 1,000 written in digits only, or nothing for no limit (null). */
export const rateLimitSchema = z.object({
  rateLimit: z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const typed = text.trim();
      if (typed === "") return null;
      // Digits only: whether "1.000" is one or a thousand depends on who wrote it.
      const rateLimit = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
      if (rateLimit >= LOWEST_RATE_LIMIT && rateLimit <= HIGHEST_RATE_LIMIT) return rateLimit;
      context.issues.push(issueOf(text, { code: "outOfRange" }));
      return z.NEVER;
    }),
  ),
});

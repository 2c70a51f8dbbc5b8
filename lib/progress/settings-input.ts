import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";

const FEWEST_QUIET_DAYS = 1;
const MOST_QUIET_DAYS = 30;

/** A number of days as typed: a whole one from 1 to 30 in digits only. */
export const quietDaysSchema = z.object({
  days: z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const typed = text.trim();
      const days = /^\d{1,2}$/.test(typed) ? Number(typed) : Number.NaN;
      if (days >= FEWEST_QUIET_DAYS && days <= MOST_QUIET_DAYS) return days;
      context.issues.push(issueOf(text, { code: "outOfRange" }));
      return z.NEVER;
    }),
  ),
});

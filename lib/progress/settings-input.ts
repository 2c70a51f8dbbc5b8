import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { Progress } from "@/lib/generated/prisma/enums";
import type { Meaning } from "@/lib/progress/meaning";

export const FEWEST_QUIET_DAYS = 1;
export const MOST_QUIET_DAYS = 30;

/** What a value of DOKU's can mean. */
export const MEANINGS = [
  ...Object.values(Progress).filter((progress) => progress !== "UNKNOWN_VALUE"),
  "says_nothing",
] as const satisfies readonly Meaning[];

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

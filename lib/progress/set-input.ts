import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { Progress } from "@/lib/generated/prisma/enums";

/** What a person may say: not that DOKU says something nobody knows. */
export const SETTABLE = [
  Progress.INVITED,
  Progress.IN_PROGRESS,
  Progress.IN_REVIEW,
  Progress.ACTION_NEEDED,
  Progress.VERIFIED,
  Progress.REJECTED,
] as const;

/** Who says so: the person, or the merchant through them. */
export const SAID_BY = ["person", "merchant"] as const;

export const SET_PROBLEMS = ["progressMissing", "noteTooLong"] as const;
export type SetProblem = (typeof SET_PROBLEMS)[number];

const NOTE_MAX_LENGTH = 500;

/** What *Set progress* hands in. Its note may be left out. */
export const setProgressSchema = z.object({
  progress: z.pipe(
    z.string(),
    z.transform((typed: string, context) => {
      const progress = SETTABLE.find((known) => known === typed);
      if (progress) return progress;
      context.issues.push(issueOf(typed, { code: "progressMissing" }));
      return z.NEVER;
    }),
  ),
  source: z.enum(SAID_BY),
  note: z.pipe(
    z.string(),
    z.transform((typed: string, context) => {
      const note = typed.trim();
      if ([...note].length > NOTE_MAX_LENGTH) context.issues.push(issueOf(typed, { code: "noteTooLong" }));
      return note;
    }),
  ),
});
export type SetProgress = z.output<typeof setProgressSchema>;

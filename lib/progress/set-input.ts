import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { SAID_BY, SETTABLE } from "@/lib/progress/settable";

export const SET_PROBLEMS = ["progressMissing", "noteTooLong"] as const;

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

import * as z from "zod/mini";
import { issueOf, readTyped, saying } from "@/lib/field-problem";
import { readWhen, WHEN_PROBLEMS } from "@/lib/followups/when";
import type { TimeZone } from "@/lib/i18n/format";
import { text, writing } from "@/lib/text/input";

const NOTE_MAX_LENGTH = 500;
/** More than anybody types into a line; what is too long to be a day is told by `readWhen`. */
export const TYPED_MAX_LENGTH = 10_000;

/** Every code that can be wrong with a follow-up; the words are `followUps.problems.<code>`. */
export const FOLLOW_UP_PROBLEMS = [...WHEN_PROBLEMS, "note_too_long"] as const;
export type FollowUpProblem = (typeof FOLLOW_UP_PROBLEMS)[number];

/** What the form of a follow-up hands in. Whether the day is one the server says, whose clock counts. */
export const followUpTexts = z.object({
  when: text(TYPED_MAX_LENGTH).check(z.refine((when) => when.trim() !== "", saying("missing"))),
  note: z.pipe(
    writing(TYPED_MAX_LENGTH),
    z.transform((typed: string, context) => {
      const note = typed.trim();
      const count = [...note].length;
      if (count > NOTE_MAX_LENGTH) {
        const params = { count, max: NOTE_MAX_LENGTH };
        context.issues.push(issueOf(typed, { code: "note_too_long", params }));
      }
      return note;
    }),
  ),
});

/** The day and the note of what was typed, or what is wrong with it. Pure. */
export function readFollowUp(
  typed: { when: string; note: string },
  where: { now: Date; timeZone: TimeZone },
):
  | { kind: "ok"; at: Date; note: string }
  | { kind: "problems"; problems: { when?: FollowUpProblem; note?: FollowUpProblem } } {
  const read = readTyped(followUpTexts, typed, FOLLOW_UP_PROBLEMS);
  if (read.kind === "problems") return read;
  const day = readWhen(read.value.when, where);
  if (!day.ok) return { kind: "problems", problems: { when: day.problem } };
  return { kind: "ok", at: day.at, note: read.value.note };
}

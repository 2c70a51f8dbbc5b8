import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { writing } from "@/lib/text/input";

const NOTE_MAX_LENGTH = 2_000;
export const NOTE_TYPED_MAX_LENGTH = 20_000;

export const noteTexts = z.object({
  text: z.pipe(
    writing(NOTE_TYPED_MAX_LENGTH),
    z.transform((typed: string, context) => {
      const note = typed.trim();
      const count = [...note].length;
      if (note === "") context.issues.push(issueOf(typed, { code: "missing" }));
      if (count > NOTE_MAX_LENGTH)
        context.issues.push(issueOf(typed, { code: "too_long", params: { count, max: NOTE_MAX_LENGTH } }));
      return note;
    }),
  ),
});

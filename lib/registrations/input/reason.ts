import * as z from "zod/mini";
import { issueOf } from "@/lib/field-problem";
import { writing } from "@/lib/text/input";

/** The longest reason a person may give, in characters. */
export const REASON_MAX_LENGTH = 500;
const TYPED_MAX_LENGTH = 100_000;

/** It may be `missing`, or `too_long` with `count` and `max`. */
function reasonOf({ isOptional }: { isOptional: boolean }) {
  return z.pipe(
    writing(TYPED_MAX_LENGTH),
    z.transform((text: string, context) => {
      const reason = text.trim();
      const count = [...reason].length;
      if (count > REASON_MAX_LENGTH) {
        const params = { count, max: REASON_MAX_LENGTH };
        context.issues.push(issueOf(text, { code: "too_long", params }));
      }
      if (reason === "" && !isOptional) context.issues.push(issueOf(text, { code: "missing" }));
      return reason;
    }),
  );
}

/** A reason that must be given: trimmed, present and not too long. */
export const reasonSchema = z.object({ reason: reasonOf({ isOptional: false }) });

/** A reason that may be left out. */
export const optionalReasonSchema = z.object({ reason: reasonOf({ isOptional: true }) });

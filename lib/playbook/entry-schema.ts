import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import { text } from "@/lib/text/input";
import { FIX_MAX_LENGTH, MEANING_MAX_LENGTH } from "./entry-input";

/** The codes that `causeOf` and `attemptCause` make. */
const CAUSE =
  /^(refused\.[a-zA-Z]{1,40}\.[0-9a-f]{8}|(unsure|not_sent|credential_refused)\.[a-z0-9_]{1,60})$/;

/** What a person hands in. `knownAt` is when the entry they edit was last changed, empty for a new one. */
export const playbookInput = z.object({
  cause: text(100).check(z.regex(CAUSE)),
  meaning: text(10_000),
  fix: text(10_000),
  knownAt: z.union([z.literal(""), z.iso.datetime()]),
});
export type PlaybookInput = z.output<typeof playbookInput>;

function written(maxLength: number) {
  return z.string().check(
    z.trim(),
    z.refine((typed) => typed !== "", saying("missing")),
    z.refine((typed) => typed.length <= maxLength, saying("tooLong")),
  );
}

/** The texts as they are kept: trimmed, and neither empty nor longer than a screen likes. */
export const playbookTexts = z.object({ meaning: written(MEANING_MAX_LENGTH), fix: written(FIX_MAX_LENGTH) });

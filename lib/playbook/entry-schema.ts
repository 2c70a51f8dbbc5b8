import * as z from "zod/mini";
import { text } from "@/lib/text-input";

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

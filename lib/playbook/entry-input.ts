import * as z from "zod/mini";

export const MEANING_MAX_LENGTH = 500;
export const FIX_MAX_LENGTH = 1_000;

/** The codes that `causeOf` and `attemptCause` make. */
const CAUSE =
  /^(refused\.[a-zA-Z]{1,40}\.[0-9a-f]{8}|(unsure|not_sent|credential_refused)\.[a-z0-9_]{1,60})$/;

/** What a person hands in. `knownAt` is when the entry they edit was last changed, empty for a new one. */
export const playbookInput = z.object({
  cause: z.string().check(z.regex(CAUSE)),
  meaning: z.string().check(z.maxLength(10_000)),
  fix: z.string().check(z.maxLength(10_000)),
  knownAt: z.union([z.literal(""), z.iso.datetime()]),
});
export type PlaybookInput = z.output<typeof playbookInput>;

export type PlaybookProblem = "missing" | "tooLong";
export type PlaybookProblems = { meaning?: PlaybookProblem; fix?: PlaybookProblem };

/** The texts as they are kept, trimmed, with what is wrong with them. Pure. */
export function readPlaybookTexts({ meaning, fix }: Pick<PlaybookInput, "meaning" | "fix">): {
  meaning: string;
  fix: string;
  problems: PlaybookProblems;
} {
  const texts = { meaning: meaning.trim(), fix: fix.trim() };
  const problems: PlaybookProblems = {};
  const meaningProblem = problemOf(texts.meaning, MEANING_MAX_LENGTH);
  const fixProblem = problemOf(texts.fix, FIX_MAX_LENGTH);
  if (meaningProblem) problems.meaning = meaningProblem;
  if (fixProblem) problems.fix = fixProblem;
  return { ...texts, problems };
}

function problemOf(text: string, maxLength: number): PlaybookProblem | null {
  if (text === "") return "missing";
  return text.length > maxLength ? "tooLong" : null;
}

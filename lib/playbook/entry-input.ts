export const MEANING_MAX_LENGTH = 500;
export const FIX_MAX_LENGTH = 1_000;

export type PlaybookProblem = "missing" | "tooLong";
export type PlaybookProblems = { meaning?: PlaybookProblem; fix?: PlaybookProblem };

/** The texts as they are kept, trimmed, with what is wrong with them. Pure. */
export function readPlaybookTexts({ meaning, fix }: { meaning: string; fix: string }): {
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

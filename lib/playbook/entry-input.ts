export const MEANING_MAX_LENGTH = 500;
export const FIX_MAX_LENGTH = 1_000;

export const PLAYBOOK_PROBLEMS = ["missing", "tooLong"] as const;
export type PlaybookProblem = (typeof PLAYBOOK_PROBLEMS)[number];

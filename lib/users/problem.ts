// Apart from the rules that find them, which a page fetches only when somebody begins to type.

/** What can be wrong with a person's name or address; words under `people.problem` in the catalogues. */
export const PERSON_PROBLEMS = [
  "nameMissing",
  "nameTooLong",
  "emailMissing",
  "emailFormat",
  "emailTaken",
] as const;
export type PersonProblem = (typeof PERSON_PROBLEMS)[number];

/** Why a password is not taken; words under `auth.passwordProblem` in the catalogues. */
export const PASSWORD_PROBLEMS = ["tooShort", "tooLong", "common", "personal"] as const;
export type PasswordProblem = (typeof PASSWORD_PROBLEMS)[number];

/** What can be missing before anybody is looked for; words under `auth` in the catalogues. */
export const SIGN_IN_PROBLEMS = ["emailMissing", "passwordMissing"] as const;

import type { PasswordProblem } from "@/lib/users/problem";

const WHY = {
  tooShort: "is shorter than 12 characters",
  tooLong: "is longer than 256 characters",
  common: "is made of words that are tried first",
  personal: "holds the name in ADMIN_EMAIL, or Mitra's",
} as const satisfies Record<PasswordProblem, string>;

/** What a person at a terminal is told about ADMIN_PASSWORD; never the password. */
export function explainWeakPassword(problem: PasswordProblem): string {
  return `ADMIN_PASSWORD ${WHY[problem]}, so no admin was made and nothing was started. Choose another one, such as four words that have nothing to do with one another.`;
}

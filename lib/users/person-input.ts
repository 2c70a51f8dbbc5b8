import { emailKey } from "@/lib/registrations/duplicate-key";
import { normaliseEmail } from "@/lib/registrations/email";
import { cleanLine, countCharacters } from "@/lib/registrations/text";

export const NAME_LIMIT = 225;

/** What can be wrong with a person's name or address; words under `people.problem` in the catalogues. */
export const PERSON_PROBLEMS = [
  "nameMissing",
  "nameTooLong",
  "emailMissing",
  "emailFormat",
  "emailTaken",
] as const;
export type PersonProblem = (typeof PERSON_PROBLEMS)[number];

export type PersonInput = { name: string; email: string };
export type PersonProblems = { [Field in keyof PersonInput]?: PersonProblem };

export type CheckedName = { ok: true; name: string } | { ok: false; problem: PersonProblem };

/** A person's name as it will be kept: one line, no control characters or invisible marks, 1 to 225 characters. */
export function checkName(text: string): CheckedName {
  const name = cleanLine(text);
  if (name === "") return { ok: false, problem: "nameMissing" };
  if (countCharacters(name) > NAME_LIMIT) return { ok: false, problem: "nameTooLong" };
  return { ok: true, name };
}

export type CheckedPerson =
  | { ok: true; name: string; email: string; emailKey: string }
  | { ok: false; problems: PersonProblems };

/** A person's name and address as they will be kept, with the key addresses are compared by, or what is wrong. */
export function checkPerson(input: PersonInput): CheckedPerson {
  const name = checkName(input.name);
  const email = normaliseEmail(input.email);
  if (name.ok && email.ok) {
    return { ok: true, name: name.name, email: email.address, emailKey: emailKey(email.address) };
  }
  return {
    ok: false,
    problems: {
      ...(name.ok ? {} : { name: name.problem }),
      ...(email.ok ? {} : { email: email.code === "email_missing" ? "emailMissing" : "emailFormat" }),
    },
  };
}

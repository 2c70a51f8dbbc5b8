import * as z from "zod/mini";
import { ROLES } from "@/lib/authority/actor";
import { issueOf, problemsIn, saying } from "@/lib/field-problem";
import { TIME_ZONES } from "@/lib/i18n/format";
import { LOCALES } from "@/lib/i18n/locale";
import { cleanLine, countCharacters } from "@/lib/text/characters";
import { emailKey } from "@/lib/text/comparison";
import { normaliseEmail } from "@/lib/text/email";
import { PERSON_PROBLEMS, type PersonProblem } from "./problem";

export const NAME_LIMIT = 225;

/** A person's name as it will be kept: one line, no control characters or invisible marks, 1 to 225 characters. */
const nameSchema = z.string().check(
  z.overwrite(cleanLine),
  z.refine((name) => name !== "", saying("nameMissing")),
  z.refine((name) => countCharacters(name) <= NAME_LIMIT, saying("nameTooLong")),
);

const emailSchema = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const reading = normaliseEmail(text);
    if (reading.ok) return reading.address;
    const code: PersonProblem = reading.code === "email_missing" ? "emailMissing" : "emailFormat";
    context.issues.push(issueOf(text, { code }));
    return z.NEVER;
  }),
);

/** A person's name and address as they will be kept, or what is wrong with them. */
const personSchema = z.object({ name: nameSchema, email: emailSchema });
export type PersonInput = z.input<typeof personSchema>;
export type PersonProblems = { [Field in keyof PersonInput]?: PersonProblem };

/** One's own name, and how one's screens are. */
export const profileSchema = z.object({
  name: nameSchema,
  /** Empty is the browser's language. */
  locale: z.enum(["", ...LOCALES]),
  timeZone: z.enum(TIME_ZONES),
});
export type ProfileInput = z.input<typeof profileSchema>;

/** What somebody may do. */
export const roleSchema = z.object({ role: z.enum(ROLES) });

/** Somebody new, with what they may do. */
export const newPersonSchema = z.extend(personSchema, roleSchema.shape);
export type NewPersonInput = z.input<typeof newPersonSchema>;

export function checkName(text: string): { ok: true; name: string } | { ok: false; problem: PersonProblem } {
  const { success, data, error } = nameSchema.safeParse(text);
  return success
    ? { ok: true, name: data }
    : { ok: false, problem: problemsIn(error, PERSON_PROBLEMS)[""] ?? "nameMissing" };
}

export type CheckedPerson =
  | { ok: true; name: string; email: string; emailKey: string }
  | { ok: false; problems: PersonProblems };

/** The person with the key that addresses are compared by, or what is wrong. */
export function checkPerson(input: PersonInput): CheckedPerson {
  const { success, data, error } = personSchema.safeParse(input);
  return success
    ? { ok: true, ...data, emailKey: emailKey(data.email) }
    : { ok: false, problems: problemsIn(error, PERSON_PROBLEMS) };
}

import { recordAudit } from "@/lib/audit/record";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { createFirstAdmin } from "./first-admin";
import { hashPassword } from "./password";
import { type CheckedPassword, checkPassword } from "./password-rules";
import { lockPeople } from "./people-lock";
import { checkPerson, type PersonInput, type PersonProblems } from "./person-input";
import type { PasswordProblem } from "./problem";
import { endSessionsOf } from "./sessions";
import { findSetupOffer, type SetupOffer, takeSetupOffer, voidSetupLinks } from "./setup-tokens";

export type SetupInput = {
  token: string;
  /** Only the first admin says who they are; for others name and e-mail are known and these are not read. */
  person: PersonInput;
  password: string;
};

export type SetupProblems = PersonProblems & { password?: PasswordProblem };

export type SetupEnding =
  | { kind: "done"; email: string }
  | { kind: "problems"; problems: SetupProblems }
  /** Unknown, used or too old: nothing was changed. */
  | { kind: "link_over" };

/**
 * Completes a set-up link: makes the first admin, or gives a person their password and ends whatever
 * sessions they had. Nobody is signed in by it. The link works once; a stranger without one causes no hash.
 */
export async function completeSetup(input: SetupInput): Promise<SetupEnding> {
  const offer = await findSetupOffer(input.token);
  if (!offer) return { kind: "link_over" };
  const checked = await checkSetup(offer, input);
  if (!checked.ok) return { kind: "problems", problems: checked.problems };
  const passwordHash = await hashPassword(checked.password);
  return prismaClient().$transaction(async (tx): Promise<SetupEnding> => {
    await lockPeople(tx);
    const taken = await takeSetupOffer(tx, input.token);
    if (!taken) return { kind: "link_over" };
    if (taken.purpose === "first_admin") {
      await createFirstAdmin(tx, { ...checked.person, passwordHash });
      return { kind: "done", email: checked.person.email };
    }
    await setPassword(tx, taken.person.id, passwordHash);
    return { kind: "done", email: taken.person.email };
  });
}

type CheckedSetup =
  | { ok: true; person: PersonInput; password: CheckedPassword }
  | { ok: false; problems: SetupProblems };

async function checkSetup(offer: SetupOffer, input: SetupInput): Promise<CheckedSetup> {
  const person =
    offer.purpose === "first_admin" ? checkPerson(input.person) : { ok: true as const, ...offer.person };
  const password = await checkPassword(input.password, person.ok ? person : input.person);
  if (person.ok && password.ok)
    return { ok: true, person: { name: person.name, email: person.email }, password: password.password };
  return {
    ok: false,
    problems: {
      ...(person.ok ? {} : person.problems),
      ...(password.ok ? {} : { password: password.problem }),
    },
  };
}

async function setPassword(
  tx: Prisma.TransactionClient,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
  await voidSetupLinks(tx, userId);
  await endSessionsOf(tx, userId);
  await recordAudit(tx, {
    actor: { kind: "user", id: userId },
    action: "user.password_set",
    subjectId: userId,
  });
}

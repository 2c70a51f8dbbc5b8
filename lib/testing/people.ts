import { randomUUID } from "node:crypto";
import type { Role, UserActor } from "@/lib/authority/actor";
import { prismaClient } from "@/lib/prisma";
import { hashPassword } from "@/lib/users/password";
import { checkPassword } from "@/lib/users/password-rules";
import { findSessionActor, startSession } from "@/lib/users/sessions";

/** A password that the rules take, for people of tests. */
export const TEST_PASSWORD = "sepeda lampu jendela kabut";

let passwordHash: Promise<string> | undefined;

/** The hash of a password that the rules take. */
export async function hashChecked(password: string): Promise<string> {
  const checked = await checkPassword(password, { name: "", email: "" });
  if (!checked.ok) throw new Error(checked.problem);
  return hashPassword(checked.password);
}

/** Someone with a password, in the database; not signed in. */
export async function makePerson(
  person: { role?: Role; name?: string; email?: string; hasPassword?: boolean } = {},
): Promise<{ id: string; email: string; passwordHash: string | null }> {
  passwordHash ??= hashChecked(TEST_PASSWORD);
  const {
    role = "manager",
    name = "Rina",
    email = `${randomUUID()}@mitra.example`,
    hasPassword = true,
  } = person;
  return prismaClient().user.create({
    data: { name, email, emailKey: email, role, passwordHash: hasPassword ? await passwordHash : null },
    select: { id: true, email: true, passwordHash: true },
  });
}

/** Signs a person of a test in, once more each time it is called. */
export async function makeActor(person: { id: string; passwordHash: string | null }): Promise<UserActor> {
  const { id: userId, passwordHash: hash } = person;
  const sessionId = await prismaClient().$transaction((tx) =>
    startSession(tx, { userId, passwordHash: hash ?? "", userAgent: "test" }),
  );
  const actor = sessionId && (await findSessionActor(sessionId));
  if (!actor) throw new Error("The person of the test could not be signed in");
  return actor;
}

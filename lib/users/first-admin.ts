import { recordAudit } from "@/lib/audit/record";
import { type Env, env } from "@/lib/env";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { emailKey } from "@/lib/text/comparison";
import { hashPassword } from "./password";
import { checkPassword } from "./password-rules";
import { lockPeople } from "./people-lock";
import type { PasswordProblem } from "./problem";
import { isAnyoneHere } from "./queries";
import { issueSetupLink } from "./setup-tokens";

const FIRST_ADMIN_NAME = "Admin";

export type FirstAdmin =
  | { kind: "exists" }
  | { kind: "created"; email: string }
  | { kind: "setup"; url: string }
  | { kind: "missing" }
  /** ADMIN_PASSWORD is none that anybody may have; nothing was made. */
  | { kind: "weak_password"; problem: PasswordProblem };

/**
 * Sees to it that someone can get in. Called at every start.
 *
 * Where somebody can sign in it does nothing. Otherwise ADMIN_EMAIL and ADMIN_PASSWORD become the
 * first admin. Without those `offersLink` makes a one-time set-up address, valid for 24 hours and for the
 * caller to print on a terminal only, never into a log. Any number of processes may call it at once: one
 * admin comes of it.
 */
export async function ensureFirstAdmin({
  admin = env().admin,
  offersLink = true,
}: {
  admin?: Env["admin"];
  offersLink?: boolean;
} = {}): Promise<FirstAdmin> {
  const prisma = prismaClient();
  if (await isAnyoneHere(prisma)) return { kind: "exists" };
  if (!admin && !offersLink) return { kind: "missing" };
  const checked = admin && (await checkPassword(admin.password, { name: "", email: admin.email }));
  if (checked?.ok === false) return { kind: "weak_password", problem: checked.problem };
  const passwordHash = checked ? await hashPassword(checked.password) : null;
  return prisma.$transaction(async (tx): Promise<FirstAdmin> => {
    await lockPeople(tx);
    if (await isAnyoneHere(tx)) return { kind: "exists" };
    if (!admin || !passwordHash)
      return { kind: "setup", url: await issueSetupLink(tx, { purpose: "first_admin" }) };
    await createFirstAdmin(tx, { name: FIRST_ADMIN_NAME, email: admin.email, passwordHash });
    return { kind: "created", email: admin.email };
  });
}

/** Writes the first admin. The caller holds the people lock and knows that nobody exists. */
export async function createFirstAdmin(
  tx: Prisma.TransactionClient,
  person: { name: string; email: string; passwordHash: string },
): Promise<void> {
  const { id } = await tx.user.create({
    data: { ...person, emailKey: emailKey(person.email), role: "admin" },
    select: { id: true },
  });
  await recordAudit(tx, { actor: { kind: "system" }, action: "user.first_admin_created", subjectId: id });
}

import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import type { TimeZone } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import { prismaClient } from "@/lib/prisma";
import { hashPassword, verifyPassword } from "./password";
import { checkPassword } from "./password-rules";
import { lockPeople, requireStillAllowed } from "./people-lock";
import { checkName } from "./person-input";
import type { PasswordProblem, PersonProblem } from "./problem";
import { endSession, endSessionsOf } from "./sessions";
import { voidSetupLinks } from "./setup-tokens";

export type ProfileInput = { name: string; locale: Locale | null; timeZone: TimeZone };
export type ProfileEnding = { kind: "saved" } | { kind: "problems"; problems: { name: PersonProblem } };

/** Changes the actor's own name, language and time zone. */
export async function updateProfile(actor: UserActor, input: ProfileInput): Promise<ProfileEnding> {
  const name = checkName(input.name);
  if (!name.ok) return { kind: "problems", problems: { name: name.problem } };
  await prismaClient().$transaction(async (tx) => {
    const data = { name: name.name, locale: input.locale, timeZone: input.timeZone };
    await tx.user.update({ where: { id: actor.id }, data, select: { id: true } });
    await recordAudit(tx, { actor, action: "user.profile_changed", subjectId: actor.id });
  });
  return { kind: "saved" };
}

export type ChangePasswordEnding =
  | { kind: "changed" }
  | { kind: "problems"; problems: { currentPassword?: "wrong"; newPassword?: PasswordProblem } };

/**
 * Changes the actor's own password and ends every other session and open set-up link. Limits on
 * guessing are the caller's: `lib/server/change-password.ts`.
 */
export async function changePassword(
  actor: UserActor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<ChangePasswordEnding> {
  const prisma = prismaClient();
  const checked = await checkPassword(newPassword, actor);
  if (!checked.ok) return { kind: "problems", problems: { newPassword: checked.problem } };
  const before = await prisma.user.findUnique({ where: { id: actor.id }, select: { passwordHash: true } });
  const currentHash = before?.passwordHash ?? null;
  const wrong: ChangePasswordEnding = { kind: "problems", problems: { currentPassword: "wrong" } };
  if (!(await verifyPassword(currentHash, currentPassword))) return wrong;
  const passwordHash = await hashPassword(checked.password);
  return prisma.$transaction(async (tx) => {
    // To hash takes a while, in which the person may have been shut out.
    await lockPeople(tx);
    await requireStillAllowed(tx, actor, "profile.write");
    // Only over the hash that was checked: a reset at the same moment must not be undone.
    const changed = await tx.user.updateMany({
      where: { id: actor.id, passwordHash: currentHash },
      data: { passwordHash },
    });
    if (changed.count === 0) return wrong;
    await endSessionsOf(tx, actor.id, actor.sessionId);
    await voidSetupLinks(tx, actor.id);
    await recordAudit(tx, { actor, action: "user.password_changed", subjectId: actor.id });
    return { kind: "changed" };
  });
}

/** Ends a session on its owner's wish. One that is over already is no second entry in the audit log. */
export async function signOut(sessionId: string): Promise<void> {
  await prismaClient().$transaction(async (tx) => {
    const userId = await endSession(tx, sessionId);
    if (!userId) return;
    await recordAudit(tx, {
      actor: { kind: "user", id: userId },
      action: "user.signed_out",
      subjectId: userId,
    });
  });
}

/** Ends another session of the actor's own; one of somebody else's, or one that is over, is nothing to them. */
export async function endOwnSession(actor: UserActor, sessionId: string): Promise<void> {
  await prismaClient().$transaction(async (tx) => {
    if (!(await endSession(tx, sessionId, actor.id))) return;
    await recordAudit(tx, { actor, action: "user.session_ended", subjectId: actor.id });
  });
}

/** Ends all of the actor's sessions, this one too. */
export async function signOutEverywhere(actor: UserActor): Promise<void> {
  await prismaClient().$transaction(async (tx) => {
    await endSessionsOf(tx, actor.id);
    await recordAudit(tx, { actor, action: "user.signed_out_everywhere", subjectId: actor.id });
  });
}

import { recordAudit } from "@/lib/audit/record";
import type { Role, UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { lockPeople, requireStillAllowed } from "./people-lock";
import { checkPerson, type PersonInput, type PersonProblems } from "./person-input";
import { endSessionsOf } from "./sessions";
import { issueSetupLink, voidSetupLinks } from "./setup-tokens";

export type AddPersonEnding =
  /** The address is shown once, to be handed over; it is stored nowhere. */
  { kind: "added"; personId: string; setupUrl: string } | { kind: "problems"; problems: PersonProblems };

/** Adds a person who has no password yet, with a one-time set-up link to hand over. */
export async function addPerson(
  actor: UserActor,
  input: PersonInput & { role: Role },
): Promise<AddPersonEnding> {
  const checked = checkPerson(input);
  if (!checked.ok) return { kind: "problems", problems: checked.problems };
  const { name, email, emailKey } = checked;
  return changePeople(actor, async (tx): Promise<AddPersonEnding> => {
    if (await tx.user.findUnique({ where: { emailKey }, select: { id: true } })) {
      return { kind: "problems", problems: { email: "emailTaken" } };
    }
    const data = { name, email, emailKey, role: input.role };
    const { id: personId } = await tx.user.create({ data, select: { id: true } });
    const setupUrl = await issueSetupLink(tx, { purpose: "invitation", userId: personId });
    await recordAudit(tx, {
      actor,
      action: "user.invited",
      subjectId: personId,
      details: { role: input.role },
    });
    return { kind: "added", personId, setupUrl };
  });
}

export type SetupLinkEnding = { kind: "created"; setupUrl: string } | { kind: "disabled" };

/**
 * Makes a new one-time link: an invitation for someone without a password, else a password reset.
 * Earlier links of the person stop working; the old password works until the link is used.
 */
export async function createSetupLink(actor: UserActor, personId: string): Promise<SetupLinkEnding> {
  return changePeople(actor, async (tx) => {
    const person = await requirePerson(tx, personId);
    if (person.disabledAt) return { kind: "disabled" };
    const purpose = person.passwordHash ? "password_reset" : "invitation";
    const setupUrl = await issueSetupLink(tx, { purpose, userId: personId });
    await recordAudit(tx, {
      actor,
      action: "user.setup_link_created",
      subjectId: personId,
      details: { purpose },
    });
    return { kind: "created", setupUrl };
  });
}

export type ChangePersonEnding =
  | { kind: "changed" }
  /** Nobody could manage people any more: nothing was changed. */
  | { kind: "last_admin" }
  | { kind: "yourself" };

/** Gives a person another role and ends their sessions at once, so that no page of the old role stays open. */
export async function changeRole(
  actor: UserActor,
  { personId, role }: { personId: string; role: Role },
): Promise<ChangePersonEnding> {
  return changePeople(actor, async (tx) => {
    const person = await requirePerson(tx, personId);
    if (person.role === role) return { kind: "changed" };
    if (await isLastAdmin(tx, person)) return { kind: "last_admin" };
    await tx.user.update({ where: { id: personId }, data: { role }, select: { id: true } });
    await endSessionsOf(tx, personId);
    const details = { from: person.role, to: role };
    await recordAudit(tx, { actor, action: "user.role_changed", subjectId: personId, details });
    return { kind: "changed" };
  });
}

/** Keeps a person out: their sessions and set-up links end at once. What they registered stays theirs. */
export async function disablePerson(actor: UserActor, personId: string): Promise<ChangePersonEnding> {
  if (actor.id === personId) return { kind: "yourself" };
  return changePeople(actor, async (tx) => {
    const person = await requirePerson(tx, personId);
    if (person.disabledAt) return { kind: "changed" };
    if (await isLastAdmin(tx, person)) return { kind: "last_admin" };
    await tx.user.update({ where: { id: personId }, data: { disabledAt: new Date() }, select: { id: true } });
    await endSessionsOf(tx, personId);
    await voidSetupLinks(tx, personId);
    await recordAudit(tx, { actor, action: "user.disabled", subjectId: personId });
    return { kind: "changed" };
  });
}

/** Lets a disabled person in again, with the password they had. */
export async function enablePerson(actor: UserActor, personId: string): Promise<ChangePersonEnding> {
  return changePeople(actor, async (tx) => {
    const person = await requirePerson(tx, personId);
    if (!person.disabledAt) return { kind: "changed" };
    await tx.user.update({ where: { id: personId }, data: { disabledAt: null }, select: { id: true } });
    await recordAudit(tx, { actor, action: "user.enabled", subjectId: personId });
    return { kind: "changed" };
  });
}

/** One transaction, one at a time over all replicas, by someone who may still manage people. */
function changePeople<T>(actor: UserActor, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return prismaClient().$transaction(async (tx) => {
    await lockPeople(tx);
    await requireStillAllowed(tx, actor, "people.manage");
    return work(tx);
  });
}

type PersonRow = { id: string; role: Role; disabledAt: Date | null; passwordHash: string | null };

async function requirePerson(tx: Prisma.TransactionClient, id: string): Promise<PersonRow> {
  const select = { id: true, role: true, disabledAt: true, passwordHash: true };
  const person = await tx.user.findUnique({ where: { id }, select });
  if (!person) throw new AppError("not_found");
  return person;
}

/** Whether nobody else could sign in as an admin. Someone invited does not count: the link may never be used. */
async function isLastAdmin(tx: Prisma.TransactionClient, person: PersonRow): Promise<boolean> {
  if (person.role !== "admin" || person.disabledAt) return false;
  const other = await tx.user.findFirst({
    where: { role: "admin", disabledAt: null, passwordHash: { not: null }, id: { not: person.id } },
    select: { id: true },
  });
  return other === null;
}

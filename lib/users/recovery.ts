import { recordAudit } from "@/lib/audit/record";
import { type Role, SYSTEM_ACTOR } from "@/lib/authority/actor";
import { prismaClient } from "@/lib/prisma";
import { emailKey } from "@/lib/text/comparison";
import { lockPeople } from "./people-lock";
import { issueSetupLink } from "./setup-tokens";

export type RecoveryEnding =
  | { kind: "created"; email: string; role: Role; setupUrl: string }
  | { kind: "disabled"; email: string }
  | { kind: "unknown" };

/**
 * A one-time link for someone who is locked out, on the word of whoever may run commands on the
 * server. It does not let a disabled person in: that stays another admin's decision.
 */
export async function createRecoveryLink(email: string): Promise<RecoveryEnding> {
  return prismaClient().$transaction(async (tx): Promise<RecoveryEnding> => {
    await lockPeople(tx);
    const person = await tx.user.findUnique({ where: { emailKey: emailKey(email) } });
    if (!person) return { kind: "unknown" };
    if (person.disabledAt) return { kind: "disabled", email: person.email };
    const purpose = person.passwordHash ? "password_reset" : "invitation";
    const setupUrl = await issueSetupLink(tx, { purpose, userId: person.id });
    const record = { action: "user.setup_link_created", subjectId: person.id, details: { purpose } } as const;
    await recordAudit(tx, { actor: SYSTEM_ACTOR, ...record });
    return { kind: "created", email: person.email, role: person.role, setupUrl };
  });
}

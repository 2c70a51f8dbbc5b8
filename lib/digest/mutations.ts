import { recordAudit } from "@/lib/audit/record";
import { prismaClient } from "@/lib/prisma";

/** Switches a person's morning digest off or on again; once more is nothing. False where there is no such person. */
export async function switchDigest(userId: string, { isOff }: { isOff: boolean }): Promise<boolean> {
  return prismaClient().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, digestOff: !isOff },
      data: { digestOff: isOff },
    });
    if (count === 0) return (await tx.user.count({ where: { id: userId } })) > 0;
    await recordAudit(tx, {
      actor: { kind: "user", id: userId },
      action: isOff ? "user.digest_switched_off" : "user.digest_switched_on",
      subjectId: userId,
    });
    return true;
  });
}

/** Whether a person gets the digest each morning, as they have it set. */
export async function wantsDigest(userId: string): Promise<boolean> {
  const person = await prismaClient().user.findUnique({
    where: { id: userId },
    select: { digestOff: true },
  });
  return person !== null && !person.digestOff;
}

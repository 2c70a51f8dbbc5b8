import type { Prisma } from "@/lib/generated/prisma/client";
import type { DuplicateMatch, MatchedBy } from "@/lib/registrations/registration-view";
import type { CheckedRegistration } from "@/lib/registrations/schema";

/** More would not help a person to decide. */
const MATCHES_SHOWN = 5;

type Environment = "simulator" | "sandbox" | "production";

const MATCH_COLUMNS = {
  id: true,
  businessName: true,
  partnerRefId: true,
  status: true,
  createdAt: true,
  representativeEmailKey: true,
  invitedUserEmailKey: true,
  phoneE164: true,
  nameKey: true,
  createdBy: { select: { name: true } },
} satisfies Prisma.RegistrationSelect;

type MatchRow = Prisma.RegistrationGetPayload<{ select: typeof MATCH_COLUMNS }>;

/**
 * The duplicate radar: registrations of the environment that share the e-mail, the phone (E.164) or
 * the comparison name, newest first. Drafts count, archived ones count: DOKU knows them all.
 */
export async function findDuplicates(
  tx: Prisma.TransactionClient,
  environment: Environment,
  checked: CheckedRegistration,
  exceptId: string | null,
): Promise<DuplicateMatch[]> {
  const emails = [checked.keys.representativeEmail, checked.keys.invitedUserEmail];
  const rows = await tx.registration.findMany({
    where: {
      environment,
      id: exceptId ? { not: exceptId } : undefined,
      OR: [
        { representativeEmailKey: { in: emails } },
        { invitedUserEmailKey: { in: emails } },
        { phoneE164: checked.phone.e164 },
        { nameKey: checked.keys.name },
      ],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MATCHES_SHOWN,
    select: MATCH_COLUMNS,
  });
  return rows.map((row) => toMatch(row, checked));
}

/** The registration that already bears this partner reference, compared without regard to case. */
export async function findReferenceHolder(
  tx: Prisma.TransactionClient,
  environment: Environment,
  partnerReferenceKey: string,
  exceptId: string | null,
): Promise<DuplicateMatch | null> {
  const row = await tx.registration.findFirst({
    where: { environment, partnerRefKey: partnerReferenceKey, id: exceptId ? { not: exceptId } : undefined },
    select: MATCH_COLUMNS,
  });
  return row ? toMatch(row, null) : null;
}

function toMatch(row: MatchRow, checked: CheckedRegistration | null): DuplicateMatch {
  return {
    id: row.id,
    businessName: row.businessName,
    partnerReference: row.partnerRefId,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    createdByName: row.createdBy.name,
    matchedBy: checked ? matchedBy(row, checked) : [],
  };
}

function matchedBy(row: MatchRow, { keys, phone }: CheckedRegistration): MatchedBy[] {
  const emails = [keys.representativeEmail, keys.invitedUserEmail];
  const found: MatchedBy[] = [];
  if (emails.includes(row.representativeEmailKey) || emails.includes(row.invitedUserEmailKey))
    found.push("email");
  if (row.phoneE164 === phone.e164) found.push("phone");
  if (row.nameKey === keys.name) found.push("name");
  return found;
}

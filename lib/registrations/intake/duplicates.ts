import type { Actor } from "@/lib/authority/actor";
import { type Authority, requireCan } from "@/lib/authority/permissions";
import { AppError } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Environment } from "@/lib/generated/prisma/enums";
import { prismaClient } from "@/lib/prisma";
import type { CheckedRegistration } from "@/lib/registrations/input/schema";
import { showEmail, showPhone } from "@/lib/registrations/masked-view";
import type { DuplicateMatch, MatchedBy } from "@/lib/registrations/registration-view";
import { seesContacts, showLabel } from "@/lib/registrations/sight";

/** More would not help a person to decide. */
const MATCHES_SHOWN = 5;

const KEY_COLUMNS = {
  representativeEmailKey: true,
  invitedUserEmailKey: true,
  phoneE164: true,
  nameKey: true,
} as const satisfies Prisma.RegistrationSelect;

const MATCH_COLUMNS = {
  ...KEY_COLUMNS,
  id: true,
  businessName: true,
  representativeName: true,
  representativeEmail: true,
  partnerRefId: true,
  status: true,
  createdAt: true,
  createdBy: { select: { name: true } },
} satisfies Prisma.RegistrationSelect;

type MatchRow = Prisma.RegistrationGetPayload<{ select: typeof MATCH_COLUMNS }>;

/** What the radar compares; an empty key, as of a draft, compares with nothing. */
export type RadarKeys = { emails: readonly string[]; phoneE164: string; name: string };

/**
 * The duplicate radar: registrations of the environment that share the e-mail, the phone (E.164) or
 * the comparison name, newest first; by the name alone for who sees no contacts. Drafts count, archived ones count:
 * DOKU knows them all.
 */
export async function findDuplicates(
  tx: Prisma.TransactionClient,
  actor: Authority,
  { environment, keys, exceptId }: { environment: Environment; keys: RadarKeys; exceptId: string | null },
): Promise<DuplicateMatch[]> {
  const known = keysKnownTo(actor, keys);
  const emails = known.emails.filter((email) => email !== "");
  const { phoneE164, name } = known;
  const alike: Prisma.RegistrationWhereInput[] = [];
  if (emails.length > 0)
    alike.push({ representativeEmailKey: { in: emails } }, { invitedUserEmailKey: { in: emails } });
  if (phoneE164 !== "") alike.push({ phoneE164 });
  if (name !== "") alike.push({ nameKey: name });
  if (alike.length === 0) return [];
  const rows = await tx.registration.findMany({
    where: { environment, id: exceptId ? { not: exceptId } : undefined, OR: alike },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MATCHES_SHOWN,
    select: MATCH_COLUMNS,
  });
  return rows.map((row) => toMatch(actor, row, known));
}

/** A hint that two merchants have a number in common tells of the number. */
function keysKnownTo(actor: Authority, keys: RadarKeys): RadarKeys {
  return seesContacts(actor) ? keys : { emails: [], phoneE164: "", name: keys.name };
}

/** What the radar compares of a checked form. */
export function radarKeysOf({ keys, phone }: CheckedRegistration): RadarKeys {
  return {
    emails: [keys.representativeEmail, keys.invitedUserEmail],
    phoneE164: phone.e164,
    name: keys.name,
  };
}

/** Those that resemble a registration that exists. Throws AppError `not_found`. */
export async function listResembling(actor: Actor, registrationId: string): Promise<DuplicateMatch[]> {
  requireCan(actor, "registrations.read");
  const prisma = prismaClient();
  const row = await prisma.registration.findUnique({
    where: { id: registrationId },
    select: { environment: true, ...KEY_COLUMNS },
  });
  if (!row) throw new AppError("not_found");
  const { environment, representativeEmailKey, invitedUserEmailKey, phoneE164, nameKey: name } = row;
  const emails = [representativeEmailKey, invitedUserEmailKey];
  const keys = { emails, phoneE164, name };
  return findDuplicates(prisma, actor, { environment, keys, exceptId: registrationId });
}

/** The registration that already bears this partner reference, compared without regard to case. */
export async function findReferenceHolder(
  tx: Prisma.TransactionClient,
  actor: Authority,
  {
    environment,
    partnerReferenceKey,
    exceptId,
  }: { environment: Environment; partnerReferenceKey: string; exceptId: string | null },
): Promise<DuplicateMatch | null> {
  const row = await tx.registration.findFirst({
    where: { environment, partnerRefKey: partnerReferenceKey, id: exceptId ? { not: exceptId } : undefined },
    select: MATCH_COLUMNS,
  });
  return row ? toMatch(actor, row, null) : null;
}

function toMatch(actor: Authority, row: MatchRow, keys: RadarKeys | null): DuplicateMatch {
  return {
    id: row.id,
    businessName: showLabel(actor, row.businessName),
    representativeName: showLabel(actor, row.representativeName),
    representativeEmail: showEmail(actor, row.representativeEmail),
    phone: showPhone(actor, row.phoneE164),
    partnerReference: row.partnerRefId,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    createdByName: row.createdBy.name,
    matchedBy: keys ? matchedBy(row, keys) : [],
  };
}

function matchedBy(row: MatchRow, { emails, phoneE164, name }: RadarKeys): MatchedBy[] {
  const found: MatchedBy[] = [];
  if ([row.representativeEmailKey, row.invitedUserEmailKey].some((key) => key !== "" && emails.includes(key)))
    found.push("email");
  if (phoneE164 !== "" && row.phoneE164 === phoneE164) found.push("phone");
  if (name !== "" && row.nameKey === name) found.push("name");
  return found;
}

import { createHash, randomBytes } from "node:crypto";
import type { Role } from "@/lib/authority/actor";
import { env } from "@/lib/env";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { isAnyoneHere } from "./queries";

/** How long a one-time link can be used. */
const SETUP_LINK_HOURS = 24;
const TOKEN_BYTES = 32;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

export type SetupPurpose = "first_admin" | "invitation" | "password_reset";

/** What a link that still works offers: to make the first admin, or to choose a password for a known person. */
export type SetupOffer =
  | { purpose: "first_admin" }
  | {
      purpose: "invitation" | "password_reset";
      person: { id: string; name: string; email: string; role: Role };
    };

/**
 * Makes a one-time link inside the caller's transaction and returns its address, which is shown
 * once and never logged: only the token's hash is kept. A person's earlier links stop working. The
 * first admin's do not, because several replicas may each have printed one.
 */
export async function issueSetupLink(
  tx: Prisma.TransactionClient,
  offer: { purpose: "first_admin" } | { purpose: "invitation" | "password_reset"; userId: string },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const userId = offer.purpose === "first_admin" ? null : offer.userId;
  if (userId) await voidSetupLinks(tx, userId);
  await tx.$executeRaw`
    insert into setup_token (id, token_hash, purpose, user_id, expires_at)
    values (gen_random_uuid(), ${hashOf(token)}, ${offer.purpose}::setup_purpose, ${userId}::uuid,
            now() + make_interval(hours => ${SETUP_LINK_HOURS}))`;
  return new URL(`/setup?token=${token}`, env().nextAuthUrl).href;
}

/** Makes every unused link of a person stop working. */
export async function voidSetupLinks(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.$executeRaw`update setup_token set used_at = now() where user_id = ${userId}::uuid and used_at is null`;
}

type LinkRow = { purpose: SetupPurpose; user_id: string | null };

/** What the link behind `token` offers, or null when it is unknown, used, too old, or its person is disabled. */
export async function findSetupOffer(token: unknown): Promise<SetupOffer | null> {
  if (typeof token !== "string" || !TOKEN_PATTERN.test(token)) return null;
  const prisma = prismaClient();
  const [link] = await prisma.$queryRaw<LinkRow[]>`
    select purpose::text, user_id::text from setup_token
    where token_hash = ${hashOf(token)} and used_at is null and expires_at > now()`;
  return link ? offerOf(prisma, link) : null;
}

/**
 * Uses up the link behind `token` inside the caller's transaction and returns what it offered, or
 * null as above. Of several attempts at the same time one gets the offer.
 */
export async function takeSetupOffer(
  tx: Prisma.TransactionClient,
  token: string,
): Promise<SetupOffer | null> {
  const [link] = await tx.$queryRaw<LinkRow[]>`
    update setup_token set used_at = now()
    where token_hash = ${hashOf(token)} and used_at is null and expires_at > now()
    returning purpose::text, user_id::text`;
  return link ? offerOf(tx, link) : null;
}

async function offerOf(tx: Prisma.TransactionClient, link: LinkRow): Promise<SetupOffer | null> {
  if (link.purpose === "first_admin") {
    return (await isAnyoneHere(tx)) ? null : { purpose: link.purpose };
  }
  if (!link.user_id) return null;
  const person = await tx.user.findUnique({
    where: { id: link.user_id, disabledAt: null },
    select: { id: true, name: true, email: true, role: true },
  });
  return person ? { purpose: link.purpose, person } : null;
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(token).digest());
}

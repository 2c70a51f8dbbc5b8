import type { Actor, Role } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";

/** Whether a person can get in: `invited` has not chosen a password yet. */
const PERSON_STATUSES = ["active", "invited", "disabled"] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  status: PersonStatus;
  lastSeenAt: Date | null;
};

const LISTED_PEOPLE = 500;

/** All people by name, at most 500. Throws AppError `not_allowed` without `people.read`. */
export async function listPeople(actor: Actor): Promise<Person[]> {
  requireCan(actor, "people.read");
  const { pool } = database();
  const found = await pool.query<Person>(
    `select u.id, u.name, u.email, u.role,
            case when u.disabled_at is not null then 'disabled'
                 when u.password_hash is null then 'invited' else 'active' end as status,
            (select max(s.last_seen_at) from session s where s.user_id = u.id) as "lastSeenAt"
     from "user" u order by lower(u.name), u.id limit ${LISTED_PEOPLE}`,
  );
  return found.rows;
}

/**
 * Whether anybody has ever chosen a password. Before that the sign-in page has nothing to offer but the set-up
 * address, and people without one, such as the made-up ones of `npm run seed`, let nobody in.
 */
export async function isAnyoneHere(tx: Prisma.TransactionClient = prismaClient()): Promise<boolean> {
  const person = await tx.user.findFirst({ where: { passwordHash: { not: null } }, select: { id: true } });
  return person !== null;
}

import type { ClientBase } from "pg";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { AuditAction } from "./actions";

/** Who did it. Any `Actor` of `lib/auth` fits. */
export type AuditActor = { kind: "user"; id: string } | { kind: "system" };

/** Codes, ids, figures and yes or no. Never names, addresses, numbers of people or what they typed. */
export type AuditDetails = Record<string, string | number | boolean | null | string[]>;

export type AuditRecord = {
  actor: AuditActor;
  action: AuditAction;
  environment?: Environment;
  registrationId?: string;
  /** The person, credential or other thing it was done to, by id. */
  subjectId?: string;
  details?: AuditDetails;
};

/**
 * Writes one audit entry inside the caller's Prisma transaction, so that the deed and its record
 * are committed together or not at all.
 */
export async function recordAudit(tx: Prisma.TransactionClient, record: AuditRecord): Promise<void> {
  const { actor, ...entry } = record;
  await tx.auditEntry.create({
    data: { ...entry, actorKind: actor.kind, actorId: actor.kind === "user" ? actor.id : null },
    select: { id: true },
  });
}

/** The same deed done to many registrations: an entry for each, in one statement. */
export async function recordAuditsSql(
  tx: ClientBase,
  { actor, action, environment }: Pick<AuditRecord, "actor" | "action" | "environment">,
  entries: readonly { registrationId: string; details?: AuditDetails }[],
): Promise<void> {
  await tx.query(
    `insert into audit_entry (actor_kind, actor_id, action, environment, registration_id, details)
     select $1, $2, $3, $4, id, details::jsonb from unnest($5::uuid[], $6::text[]) as entry(id, details)`,
    [
      actor.kind,
      actor.kind === "user" ? actor.id : null,
      action,
      environment ?? null,
      entries.map(({ registrationId }) => registrationId),
      entries.map(({ details }) => JSON.stringify(details ?? {})),
    ],
  );
}

/** The same as `recordAudit` for a pg client that has begun a transaction. */
export async function recordAuditSql(tx: ClientBase, record: AuditRecord): Promise<void> {
  const { actor, action, environment, registrationId, subjectId, details } = record;
  await tx.query(
    `insert into audit_entry (actor_kind, actor_id, action, environment, registration_id, subject_id, details)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      actor.kind,
      actor.kind === "user" ? actor.id : null,
      action,
      environment ?? null,
      registrationId ?? null,
      subjectId ?? null,
      JSON.stringify(details ?? {}),
    ],
  );
}

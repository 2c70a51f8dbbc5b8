import type { PoolClient } from "pg";
import type { AuditAction } from "@/lib/audit/actions";
import { type AuditDetails, recordAuditsSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import type { Environment } from "@/lib/generated/prisma/enums";
import { endAbandoned } from "@/lib/registrations/delivery/envelope";
import { EVER_SENT_SQL, HAS_BUSINESS_SQL, PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { LET_GO, makeDue, queueAgain, settle } from "@/lib/registrations/life/state";
import { permissionFor } from "@/lib/registrations/permitted-actions";
import {
  allowedActions,
  mayStand,
  type RegistrationAction,
  type RegistrationStatus,
  type ReplayMode,
} from "@/lib/registrations/status";

/** Who moves a registration, as far as a move asks; any `UserActor` fits. */
export type MovingPerson = Pick<UserActor, "kind" | "id" | "role">;

/** A registration that is locked until the transaction ends, as a move finds it. */
export type LockedRow = {
  id: string;
  environment: Environment;
  status: RegistrationStatus;
  partnerRefId: string;
  credentialId: string;
  archived: boolean;
  archivedAt: Date | null;
  sending: boolean;
  everSent: boolean;
  hasBusiness: boolean;
  /** Whether a backup was put back since, which does not know whether it was sent. */
  wasPutBack: boolean;
  planned: boolean;
  cause: string | null;
  problemField: string | null;
  /** Whether no process that sent it died: only such a row is sent with others. */
  drainable: boolean;
  /** Whether a process that claimed it never said how it ended; its claim has run out where `sending` is false. */
  abandoned: boolean;
  replay: ReplayMode;
  now: Date;
};

// In the order of their ids, so that two who move the same rows wait for one another instead of deadlocking.
const LOCK = `
  select r.id, r.environment, r.status, r.partner_ref_id as "partnerRefId", r.credential_id as "credentialId",
         r.archived_at is not null as archived, r.archived_at as "archivedAt",
         coalesce(r.claim_until > clock_timestamp(), false) as sending, r.next_run_at is not null as planned,
         r.claim_holder is null and r.death_count = 0 as drainable,
         r.claim_holder is not null as abandoned, c.replay, clock_timestamp() as now,
         r.cause, r.problem_field as "problemField", ${EVER_SENT_SQL} as "everSent",
         ${PUT_BACK_SQL} as "wasPutBack", ${HAS_BUSINESS_SQL} as "hasBusiness"
    from registration r join credential c on c.id = r.credential_id
   where r.id = any($1::uuid[]) order by r.id for no key update of r`;

/** A legal move: which action it is, how it is written down, and what it changes in rows that are locked. */
export type Move = {
  action: RegistrationAction;
  audit: { action: AuditAction; details?: AuditDetails };
  apply: (tx: PoolClient, rows: readonly LockedRow[], now: Date) => Promise<void>;
  /** Whether nobody has to come back to it from then on. */
  endsFollowUp?: boolean;
};

/** What came of a move: the rows that made it, and those whose state does not allow it. A row that does not exist is in neither. */
export type Moved = { moved: LockedRow[]; kept: LockedRow[] };

/**
 * Makes a move with those of the registrations that may make it, each with its audit entry, in the caller's
 * transaction. `isMeant` leaves out more of them. Of several people who press at once one wins; the others
 * find a row that is not allowed any more. Throws AppError `not_allowed` without the right.
 */
export async function moveRows(
  tx: PoolClient,
  move: Move,
  {
    actor,
    registrationIds,
    auditDetails,
    isMeant = () => true,
  }: {
    actor: MovingPerson;
    registrationIds: readonly string[];
    auditDetails?: AuditDetails;
    isMeant?: (row: LockedRow) => boolean;
  },
): Promise<Moved> {
  requireCan(actor, permissionFor(move.action));
  const { rows } = await tx.query<LockedRow>(LOCK, [registrationIds]);
  const mayMove = (row: LockedRow) =>
    isMeant(row) && allowedActions({ ...row, standing: mayStand(row) }).includes(move.action);
  const moved = rows.filter(mayMove);
  const [first] = moved;
  if (first) {
    // A person goes on where a process stopped without a word. Every move lets go of the claim, so this is the last
    // moment to account for it.
    const abandoned = moved.filter((row) => row.abandoned);
    if (abandoned.length > 0) await endAbandoned(tx, idsOf(abandoned), first.now);
    await move.apply(tx, moved, first.now);
    const { action, details } = move.audit;
    const entries = moved.map(({ id }) => ({ registrationId: id, details: { ...details, ...auditDetails } }));
    const by = { actor, environment: first.environment };
    await recordAuditsSql(tx, { ...by, action }, entries);
    if (move.endsFollowUp) await endFollowUps(tx, moved, { ...by, details: auditDetails });
  }
  return { moved, kept: rows.filter((row) => !mayMove(row)) };
}

/** FAILED → QUEUED with the same envelope and another day of patience. Due at once; whoever moves it sees to its job. */
export const RETRY: Move = {
  action: "retry",
  audit: { action: "registration.retried" },
  apply: (tx, rows, now) => queueAgain(tx, idsOf(rows), now),
};

/** Replays the same envelope to learn what became of it. Due at once, as with `RETRY`. */
export const CHECK: Move = {
  action: "check",
  audit: { action: "registration.check_requested" },
  apply: (tx, rows, now) => makeDue(tx, idsOf(rows), now, "check"),
};

/** QUEUED → DRAFT while nothing was ever sent: the job goes, the reference stays. A draft has no day to come back to it. */
export const CANCEL: Move = {
  action: "cancel",
  endsFollowUp: true,
  audit: { action: "registration.canceled" },
  apply: (tx, rows, now) => settle(tx, idsOf(rows), now, { status: "DRAFT" }),
};

/** Puts settled registrations away; their status stays. */
export const ARCHIVE: Move = {
  action: "archive",
  audit: { action: "registration.archived" },
  apply: (tx, rows, now) => setArchivedAt(tx, rows, now, now),
};

/** Brings archived registrations back. */
export const RESTORE: Move = {
  action: "restore",
  audit: { action: "registration.restored" },
  apply: (tx, rows, now) => setArchivedAt(tx, rows, now, null),
};

async function setArchivedAt(
  tx: PoolClient,
  rows: readonly LockedRow[],
  now: Date,
  archivedAt: Date | null,
): Promise<void> {
  await tx.query(
    `update registration set archived_at = $2, ${LET_GO}, updated_at = $3 where id = any($1::uuid[])`,
    [idsOf(rows), archivedAt, now],
  );
}

/** Takes the day away from those of the locked rows that have one, each with its audit entry. */
async function endFollowUps(
  tx: PoolClient,
  rows: readonly LockedRow[],
  { details, ...by }: { actor: MovingPerson; environment: Environment; details: AuditDetails | undefined },
): Promise<void> {
  const ended = await tx.query<{ id: string }>(
    `update registration set follow_up_at = null, follow_up_note = null
      where id = any($1::uuid[]) and follow_up_at is not null returning id`,
    [idsOf(rows)],
  );
  const entries = ended.rows.map(({ id }) => ({ registrationId: id, ...(details && { details }) }));
  if (entries.length > 0)
    await recordAuditsSql(tx, { ...by, action: "registration.follow_up_ended" }, entries);
}

export function idsOf(rows: readonly LockedRow[]): string[] {
  return rows.map(({ id }) => id);
}

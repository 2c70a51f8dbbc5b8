import type { PoolClient } from "pg";
import type { AuditAction } from "@/lib/audit/actions";
import { type AuditDetails, recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { keepBusiness } from "@/lib/registrations/mapping";
import { permissionFor } from "@/lib/registrations/permitted-actions";
import { dequeue, enqueue, FALLBACK_DELAY_SECONDS } from "@/lib/registrations/queue";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/retry-policy";
import {
  allowedActions,
  type RegistrationAction,
  type RegistrationStatus,
  type ReplayMode,
} from "@/lib/registrations/status";

type LockedRow = {
  id: string;
  environment: "simulator" | "sandbox" | "production";
  status: RegistrationStatus;
  partnerRefId: string;
  archived: boolean;
  sending: boolean;
  everSent: boolean;
  planned: boolean;
  replay: ReplayMode;
  now: Date;
};

const LOCK = `
  select r.id, r.environment, r.status, r.partner_ref_id as "partnerRefId", r.archived_at is not null as archived,
         coalesce(r.claim_until > clock_timestamp(), false) as sending, r.next_run_at is not null as planned, c.replay, clock_timestamp() as now,
         exists (select 1 from attempt a where a.registration_id = r.id and a.bytes_written is distinct from false) as "everSent"
    from registration r join credential c on c.id = r.credential_id
   where r.id = $1 for no key update of r`;

type Move = {
  actor: UserActor;
  registrationId: string;
  action: RegistrationAction;
  audit: { action: AuditAction; details?: AuditDetails };
  apply: (tx: PoolClient, row: LockedRow) => Promise<void>;
};

/**
 * One legal move of one row, in one transaction with its audit entry. Of several people who press
 * at once one wins; the others get AppError `changed_meanwhile`. Throws `not_allowed` without the right.
 */
async function move({ actor, registrationId, action, audit, apply }: Move): Promise<void> {
  requireCan(actor, permissionFor(action));
  await inTransaction(database().pool, async (tx) => {
    const row = (await tx.query<LockedRow>(LOCK, [registrationId])).rows[0];
    if (!row) throw new AppError("not_found");
    if (!allowedActions(row).includes(action)) throw new AppError("changed_meanwhile");
    await apply(tx, row);
    await recordAuditSql(tx, { actor, environment: row.environment, registrationId, ...audit });
  });
}

/** Makes the frozen envelope due now. The job comes later where the caller submits at once: it is the fallback. */
async function makeDue(
  tx: PoolClient,
  row: LockedRow,
  kind: "retry" | "check" | "send_again",
  jobDelaySeconds = FALLBACK_DELAY_SECONDS,
): Promise<void> {
  await tx.query(
    "update registration set cause = null, next_run_at = $2, next_kind = $3, updated_at = $2 where id = $1",
    [row.id, row.now, kind],
  );
  await enqueue(tx, row.id, new Date(row.now.getTime() + jobDelaySeconds * 1_000));
}

/** FAILED → QUEUED with the same envelope and another day of patience. The caller submits at once. */
export function retryRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return queueAgain(actor, registrationId, FALLBACK_DELAY_SECONDS);
}

/**
 * Queues those of the selection that may be retried for the workers, at once, and returns how many
 * they were. The rest (settled meanwhile, or never retryable) is left as it is.
 */
export async function retryRegistrations(
  actor: UserActor,
  registrationIds: readonly string[],
): Promise<number> {
  let retried = 0;
  for (const registrationId of registrationIds) {
    try {
      await queueAgain(actor, registrationId, 0);
      retried += 1;
    } catch (error) {
      if (!(error instanceof AppError && (error.code === "changed_meanwhile" || error.code === "not_found")))
        throw error;
    }
  }
  return retried;
}

function queueAgain(actor: UserActor, registrationId: string, jobDelaySeconds: number): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "retry",
    audit: { action: "registration.retried" },
    async apply(tx, row) {
      await tx.query(
        `update registration r
            set status = 'QUEUED', queued_at = $2, give_up_at = $3, blocked_base_ms = ${BLOCKED_MS_SQL}
           from credential c where r.id = $1 and c.id = r.credential_id`,
        [row.id, row.now, new Date(row.now.getTime() + GIVE_UP_AFTER_MS)],
      );
      await makeDue(tx, row, "retry", jobDelaySeconds);
    },
  });
}

/** Replays the same envelope to learn what became of it. Only where replays are proven. */
export function checkRegistrationWithDoku(actor: UserActor, registrationId: string): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "check",
    audit: { action: "registration.check_requested" },
    apply: (tx, row) => makeDue(tx, row, "check"),
  });
}

/** A person looked in DOKU Dashboard and did not find it: the same envelope is sent once more. */
export function sendRegistrationAgain(
  actor: UserActor,
  registrationId: string,
  { reason }: { reason: string },
): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "sendAgain",
    audit: { action: "registration.send_again", details: { reason } },
    apply: (tx, row) => makeDue(tx, row, "send_again"),
  });
}

/**
 * A person found the business in DOKU Dashboard: its ids are kept with source *person*. Throws
 * AppError `id_taken` where an id belongs to another registration already; nothing is written then.
 */
export function markRegistrationFound(
  actor: UserActor,
  registrationId: string,
  business: { businessId: string; brandIds: string[] },
): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "found",
    audit: { action: "registration.found_by_person" },
    async apply(tx, row) {
      await refuseTakenIds(tx, row, business);
      await keepBusiness(tx, {
        registrationId,
        environment: row.environment,
        partnerRefId: row.partnerRefId,
        source: "person",
        business: { id: business.businessId, brandIds: business.brandIds },
        actor,
      });
      await tx.query(
        `update registration set status = 'INVITED', cause = null, invited_at = $2, next_run_at = null, next_kind = null,
                problem = null, problem_field = null, updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    },
  });
}

/**
 * UNCONFIRMED → FAILED on an admin's word that DOKU does not have it, for doubts that the same envelope
 * cannot settle (DOKU refuses it each time it is repeated). From there it can be fixed, which makes a
 * new Request-Id, or retried. Should the first one be answered after all, its ids are still kept.
 */
export function overrideAsNotSent(
  actor: UserActor,
  registrationId: string,
  { reason }: { reason: string },
): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "override",
    audit: { action: "registration.overridden", details: { from: "UNCONFIRMED", to: "FAILED", reason } },
    async apply(tx, row) {
      await tx.query(
        `update registration set status = 'FAILED', cause = 'not_sent.by_person', next_run_at = null, next_kind = null, claim_holder = null,
                claim_until = null, claim_epoch = claim_epoch + 1, updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    },
  });
}

async function refuseTakenIds(
  tx: PoolClient,
  row: LockedRow,
  { businessId, brandIds }: { businessId: string; brandIds: string[] },
): Promise<void> {
  const taken = await tx.query(
    `select 1 from business where environment = $1 and business_id = $2 and registration_id <> $4
     union all
     select 1 from brand join business on business.id = brand.business_row_id
      where brand.environment = $1 and brand.brand_id = any($3) and business.registration_id <> $4`,
    [row.environment, businessId, brandIds, row.id],
  );
  if (taken.rowCount) throw new AppError("id_taken");
}

/** QUEUED → DRAFT while nothing was ever sent: the job goes, the reference stays. */
export function cancelRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return move({
    actor,
    registrationId,
    action: "cancel",
    audit: { action: "registration.canceled" },
    async apply(tx, row) {
      await tx.query(
        `update registration set status = 'DRAFT', cause = null, next_run_at = null, next_kind = null, claim_holder = null,
                claim_until = null, claim_epoch = claim_epoch + 1, updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    },
  });
}

/** Puts a settled registration away; its status stays. */
export function archiveRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return setArchived(actor, registrationId, "archive");
}

/** Brings an archived registration back. */
export function restoreRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return setArchived(actor, registrationId, "restore");
}

function setArchived(actor: UserActor, registrationId: string, action: "archive" | "restore"): Promise<void> {
  return move({
    actor,
    registrationId,
    action,
    audit: { action: action === "archive" ? "registration.archived" : "registration.restored" },
    async apply(tx, row) {
      await tx.query("update registration set archived_at = $2, updated_at = $3 where id = $1", [
        row.id,
        action === "archive" ? row.now : null,
        row.now,
      ]);
    },
  });
}

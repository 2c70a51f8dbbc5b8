import type { PoolClient } from "pg";
import type { UserActor } from "@/lib/auth/actor";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { keepBusiness } from "@/lib/registrations/mapping";
import {
  ARCHIVE,
  CHECK,
  type LockedRow,
  type Move,
  makeDue,
  moveRows,
  RESTORE,
  RETRY,
} from "@/lib/registrations/moves";
import { dequeue, enqueue, FALLBACK_DELAY_SECONDS } from "@/lib/registrations/queue";
import { LET_GO } from "@/lib/registrations/state";

/** Makes one move of one row, in one transaction. Throws AppError `not_found` or `changed_meanwhile`. */
async function moveOne(actor: UserActor, registrationId: string, move: Move): Promise<void> {
  await inTransaction(database().pool, async (tx) => {
    const { moved, kept } = await moveRows(tx, move, { actor, registrationIds: [registrationId] });
    if (moved.length > 0) return;
    throw new AppError(kept.length > 0 ? "changed_meanwhile" : "not_found");
  });
}

/** A move that touches one row by itself, such as one that a person has written a reason for. */
function forEachRow(apply: (tx: PoolClient, row: LockedRow) => Promise<void>): Move["apply"] {
  return async (tx, rows) => {
    for (const row of rows) await apply(tx, row);
  };
}

/** The same move, with a job for each row that comes later: the caller submits at once, and it is the fallback. */
function withFallback(move: Move): Move {
  return {
    ...move,
    async apply(tx, rows, now) {
      await move.apply(tx, rows, now);
      for (const { id } of rows)
        await enqueue(tx, id, new Date(now.getTime() + FALLBACK_DELAY_SECONDS * 1_000));
    },
  };
}

/** FAILED → QUEUED with the same envelope and another day of patience. The caller submits at once. */
export function retryRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, withFallback(RETRY));
}

/** Replays the same envelope to learn what became of it. Only where replays are proven. */
export function checkRegistrationWithDoku(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, withFallback(CHECK));
}

/** A person looked in DOKU Dashboard and did not find it: the same envelope is sent once more. */
export function sendRegistrationAgain(
  actor: UserActor,
  registrationId: string,
  { reason }: { reason: string },
): Promise<void> {
  const sendAgain: Move = {
    action: "sendAgain",
    audit: { action: "registration.send_again", details: { reason } },
    apply: (tx, rows, now) => makeDue(tx, rows, now, "send_again"),
  };
  return moveOne(actor, registrationId, withFallback(sendAgain));
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
  return moveOne(actor, registrationId, {
    action: "found",
    audit: { action: "registration.found_by_person" },
    apply: forEachRow(async (tx, row) => {
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
        `update registration set status = 'INVITED', cause = null, invited_at = $2, next_run_at = null, next_kind = null, ${LET_GO},
                problem = null, problem_field = null, updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    }),
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
  return moveOne(actor, registrationId, {
    action: "override",
    audit: { action: "registration.overridden", details: { from: "UNCONFIRMED", to: "FAILED", reason } },
    apply: forEachRow(async (tx, row) => {
      await tx.query(
        `update registration set status = 'FAILED', cause = 'not_sent.by_person', next_run_at = null, next_kind = null, ${LET_GO},
                updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    }),
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
  return moveOne(actor, registrationId, {
    action: "cancel",
    audit: { action: "registration.canceled" },
    apply: forEachRow(async (tx, row) => {
      await tx.query(
        `update registration set status = 'DRAFT', cause = null, next_run_at = null, next_kind = null, ${LET_GO},
                updated_at = $2 where id = $1`,
        [row.id, row.now],
      );
      await dequeue(tx, row.id);
    }),
  });
}

/** Puts a settled registration away; its status stays. */
export function archiveRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, ARCHIVE);
}

/** Brings an archived registration back. */
export function restoreRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, RESTORE);
}

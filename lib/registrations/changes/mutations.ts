import type { PoolClient } from "pg";
import type { UserActor } from "@/lib/authority/actor";
import { database, inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import {
  ARCHIVE,
  CANCEL,
  CHECK,
  idsOf,
  type LockedRow,
  type Move,
  moveRows,
  RESTORE,
  RETRY,
} from "@/lib/registrations/changes/moves";
import { keepBusiness } from "@/lib/registrations/delivery/mapping";
import { makeDue, settle } from "@/lib/registrations/life/state";
import { FALLBACK_DELAY_SECONDS, SUBMIT } from "@/lib/registrations/queue";
import { NOT_SENT_BY_PERSON } from "@/lib/registrations/status";

/** Makes one move of one row, in one transaction. Throws AppError `not_found` or `changed_meanwhile`. */
async function moveOne(actor: UserActor, registrationId: string, move: Move): Promise<void> {
  await inTransaction(database().pool, async (tx) => {
    const { moved, kept } = await moveRows(tx, move, { actor, registrationIds: [registrationId] });
    if (moved.length > 0) return;
    throw new AppError(kept.length > 0 ? "changed_meanwhile" : "not_found");
  });
}

/** The same move, with a job for each row that comes later: the caller submits at once, and it is the fallback. */
function withFallback(move: Move): Move {
  return {
    ...move,
    async apply(tx, rows, now) {
      await move.apply(tx, rows, now);
      const runAt = new Date(now.getTime() + FALLBACK_DELAY_SECONDS * 1_000);
      for (const { id } of rows) await SUBMIT.enqueue(tx, { registrationId: id }, runAt);
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
    apply: (tx, rows, now) => makeDue(tx, idsOf(rows), now, "send_again"),
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
    async apply(tx, rows, now) {
      for (const row of rows) {
        await refuseTakenIds(tx, row, business);
        await keepBusiness(tx, {
          registrationId: row.id,
          environment: row.environment,
          partnerRefId: row.partnerRefId,
          source: "person",
          business: { id: business.businessId, brandIds: business.brandIds },
          actor,
        });
      }
      await settle(tx, idsOf(rows), now, { status: "INVITED" });
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
  return moveOne(actor, registrationId, {
    action: "override",
    audit: { action: "registration.overridden", details: { from: "UNCONFIRMED", to: "FAILED", reason } },
    apply: (tx, rows, now) => settle(tx, idsOf(rows), now, { status: "FAILED", cause: NOT_SENT_BY_PERSON }),
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
  return moveOne(actor, registrationId, CANCEL);
}

/** Puts a settled registration away; its status stays. */
export function archiveRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, ARCHIVE);
}

/** Brings an archived registration back. */
export function restoreRegistration(actor: UserActor, registrationId: string): Promise<void> {
  return moveOne(actor, registrationId, RESTORE);
}

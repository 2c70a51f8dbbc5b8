import type { PoolClient } from "pg";
import type { AuditAction } from "@/lib/audit/actions";
import { type AuditDetails, recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { can, requireCan } from "@/lib/authority/permissions";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { database, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";
import type { ImportStatus, PauseReason } from "@/lib/imports/import-view";
import { BATCH_PUT_BACK_SQL } from "@/lib/imports/put-back";
import { RUN_IMPORT } from "@/lib/imports/queue";
import { CANCEL, moveRows } from "@/lib/registrations/changes/moves";

export type SendRequest = {
  importId: string;
  /** What the person typed as the number of rows; in production it has to be right, elsewhere where it is given. */
  typedCount: number | null;
  /** Whether the first row's result is to be looked at before the rest goes, whatever it is. */
  holdAfterFirst: boolean;
  /** When sending is to begin; null, or a time that is past, is at once. */
  scheduledAt: Date | null;
  /** Whether the person was asked to look in DOKU Dashboard first, where a backup was put back since. */
  hasLooked?: boolean;
};

export type SendResult =
  | { kind: "started" | "scheduled" }
  | { kind: "count_differs"; count: number }
  | { kind: "nothing_to_send" };

/**
 * Has the ready rows of a checked batch sent, the first one alone: a worker does it. They are queued under the
 * credential that is current now, and belong to whoever pressed Send.
 *
 * Throws AppError `not_allowed`, `not_found`, `not_possible_now` for a batch that is not checked or was sent, or
 * `changed_meanwhile` where a backup was put back and the person was not asked to look first.
 */
export async function sendImport(actor: UserActor, request: SendRequest): Promise<SendResult> {
  requireCan(actor, "registrations.write");
  const credential = await requireCurrentCredential();
  return inTransaction(database().pool, async (tx) => {
    const batch = await lockImport(tx, request.importId);
    if (batch.status !== "checked") throw new AppError("not_possible_now");
    requireLook(batch, request);
    const count = await countReady(tx, batch.id);
    if (count === 0) return { kind: "nothing_to_send" };
    const isTyped = batch.environment === "production" || request.typedCount !== null;
    if (isTyped && request.typedCount !== count) return { kind: "count_differs", count };
    const { rows } = await tx.query<{ scheduledAt: Date | null }>(
      `update import set status = 'canary', hold_after_first = $2, sent_by_id = $3, credential_id = $4,
              scheduled_at = case when $5::timestamptz > clock_timestamp() then $5::timestamptz end
        where id = $1 returning scheduled_at as "scheduledAt"`,
      [batch.id, request.holdAfterFirst, actor.id, credential.id, request.scheduledAt],
    );
    // From now on it is this sheet of the file and no other.
    await tx.query("delete from import_part where import_id = $1", [batch.id]);
    const scheduledAt = rows[0]?.scheduledAt ?? null;
    await recordDeed(tx, actor, "import.sent", batch, { rows: count, scheduled: scheduledAt !== null });
    await RUN_IMPORT.enqueue(tx, { importId: batch.id }, scheduledAt ?? undefined);
    return { kind: scheduledAt ? "scheduled" : "started" };
  });
}

/**
 * Holds a batch that is being sent: when this returns, no other row is handed out until it is resumed. What was
 * handed out before is still sent. Nothing happens to one that is paused, or that has no row left to hold back and so
 * ends by itself. Throws AppError `not_found`, or `not_possible_now` for a batch that is not being sent.
 */
export async function pauseImport(actor: UserActor, importId: string): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const batch = await lockImport(tx, importId);
    if (batch.status === "paused") return;
    if (batch.status !== "canary" && batch.status !== "sending") throw new AppError("not_possible_now");
    if ((await countReady(tx, batch.id)) === 0) return;
    await pauseBatch(tx, batch, null);
    await recordDeed(tx, actor, "import.paused", batch);
  });
}

/** Pauses a batch whose row is locked, and sees to it that what was handed out is sent without it. */
export async function pauseBatch(
  tx: PoolClient,
  batch: { id: string; credentialId: string },
  reason: PauseReason | null,
): Promise<void> {
  await tx.query("update import set status = 'paused', pause_reason = $2 where id = $1", [batch.id, reason]);
  await enqueueDrain(tx, batch.credentialId);
}

/**
 * Goes on with a batch that is paused, or sends the rest after its first row was looked at. Nothing happens to one
 * that is being sent. Throws AppError `not_found`, `not_possible_now` for any other, or `changed_meanwhile` where a backup
 * was put back and the person was not asked to look first.
 */
export async function resumeImport(
  actor: UserActor,
  importId: string,
  { hasLooked }: Pick<SendRequest, "hasLooked"> = {},
): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const batch = await lockImport(tx, importId);
    if (batch.status === "canary" || batch.status === "sending") return;
    if (batch.status !== "paused" && batch.status !== "canary_done") throw new AppError("not_possible_now");
    requireLook(batch, { hasLooked });
    await resumeBatch(tx, actor, batch);
  });
}

/** The page asks whoever sees that a backup was put back; one that was open before does not know of it. */
function requireLook({ wasPutBack }: LockedImport, { hasLooked }: Pick<SendRequest, "hasLooked">): void {
  if (wasPutBack && !hasLooked) throw new AppError("changed_meanwhile");
}

/** Goes on with a batch that is paused, or whose first row was looked at, and whose row is locked. */
export async function resumeBatch(tx: PoolClient, actor: UserActor, batch: LockedImport): Promise<void> {
  const isPastFirst = batch.status === "canary_done" || (await isPastCanary(tx, batch.id));
  await tx.query("update import set status = $2, pause_reason = null, sent_by_id = $3 where id = $1", [
    batch.id,
    isPastFirst ? "sending" : "canary",
    await whoSends(tx, batch, actor),
  ]);
  await recordDeed(tx, actor, "import.resumed", batch);
  await RUN_IMPORT.enqueue(tx, { importId: batch.id }, batch.scheduledAt ?? undefined);
}

/**
 * Ends the sending of a batch for good: when this returns nothing of it is sent any more but what is on its way at this
 * moment, or was before. Rows that waited stand as not sent again, their registrations as drafts. Nothing happens to
 * one that has ended. Throws AppError `not_found`, or `not_possible_now` for a batch that was never sent.
 */
export async function stopImport(actor: UserActor, importId: string): Promise<void> {
  requireCan(actor, "registrations.write");
  await inTransaction(database().pool, async (tx) => {
    const batch = await lockImport(tx, importId);
    if (batch.status === "stopped" || batch.status === "finished") return;
    if (!STOPPABLE.includes(batch.status)) throw new AppError("not_possible_now");
    await takeBack(tx, actor, batch.id);
    const left = await countReady(tx, batch.id);
    await tx.query(
      "update import set status = 'stopped', pause_reason = null, finished_at = clock_timestamp() where id = $1",
      [batch.id],
    );
    await enqueueDrain(tx, batch.credentialId);
    await recordDeed(tx, actor, "import.stopped", batch, { left });
  });
}

/** The rows that were handed out and have never been sent. */
async function takeBack(tx: PoolClient, actor: UserActor, importId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `select r.id from import_row i join registration r on r.id = i.registration_id
      where i.import_id = $1 and i.state = 'sent' and r.status = 'QUEUED'`,
    [importId],
  );
  if (rows.length === 0) return;
  const { moved } = await moveRows(tx, CANCEL, {
    actor,
    registrationIds: rows.map(({ id }) => id),
    auditDetails: { import: importId },
  });
  await tx.query(
    "update import_row set state = 'ready', registration_id = null where import_id = $1 and registration_id = any($2::uuid[])",
    [importId, moved.map(({ id }) => id)],
  );
}

const STOPPABLE: readonly ImportStatus[] = ["canary", "canary_done", "sending", "paused"];

export type LockedImport = {
  id: string;
  environment: Environment;
  status: ImportStatus;
  credentialId: string;
  scheduledAt: Date | null;
  sentById: string | null;
  /** Whether a person has to look before its rows go on (`BATCH_PUT_BACK_SQL`). */
  wasPutBack: boolean;
};

const LOCKED_IMPORT = `
  select i.id, i.environment, i.status, i.credential_id as "credentialId", i.scheduled_at as "scheduledAt",
         i.sent_by_id as "sentById", ${BATCH_PUT_BACK_SQL} as "wasPutBack"
    from import i join credential c on c.id = i.credential_id`;

/** The batches of this environment that were paused because the database was put back, their rows locked. */
export async function lockRestoredImports(tx: PoolClient): Promise<LockedImport[]> {
  const { rows } = await tx.query<LockedImport>(
    `${LOCKED_IMPORT} where i.environment = $1 and i.status = 'paused' and i.pause_reason = 'restored'
      order by i.id for no key update of i`,
    [env().doku.environment],
  );
  return rows;
}

/** Waits for the worker's transaction, which holds the batch's row while it hands rows out. */
async function lockImport(tx: PoolClient, importId: string): Promise<LockedImport> {
  const { rows } = await tx.query<LockedImport>(
    `${LOCKED_IMPORT} where i.id = $1 and i.environment = $2 for no key update of i`,
    [importId, env().doku.environment],
  );
  const [batch] = rows;
  if (!batch) throw new AppError("not_found");
  return batch;
}

async function countReady(tx: PoolClient, importId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    "select count(*)::int as count from import_row where import_id = $1 and state = 'ready'",
    [importId],
  );
  return rows[0]?.count ?? 0;
}

/** One row alone may still be the first one, whose result has not been looked at. */
async function isPastCanary(tx: PoolClient, importId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    "select 1 from import_row where import_id = $1 and state = 'sent' limit 2",
    [importId],
  );
  return rowCount === 2;
}

/** Rows stay with whoever pressed Send, unless they have lost the right meanwhile: then with whoever goes on. */
async function whoSends(tx: PoolClient, { sentById }: LockedImport, actor: UserActor): Promise<string> {
  const { rows } = await tx.query<{ role: UserActor["role"]; isActive: boolean }>(
    `select role, disabled_at is null as "isActive" from "user" where id = $1`,
    [sentById],
  );
  const [sender] = rows;
  const maySend = sender?.isActive && can({ kind: "user", role: sender.role }, "registrations.write");
  return maySend && sentById ? sentById : actor.id;
}

async function recordDeed(
  tx: PoolClient,
  actor: UserActor,
  action: AuditAction,
  { id, environment }: LockedImport,
  details?: AuditDetails,
): Promise<void> {
  await recordAuditSql(tx, { actor, action, environment, subjectId: id, details });
}
